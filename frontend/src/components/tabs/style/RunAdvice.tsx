/** What is to be expected of a text that is not the usual: a script of many characters, a very short one. */
import { useCatalog, useCurrentRun } from '@/hooks/useStores';

export function RunAdvice() {
  const id = useCurrentRun()?.status.dataset_id;
  const advice = useCatalog(
    ({ ownTexts }) => ownTexts.find((own) => own.dataset_id === id)?.advice,
  );
  return advice ? <p className="run-advice">{advice}</p> : null;
}
