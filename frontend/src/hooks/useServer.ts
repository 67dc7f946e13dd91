/** Asks for the server from the first tab on that needs one: who came for the lab alone meets no server that is off. */
import { useEffect, useRef, useState } from 'react';
import { useTrainingContext } from '@/contexts/TrainingContext';

/** Whether the server is in use by now. */
export function useServer(needed: boolean): boolean {
  const { load } = useTrainingContext();
  const [isUsed, setUsed] = useState(needed);
  const asked = useRef<typeof load>(undefined);
  useEffect(() => {
    if (!needed || asked.current === load) return;
    asked.current = load;
    setUsed(true);
    void load();
  }, [needed, load]);
  return isUsed || needed;
}
