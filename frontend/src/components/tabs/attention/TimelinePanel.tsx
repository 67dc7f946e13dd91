/** The time machine's slider: joins the machine in sight with the timeline that is drawn. */
import { type ReactNode, useMemo } from 'react';
import type { RunSnapshot } from '@/contexts/RunRecorder';
import { useChoice } from '@/hooks/useChoice';
import { useRecorder, useRun } from '@/hooks/useRun';
import { useMaxStep, useShownStep } from '@/hooks/useShownStep';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';
import { Timeline } from '@/viz/Timeline/Timeline';
import type { TimelineEvent } from '@/viz/Timeline/types';
import { expectedSteps } from '../watch/sampleRows';

const milestonesOf = ({ milestones }: RunSnapshot) => milestones;
/** As the lines beside the loss are called. */
const PASSED: Record<string, string> = {
  unigram: 'knows the letters',
  bigram: 'knows pairs',
  trigram: 'knows triples',
};

/** What the loss says, for the view that is about predictions and not about heads. */
function usePassed(): readonly TimelineEvent[] {
  const milestones = useRun(useRecorder(), milestonesOf);
  return useMemo(
    () =>
      milestones.flatMap(({ id, step }) => {
        const text = PASSED[id];
        return text ? [{ id, step, text, rank: 0 }] : [];
      }),
    [milestones],
  );
}

export interface TimelinePanelProps {
  extra?: ReactNode;
  more?: ReactNode;
}

export function TimelinePanel({ extra, more }: TimelinePanelProps) {
  const machine = useMachine();
  const recorder = useRecorder();
  const status = useCurrentRun()?.status.status ?? 'idle';
  const { recipe } = useChoice();
  const { step, isLive, newest } = useShownStep();
  const maxStep = useMaxStep();
  const interval = recipe.eval_interval ?? 50;
  const { stops, events, place, playing, rate } = useTime((state) => state);
  const asking = useCinema(({ view }) => view === 'ask');
  const passed = usePassed();
  const checkpoints = useMemo(() => expectedSteps(maxStep, interval), [maxStep, interval]);
  return (
    <section className="card timeline-panel" aria-label="Timeline">
      <Timeline
        {...{ step, place, isLive, maxStep, stops, checkpoints, playing, rate, extra, more }}
        running={status === 'running'}
        newestStep={newest}
        loss={recorder}
        events={asking ? passed : events}
        disabled={stops.length === 0}
        onStep={(next, held) => machine.look(next, held)}
        onLive={() => machine.look('live')}
        onPlay={(next) => machine.play(next)}
        onRate={(next) => machine.setRate(next)}
      />
    </section>
  );
}
