/** Scrolls inside the code alone: the page stays where it is. */
import { prefersStill } from '@/viz/motion';

/** Of the window's height: where a lit line comes to stand when it must move. */
const PLACE = 0.35;
const MARGIN_PX = 16;

const behavior = (): ScrollBehavior => (prefersStill() ? 'auto' : 'smooth');

/** The lit line and what opened below it, if they are not in sight. */
export function revealLit(scroller: HTMLElement): void {
  const lit = scroller.querySelector<HTMLElement>('[data-lit]');
  const opened = scroller.querySelector<HTMLElement>('.twin-open');
  if (!lit || !opened) return;
  const frame = scroller.getBoundingClientRect();
  const top = lit.getBoundingClientRect().top - frame.top;
  const bottom = opened.getBoundingClientRect().bottom - frame.top;
  if (top >= MARGIN_PX && bottom <= frame.height - MARGIN_PX) return;
  // So that as much as can be is in sight of what opened.
  const place = Math.max(0, Math.min(frame.height * PLACE, frame.height - (bottom - top)));
  scroller.scrollTo({ top: scroller.scrollTop + top - place, behavior: behavior() });
}

/** Down to the end of something that opened in the code, not beyond its beginning. */
export function revealEnd(element: HTMLElement): void {
  const scroller = element.closest<HTMLElement>('.twins-scroll');
  if (!scroller) return;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  const hidden = Math.min(bottom + MARGIN_PX - frame.bottom, top - frame.top);
  if (hidden > 0) scroller.scrollTo({ top: scroller.scrollTop + hidden, behavior: behavior() });
}

const sectionsOf = (scroller: HTMLElement) =>
  scroller.querySelectorAll<HTMLElement>('[data-section]');

export function scrollToSection(scroller: HTMLElement | null, id: string): void {
  if (!scroller) return;
  const target = [...sectionsOf(scroller)].find((one) => one.dataset.section === id);
  scroller.scrollTo({ top: target?.offsetTop ?? 0 });
}

/** The section whose lines are at the top, or a little below it; undefined where there is none. */
export function sectionAtTop(scroller: HTMLElement): string | undefined {
  const top = scroller.scrollTop + MARGIN_PX;
  return [...sectionsOf(scroller)].findLast((one) => one.offsetTop <= top)?.dataset.section;
}
