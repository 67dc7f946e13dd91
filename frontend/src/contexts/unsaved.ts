/**
 * Asks before the page goes while it holds words that exist nowhere else. They are never stored: what a browser keeps
 * for a tab lies on the disk. The question is the browser's own, and only stands there while it is needed.
 */
import { isTyped, type StyleDesk, type StyleState } from './style';

/** A reload would lose the words. */
export const wouldBeLost = (state: StyleState): boolean =>
  state.text !== state.known?.text && (state.onlyHere || isTyped(state));

/** Returns what ends it. */
export function guardUnsaved({ store }: Pick<StyleDesk, 'store'>, page: Window): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const look = (state: StyleState) => {
    if (wouldBeLost(state)) page.addEventListener('beforeunload', ask);
    else page.removeEventListener('beforeunload', ask);
  };
  look(store.getState());
  const unsubscribe = store.subscribe(look);
  return () => {
    unsubscribe();
    page.removeEventListener('beforeunload', ask);
  };
}
