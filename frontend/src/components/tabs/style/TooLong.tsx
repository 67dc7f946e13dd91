/** The offer to cut a text that is too long. Never done without being asked for. */
import { Scissors } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '@/components/shared/Button';
import { useTrainingContext } from '@/contexts/TrainingContext';
import {
  cutBy,
  MOST_CHARACTERS,
  MOST_WORDS,
  obstacle,
  type TextCounts,
} from '@/contexts/textCounts';
import { useStyle } from '@/hooks/useStores';

const figure = (value: number) => value.toLocaleString('en');

export function TooLong({ counts }: { counts: TextCounts }) {
  const { style } = useTrainingContext();
  const text = useStyle((state) => state.text);
  const by = useMemo(() => cutBy(text), [text]);
  const limit =
    by === 'words'
      ? `the first ${figure(MOST_WORDS)} words`
      : `the first ${figure(MOST_CHARACTERS)} characters`;
  return (
    <div className="words-problem" role="alert">
      <Scissors size={20} strokeWidth={1.75} aria-hidden="true" />
      <span>{obstacle(counts)}. A part of it sounds like you just as well.</span>
      <Button size="small" onClick={style.truncate}>
        Keep {limit}
      </Button>
    </div>
  );
}
