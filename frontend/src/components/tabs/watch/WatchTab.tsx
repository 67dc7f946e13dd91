/** Tab 1: choose a text, press Play, watch the loss fall and the words come. Lays the parts out. */
import { type PointerEvent, useRef } from 'react';
import { useUIContext } from '@/contexts/UIContext';
import { useNarrow } from '@/hooks/useNarrow';
import { AdvancedDrawer } from './AdvancedDrawer';
import { ChooseGroup } from './ChooseGroup';
import { ControlBar } from './ControlBar';
import { LossPanel } from './LossPanel';
import { MetaRow } from './MetaRow';
import { TextPanel } from './TextPanel';
import { ThumbBar } from './ThumbBar';
import './watch.css';

/** Where a press looks at a step. Anywhere else it returns to live: a finger cannot leave as a mouse does. */
const LOOKING = '.loss-plot-box, .sample-list';

export default function WatchTab() {
  const narrow = useNarrow();
  const ui = useUIContext();
  const picture = useRef<HTMLDivElement>(null);
  const onPointerDown = ({ target }: PointerEvent) => {
    if (target instanceof Element && target.closest(LOOKING)) return;
    ui.setState({ hoveredStep: null });
  };
  return (
    <main className="watch" onPointerDown={onPointerDown}>
      <h1 className="sr-only">Watch It Learn</h1>
      {narrow ? <MetaRow /> : <ControlBar />}
      <div ref={picture} className="watch-main">
        <LossPanel picture={picture} />
        {narrow && (
          <section className="choose-narrow" aria-label="What to train">
            <ChooseGroup />
          </section>
        )}
        <TextPanel />
      </div>
      {narrow && <ThumbBar />}
      <AdvancedDrawer />
    </main>
  );
}
