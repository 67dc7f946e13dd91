/** After one character: what would come next now and at the last step, and how both would go on writing. */
import { Dices } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import { IconButton } from '@/components/shared/Button';
import { SelectBox } from '@/components/shared/SelectBox';
import { Term } from '@/components/shared/Tooltip';
import { guessesAt, type Moment } from '@/contexts/moments';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useGenerate, type Wish, type Written } from '@/hooks/useGenerate';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useTime } from '@/hooks/useTime';
import { glyph } from '@/viz/glyph';
import { ProbabilityBars } from '@/viz/ProbabilityBars/ProbabilityBars';
import { QualityText } from '@/viz/QualityText';
import { joint } from './joint';

const ROWS = 6;
const LENGTH = 36;
const TOP_KS = [1, 3, 5, 10, 20] as const;
const EVERY = 'all';
const COLOURS =
  'Violet is what you typed. Green is part of a word of the text it learned, blue is plausible, grey is noise: that text never has this character there.';
const [COLDEST, HOTTEST] = [0.1, 2];

const count = (value: number) => value.toLocaleString('en');

interface GoesOnProps {
  step: number;
  prompt: string;
  written: Written;
}

function GoesOn({ step, prompt, written: { answer, problem } }: GoesOnProps) {
  const { before, after } = joint(prompt, answer);
  return (
    <div className="goes-on">
      <h3 className="num">
        <Term text={COLOURS}>Step {count(step)} goes on</Term>
      </h3>
      <p className="mono" dir="auto">
        <span className="text-violet-text">{before}</span>
        {after ? <QualityText text={after.text} quality={after.quality} /> : problem ? '' : '…'}
      </p>
      {problem && <p className="text-amber-text">{problem}</p>}
    </div>
  );
}

export function NextPanel({ moment, position }: { moment: Moment | null; position: number }) {
  const { cinema } = useTrainingContext();
  const run = useCurrentRun();
  const last = useTime((state) => state.last);
  const prompt = useCinema((state) => state.prompt);
  const temperature = useCinema((state) => state.temperature);
  const topK = useCinema((state) => state.topK);
  const [seed, setSeed] = useState(1);

  const compared = moment !== null && last !== null && last.step !== moment.step ? last : null;
  const sessionId = run?.status.session_id ?? null;
  const wish = (step: number | undefined): Wish | null =>
    sessionId === null || step === undefined
      ? null
      : { sessionId, prompt, step, temperature, topK, seed, length: LENGTH };
  const here = useGenerate(wish(moment?.step));
  const there = useGenerate(wish(compared?.step));

  const before = moment?.tokens.slice(Math.max(0, position - 2), position + 1) ?? [];
  const after = compared
    ? new Map(guessesAt(compared.next, position).map((g) => [g.char, g.prob]))
    : null;
  const items =
    moment && position >= 0
      ? guessesAt(moment.next, position)
          .slice(0, ROWS)
          .map(({ char, prob }) => ({ char, prob, last: after ? (after.get(char) ?? null) : null }))
      : [];
  const step = moment?.step ?? 0;
  return (
    <section className="card next-panel" aria-label="What comes next">
      <h2>After “{before.map(glyph).join('')}”</h2>
      <p className="num text-text-3">
        step {count(step)}
        {compared && `, thin line: step ${count(compared.step)}`}
      </p>
      <div className="next-bars">
        <ProbabilityBars
          items={items}
          rows={ROWS}
          label={`Next character at step ${count(step)}`}
          hit={moment?.tokens[position + 1] ?? null}
        />
      </div>
      <div className="next-settings">
        <label className="next-temperature">
          <span>
            Temperature <b className="num">{temperature.toFixed(1)}</b>
          </span>
          <input
            type="range"
            aria-label="Temperature"
            min={COLDEST}
            max={HOTTEST}
            step={0.1}
            value={temperature}
            style={
              {
                '--share': `${(100 * (temperature - COLDEST)) / (HOTTEST - COLDEST)}%`,
              } as CSSProperties
            }
            onChange={(event) => cinema.setState({ temperature: Number(event.target.value) })}
          />
        </label>
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
          onClick={() => setSeed((was) => was + 1)}
        />
      </div>
      <GoesOn step={step} prompt={prompt} written={here} />
      {compared && <GoesOn step={compared.step} prompt={prompt} written={there} />}
    </section>
  );
}
