/** Tab 1: choose a text, press Play, watch the loss fall and the words come. Lays the parts out. */
import { useNarrow } from '@/hooks/useNarrow';
import { AdvancedDrawer } from './AdvancedDrawer';
import { ChooseGroup } from './ChooseGroup';
import { ControlBar } from './ControlBar';
import { LossPanel } from './LossPanel';
import { MetaRow } from './MetaRow';
import { TextPanel } from './TextPanel';
import { ThumbBar } from './ThumbBar';
import './watch.css';

export default function WatchTab() {
  const narrow = useNarrow();
  return (
    <main className="watch">
      <h1 className="sr-only">Watch It Learn</h1>
      {narrow ? <MetaRow /> : <ControlBar />}
      <div className="watch-main">
        <LossPanel />
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
