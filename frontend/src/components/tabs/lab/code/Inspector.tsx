/** Where a number comes from: what it was computed from, how the loss hangs on it, and from there on into each input. */
import { ArrowLeft, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Button, IconButton } from '@/components/shared/Button';
import { exactText, numberText } from './numberText';
import { revealEnd } from './reveal';
import { type Input, type Inspect, type Origin, useInspection } from './useInspection';
import { formulaWords, nameText, originWords, placeWords } from './walk/nodeWords';
import type { Cell, Story, Weight } from './walk/shown';

interface InspectorProps {
  cell: Cell;
  story: Story;
  inspect: Inspect;
  onClose: () => void;
}

/** Give it another key for another number. */
export function Inspector({ cell, story, inspect, onClose }: InspectorProps) {
  const [path, setPath] = useState<readonly number[]>(cell.node === null ? [] : [cell.node]);
  const answer = useInspection(path.at(-1) ?? null, inspect);
  const panel = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer makes it longer
  useLayoutEffect(() => {
    if (panel.current) revealEnd(panel.current);
  }, [answer]);
  return (
    <section ref={panel} className="inspector" aria-label="Where this number comes from">
      <div className="inspector-tools">
        {path.length > 1 && (
          <Button
            kind="quiet"
            size="small"
            icon={ArrowLeft}
            onClick={() => setPath(path.slice(0, -1))}
          >
            Back
          </Button>
        )}
        <IconButton kind="quiet" size="small" icon={X} label="Close" onClick={onClose} />
      </div>
      {cell.weight && <UpdateLine weight={cell.weight} story={story} />}
      {answer && 'failed' in answer && <p role="alert">{answer.failed}</p>}
      {answer && 'found' in answer && (
        <OriginTable
          found={answer.found}
          story={story}
          onInto={(next) => setPath([...path, next])}
        />
      )}
    </section>
  );
}

interface OriginProps {
  found: Origin;
  story: Story;
  onInto: (node: number) => void;
}

function OriginTable({ found, story, onInto }: OriginProps) {
  const { inputs } = found;
  return (
    <>
      <Line
        name={titleOf(found)}
        place={placeWords(found.name, story)}
        figures={{ value: found.value, gradient: found.gradient }}
      />
      <p>
        {inputs.length === 0
          ? originWords(found)
          : `${formulaWords(found)}; backwards, each gets this gradient times its slope`}
      </p>
      {inputs.length > 0 && (
        <div className="inspector-inputs">
          <table>
            <thead>
              <tr>
                <th scope="col">computed from</th>
                <th scope="col">value</th>
                <th scope="col">slope</th>
                <th scope="col">gradient</th>
              </tr>
            </thead>
            <tbody>
              {inputs.map((input, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: one number can go in twice
                <tr key={i}>
                  <th scope="row">
                    <button type="button" onClick={() => onInto(input.node)}>
                      <span className="mono">{inputText(input)}</span>{' '}
                      <small>{placeWords(input.name, story)}</small>
                    </button>
                  </th>
                  <td>{numberText(input.value)}</td>
                  <td>{numberText(input.slope)}</td>
                  <td>{numberText(input.gradient)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

const productText = (factors: readonly Parameters<typeof nameText>[0][]): string =>
  factors.map(nameText).join(' × ');
const titleOf = (found: Origin): string =>
  found.name === null && found.op === '*' ? productText(found.inputs) : nameText(found);
const inputText = (input: Input): string =>
  input.factors ? productText(input.factors) : nameText(input);

function UpdateLine({ weight, story }: { weight: Weight; story: Story }) {
  const { matrix, row, column, before, gradient, m, v, after } = weight;
  const name = { parameter: matrix, row, column };
  return (
    <Line
      name={nameText({ name, op: '' })}
      place={placeWords(name, story)}
      figures={{ before, gradient, m, v, after }}
    />
  );
}

function Line(props: { name: string; place: string; figures: Record<string, number> }) {
  return (
    <p className="inspector-head">
      <b className="mono">{props.name}</b>
      <span>{props.place}</span>
      {Object.entries(props.figures).map(([name, value]) => (
        <span key={name} className="inspector-figure">
          {name} <b className="num">{exactText(value)}</b>
        </span>
      ))}
    </p>
  );
}
