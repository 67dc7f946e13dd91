/** Where a number comes from: what it was computed from, how the loss hangs on it, and from there on into each input. */

import { ArrowLeft, X } from 'lucide-react';
import type { Inspection, NodeInfo } from 'microgpt';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '@/components/shared/Button';
import { exactText, numberText } from './numberText';
import type { Inspect } from './ValueRow';
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
  const node = path.at(-1);
  const answer = useInspection(node ?? null, inspect);
  return (
    <section className="inspector" aria-label="Where this number comes from">
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
      {cell.weight && <Update weight={cell.weight} story={story} />}
      {answer?.failed && <p role="alert">{answer.failed}</p>}
      {answer?.found && (
        <Origin found={answer.found} story={story} onInto={(next) => setPath([...path, next])} />
      )}
    </section>
  );
}

interface Answer {
  node: number;
  found: Inspection | null;
  failed: string | null;
}

function useInspection(node: number | null, inspect: Inspect): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (node === null) return;
    let wanted = true;
    inspect(node).then(
      (found) => wanted && setAnswer({ node, found, failed: null }),
      (error: unknown) =>
        wanted &&
        setAnswer({
          node,
          found: null,
          failed: error instanceof Error ? error.message : String(error),
        }),
    );
    return () => {
      wanted = false;
    };
  }, [node, inspect]);
  return answer;
}

function Origin({
  found,
  story,
  onInto,
}: {
  found: Inspection;
  story: Story;
  onInto: (node: number) => void;
}) {
  const { inputs } = found;
  return (
    <>
      <p className="inspector-head">
        <b className="mono">{nameText(found.name)}</b>
        <span>{placeWords(found.name, story)}</span>
        <span className="inspector-figure">
          value <b className="num">{exactText(found.value)}</b>
        </span>
        <span className="inspector-figure">
          gradient <b className="num">{exactText(found.gradient)}</b>
        </span>
      </p>
      <p>
        {inputs.length > 0 ? formulaWords(found) : originWords(found)}
        {inputs.length > 0 && '; each input gets this gradient times its slope'}
      </p>
      {inputs.length > 0 && (
        <ul className="inspector-inputs">
          {inputs.map((input, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one number can go in twice
            <li key={i}>
              <InputButton input={input} story={story} onInto={onInto} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function InputButton({
  input,
  story,
  onInto,
}: {
  input: NodeInfo & { slope: number };
  story: Story;
  onInto: (node: number) => void;
}) {
  return (
    <button type="button" className="inspector-input" onClick={() => onInto(input.node)}>
      <span className="mono">{nameText(input.name)}</span>
      <small>{placeWords(input.name, story)}</small>
      <span className="num">{numberText(input.value)}</span>
      <small className="num">slope {numberText(input.slope)}</small>
      <small className="num">gradient {numberText(input.gradient)}</small>
    </button>
  );
}

function Update({ weight, story }: { weight: Weight; story: Story }) {
  const name = { parameter: weight.matrix, row: weight.row, column: weight.column };
  return (
    <p className="inspector-head">
      <b className="mono">{nameText(name)}</b>
      <span>{placeWords(name, story)}</span>
      <span className="inspector-figure">
        before <b className="num">{exactText(weight.before)}</b>
      </span>
      <span className="inspector-figure">
        gradient <b className="num">{exactText(weight.gradient)}</b>
      </span>
      <span className="inspector-figure">
        after <b className="num">{exactText(weight.after)}</b>
      </span>
    </p>
  );
}
