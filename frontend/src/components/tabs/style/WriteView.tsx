/** Write more: a beginning, how daring, how long; what it made of it, to copy or to keep as a file. */
import { Dices } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '@/components/shared/Button';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { Slider } from '@/components/shared/Slider';
import { Term } from '@/components/shared/Tooltip';
import type { WritingWish } from '@/contexts/style';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useFullScreen } from '@/hooks/useFullScreen';
import { useNarrow } from '@/hooks/useNarrow';
import { useStyle } from '@/hooks/useStores';
import { useWriting } from '@/hooks/useWriting';
import { prefersStill } from '@/viz/motion';
import { PhraseText } from '@/viz/Phrases/PhraseText';
import { paragraphsOf } from '@/viz/Phrases/pieces';
import { Perplexity } from './Perplexity';
import { SheetText } from './SheetText';
import { SpokenRow } from './SpokenRow';
import { TakeAway } from './TakeAway';
import { temperatureWord } from './temperatureWord';

const LENGTHS = [
  { value: '100', label: 'A line', tooltip: '100 characters' },
  { value: '400', label: 'A paragraph', tooltip: '400 characters' },
  { value: '1000', label: 'A page', tooltip: '1,000 characters' },
] as const;
type Length = (typeof LENGTHS)[number]['value'];
const MAX_PROMPT = 500;
const nothing = () => undefined;
const noWords = () => '';

export interface WriteProps {
  sessionId: string;
  /** Whose weights write: those of the comparison; of a run without one the best. */
  step: number;
}

export function WriteView({ step, sessionId }: WriteProps) {
  const { style } = useTrainingContext();
  const wish = useStyle((state) => state.wish);
  const { prompt, temperature } = wish;
  const change = (part: Partial<WritingWish>) =>
    style.store.setState({ wish: { ...wish, ...part } });
  const { answer, busy, problem, write } = useWriting(sessionId);
  const generate = () => void write(wish, step);
  // On a small screen what it writes lies below the fold.
  const press = () => {
    if (narrow)
      sheet.current?.scrollIntoView({
        behavior: prefersStill() ? 'auto' : 'smooth',
        block: 'start',
      });
    generate();
  };
  const first = useRef(generate);
  // Something to read at once: the view opens with a paragraph.
  useEffect(() => first.current(), []);
  const paragraphs = useMemo(
    () => (answer ? paragraphsOf(answer.text, [], answer.token_probs) : []),
    [answer],
  );
  const begun = answer?.typed ?? '';
  const page = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLElement>(null);
  const { isFull, toggle } = useFullScreen(page);
  const narrow = useNarrow();
  const whole = answer ? begun + (begun === '' ? answer.text.trim() : answer.text) : '';
  const word = temperatureWord(temperature);
  return (
    <div ref={page} className="write-page">
      <SpokenRow what="Write more" isFull={isFull} onToggle={toggle}>
        It goes on from any beginning, in the words of somebody who has read nothing but yours.
      </SpokenRow>
      <div className="write">
        <section className="card write-wish" aria-label="What to write">
          <h2>Write more</h2>
          <label className="write-prompt">
            <span>Begin with</span>
            <textarea
              aria-label="Beginning"
              rows={3}
              className="mono"
              dir="auto"
              maxLength={MAX_PROMPT}
              placeholder="Anything, or nothing at all"
              spellCheck={false}
              value={prompt}
              onChange={(event) => change({ prompt: event.target.value })}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey) return;
                event.preventDefault();
                press();
              }}
            />
          </label>
          <div className="write-temperature">
            <span>
              <Term text="Low: it takes what is likeliest, and repeats itself. High: it dares, and invents words.">
                Temperature
              </Term>{' '}
              <b className="num">{temperature.toFixed(1)}</b>, {word}
            </span>
            <Slider
              label="Temperature"
              valueText={`${temperature.toFixed(1)}, ${word}`}
              min={0.1}
              max={1.5}
              step={0.1}
              value={temperature}
              onValueChange={(value) => change({ temperature: value })}
            />
            <span className="write-ends" aria-hidden="true">
              <span>careful</span>
              <span>daring</span>
            </span>
          </div>
          <SegmentedControl
            label="Length"
            className="write-length"
            options={LENGTHS}
            value={`${wish.length}` as Length}
            onValueChange={(length) => change({ length: Number(length) })}
          />
          <Button
            kind="yours"
            size="tall"
            icon={Dices}
            aria-busy={busy}
            className={busy ? 'is-busy' : undefined}
            onClick={press}
          >
            Generate
          </Button>
          <p className="text-text-3">
            By the weights of step {(answer?.step ?? step).toLocaleString('en')}.
          </p>
        </section>
        <section ref={sheet} className="card write-sheet" aria-label="What it writes">
          <div className="sheet-head">
            <h2>
              <i className="swatch-machine" aria-hidden="true" />
              The machine writes
            </h2>
            <TakeAway text={whole} />
          </div>
          {problem !== null && (
            <p className="text-amber-text" role="alert">
              {problem}
            </p>
          )}
          <SheetText content={paragraphs} busy={busy}>
            {answer === null && problem === null && <p className="text-text-3">It is writing…</p>}
            <PhraseText
              {...{ paragraphs }}
              active={null}
              onActive={nothing}
              reason={noWords}
              voice="machine"
              lead={begun !== '' && answer?.text.startsWith('\n') ? `${begun}\n` : begun}
            />
          </SheetText>
          <p className="write-note num">
            {answer !== null && answer.dropped.length > 0 && (
              <span className="text-amber-text">
                It could not read {answer.dropped.join(' ')} in your beginning: your text has{' '}
                {answer.dropped.length === 1 ? 'no such character' : 'no such characters'}.{' '}
              </span>
            )}
            <span>The stronger the line below a character, the surer it was. </span>
            {answer && (
              <span>
                All in all <Perplexity value={answer.perplexity} />.
              </span>
            )}
          </p>
        </section>
      </div>
    </div>
  );
}
