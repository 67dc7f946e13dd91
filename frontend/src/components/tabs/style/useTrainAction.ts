/** What the Train button does in every stage, and why it may not be pressed. */
import { useMemo } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { countText, obstacle } from '@/contexts/textCounts';
import { useCatalog, useCurrentRun, useStyle, useStyleStage, useUi } from '@/hooks/useStores';

export interface TrainAction {
  press: () => void;
  /** Why not, in a sentence; null: press it. */
  reason: string | null;
  busy: boolean;
}

export function useTrainAction(): TrainAction {
  const { style, training } = useTrainingContext();
  const run = useCurrentRun();
  const stage = useStyleStage();
  const text = useStyle((state) => state.text);
  const sending = useStyle((state) => state.sending);
  const reading = useStyle((state) => state.reading);
  const creating = useUi((state) => state.creating);
  const catalog = useCatalog((state) => state.state);
  const blocked = useMemo(() => obstacle(countText(text)), [text]);
  const busy = sending || creating || run?.pending === 'start';
  // What its server no longer knows cannot be trained again: its words begin a new run, if they are still here.
  const anew = stage === 'words' || run?.lost === true;
  let reason: string | null = null;
  if (catalog !== 'ready') reason = 'The server has not answered yet';
  else if (reading !== null) reason = `Still reading ${reading.filename}`;
  else if (anew) reason = blocked;
  return {
    press: () => void (anew ? style.train() : training.play()),
    reason,
    busy,
  };
}
