/** What the lab trains and on what: sizes, recipe, documents. A draft until "Use this model", which asks before a run is lost. */
import { DEFAULTS } from 'microgpt';
import { useRef, useState } from 'react';
import { Button } from '@/components/shared/Button';
import { ConfirmDialog } from '@/components/shared/ConfirmDialog';
import { Drawer } from '@/components/shared/Drawer';
import { NumberField } from '@/components/shared/NumberField';
import { LabError } from '@/lab/line';
import { GRAPH_LIMIT, longestGraph } from '@/lab/size';
import { DataChoice, type DataDraft, useJudgedData } from './DataChoice';
import { plural } from './figures';
import {
  boundsOf,
  type Draft,
  type Field,
  type FieldWords,
  isDefault,
  MODEL_FIELDS,
  problemsOf,
  settingsOf,
  TRAINING_FIELDS,
} from './modelFields';
import { ParameterTable } from './ParameterTable';
import { useLab, useLabState } from './useLab';

export interface ModelDrawerProps {
  /** Lines to begin with: a file that was dropped on the page. */
  file: File | null;
  onClose: () => void;
}

export function ModelDrawer({ file, onClose }: ModelDrawerProps) {
  const desk = useLab();
  const settings = useLabState((state) => state.settings);
  const source = useLabState((state) => state.source);
  const [draft, setDraft] = useState<Draft>(settings);
  const [data, setData] = useState<DataDraft>(() => ({
    kind: source.kind,
    text: source.kind === 'own' ? source.documents.join('\n') : '',
  }));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const problems = problemsOf(draft);
  const judged = useJudgedData(data);
  const wanted = settingsOf(draft);

  const set = (field: Field, value: number | null) => {
    setDraft((was) => ({ ...was, [field]: value }));
    setRefusal(null);
  };
  const use = () => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    if (wrong || !wanted || judged?.problem !== null) {
      wrong?.focus();
      setRefusal(
        judged?.problem ?? `${wrong?.getAttribute('aria-label') ?? 'A field'} is not right yet.`,
      );
      return;
    }
    const { stepsDone } = desk.record.getSnapshot();
    if (stepsDone > 0) setAsks(true);
    else void begin();
  };
  const begin = async () => {
    setAsks(false);
    try {
      const { kind } = data;
      const documents = judged?.counts.documents ?? (await desk.names());
      await desk.open({ settings: wanted ?? {}, source: { kind, documents } });
      onClose();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      setRefusal(error.message);
    }
  };
  const vocabSize = (judged?.counts.chars.length ?? 0) + 1;
  const longest = judged?.counts.longest ?? 0;
  const isLarge = wanted !== null && longestGraph(wanted, vocabSize, longest) > GRAPH_LIMIT;

  const fields = (words: readonly FieldWords[]) => (
    <div className="lab-fields">
      {words.map(({ field, label, tip, unit }) => (
        <NumberField
          key={field}
          {...{ label, unit }}
          {...boundsOf(field)}
          tooltip={tip}
          value={draft[field]}
          error={problems[field] ?? null}
          onValueChange={(value) => set(field, value)}
        />
      ))}
    </div>
  );
  return (
    <Drawer
      open
      onOpenChange={(next) => !next && onClose()}
      title="Model"
      description="What is trained in this page. Changes begin a new, untrained model."
      footer={
        <>
          <p role="alert" className="w-full text-right text-amber-text empty:hidden">
            {refusal}
          </p>
          <Button kind="quiet" disabled={isDefault(draft)} onClick={() => setDraft(DEFAULTS)}>
            Reset to defaults
          </Button>
          <Button onClick={use}>Use this model</Button>
        </>
      }
    >
      <div ref={form} className="lab-form">
        <section aria-label="Sizes">
          <h3>Sizes</h3>
          {fields(MODEL_FIELDS)}
        </section>
        {wanted && <ParameterTable shape={wanted} vocabSize={vocabSize} />}
        {isLarge && (
          <p className="text-amber-text">
            So large a model trains with the fast engine alone: the one that remembers every number
            would need more memory than a page has.
          </p>
        )}
        <section aria-label="Training">
          <h3>Training</h3>
          {fields(TRAINING_FIELDS)}
        </section>
        <DataChoice
          file={file}
          data={data}
          judged={judged}
          onChange={(next) => {
            setData(next);
            setRefusal(null);
          }}
        />
      </div>
      <ConfirmDialog
        open={asks}
        title="Begin a new model?"
        safeLabel="Keep this one"
        confirmLabel="Begin anew"
        onSafe={() => setAsks(false)}
        onConfirm={() => void begin()}
      >
        What it has learned in {plural(desk.record.getSnapshot().stepsDone, 'step')} is lost.
      </ConfirmDialog>
    </Drawer>
  );
}
