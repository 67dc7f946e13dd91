/** After one character: what would come next now and at the last step, and how both would go on writing. */
import { Dices } from 'lucide-react';
import { IconButton } from '@/components/shared/Button';
import { SelectBox } from '@/components/shared/SelectBox';
import { Slider } from '@/components/shared/Slider';
import { Term } from '@/components/shared/Tooltip';
import { guessesAt } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import type { Written } from '@/hooks/useGenerate';
import { useShownStep } from '@/hooks/useShownStep';
import { useCinema } from '@/hooks/useStores';
import { glyph } from '@/viz/glyph';
import { ProbabilityBars } from '@/viz/ProbabilityBars/ProbabilityBars';
import { QualityText } from '@/viz/QualityText';
import { joint } from './joint';
import type { Told } from './useAsked';

const ROWS = 6;
const TOP_KS = [1, 3, 5, 10, 20] as const;
const EVERY = 'all';
const COLOURS =
  'Violet is what you typed. Green is part of a word of the text it learned, blue is plausible, grey is noise: that text never has this character there.';
const [COLDEST, HOTTEST] = [0.1, 2];

const count = (value: number) => value.toLocaleString('en');

/** Why there is nothing to say: no text, none that the model could read, or it is being read. */
export type Silence = 'nothing' | 'unread' | 'reading';
const SILENCE: Record<Silence, string> = {
  nothing: 'Type something: here you will see which character it expects next.',
  unread: 'It could not read this, so it has no guess.',
  reading: 'Reading…',
};

/** The heading names the step that wrote what stands below it, even while another is being asked. */
function GoesOn({ step, given, written }: { step: number; given: string; written: Written }) {
  const { answer, problem } = written;
  const { before, after } = joint(answer?.prompt ?? given, answer);
  const late = answer !== null && answer.step !== step;
  return (
    <div className="goes-on" data-late={late}>
      <h3 className="num">
        <Term text={COLOURS}>Step {count(answer?.step ?? step)} goes on</Term>
      </h3>
      <p className="mono" dir="auto">
        <span className="text-violet-text">{before}</span>
        {after ? <QualityText text={after.text} quality={after.quality} /> : problem ? '' : '…'}
      </p>
      {problem && <p className="text-amber-text">{problem}</p>}
    </div>
  );
}

/** Predictions exist at kept steps alone; the thumb may stand between two, and training may be ahead. */
function StepRead({ step, follows }: { step: number; follows: boolean }) {
  const { step: shown } = useShownStep();
  const name = `step ${count(step)}`;
  if (shown <= step) return name;
  const why = follows
    ? `Training is at step ${count(shown)} and goes on. Everything about your text is of step ${count(step)}, and follows.`
    : `Not every step is kept. This is the last kept one before step ${count(shown)}.`;
  return <Term text={why}>{name}</Term>;
}

export interface NextPanelProps {
  here: Told;
  /** The newest step, to compare with. */
  there: Told;
  follows: boolean;
  /** The character after which it guesses and goes on. */
  position: number;
  why: Silence;
  /** Write once more, with other luck. */
  onAgain: () => void;
}

export function NextPanel({ here, there, follows, position, why, onAgain }: NextPanelProps) {
  const { cinema } = useTrainingContext();
  const temperature = useCinema((state) => state.temperature);
  const topK = useCinema((state) => state.topK);
  const { moment } = here;
  const compared =
    there.moment !== null && there.moment.step !== moment?.step ? there.moment : null;
  const given = moment?.tokens.slice(0, position + 1).join('') ?? '';
  const after = compared
    ? new Map(guessesAt(compared.next, position).map((g) => [g.char, g.prob]))
    : null;
  const items =
    moment && given !== ''
      ? guessesAt(moment.next, position)
          .slice(0, ROWS)
          .map(({ char, prob }) => ({ char, prob, last: after ? (after.get(char) ?? null) : null }))
      : [];
  const { before } = joint(given, null);
  return (
    <section className="card next-panel" aria-label="What comes next">
      <h2 className="next-after">
        {moment ? `After “${[...before].map(glyph).join('')}”` : 'What comes next'}
      </h2>
      <p className="num text-text-3">
        {moment ? <StepRead step={moment.step} follows={follows} /> : SILENCE[why]}
        {compared && `, thin line: step ${count(compared.step)}`}
      </p>
      <div className="next-bars">
        <ProbabilityBars
          items={items}
          rows={ROWS}
          label={moment ? `Next character at step ${count(moment.step)}` : 'Next character'}
          hit={moment?.tokens[position + 1] ?? null}
        />
      </div>
      <div className="next-settings">
        <div className="next-temperature">
          <span>
            Temperature <b className="num">{temperature.toFixed(1)}</b>
          </span>
          <Slider
            label="Temperature"
            min={COLDEST}
            max={HOTTEST}
            step={0.1}
            value={temperature}
            onValueChange={(value) => cinema.setState({ temperature: value })}
          />
        </div>
        <SelectBox
          label="Top-k"
          className="field-low"
          tooltip="Draw only from this many likeliest characters"
          width={72}
          value={topK === null ? EVERY : String(topK)}
          items={[
            { value: EVERY, name: 'all' },
            ...TOP_KS.map((k) => ({ value: String(k), name: String(k) })),
          ]}
          onValueChange={(next) => cinema.setState({ topK: next === EVERY ? null : Number(next) })}
        />
        <IconButton
          kind="yours"
          icon={Dices}
          label="Generate"
          disabled={moment === null}
          tooltip="Generate: let it write once more, with other luck"
          onClick={onAgain}
        />
      </div>
      {moment && <GoesOn step={moment.step} given={given} written={here.written} />}
      {compared && <GoesOn step={compared.step} given={given} written={there.written} />}
    </section>
  );
}
