/** The text to train on: bundled ones with their counts, and this browser's own. */
import type { Preset } from '@/api/generated';
import { SelectBox, type SelectItem } from '@/components/shared/SelectBox';
import type { TextFacts } from '@/contexts/catalog';
import { isOwnText, madeFor, type Setup, textChange } from '@/contexts/setup';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { isShort, OWN_STYLE } from '@/contexts/uploads';
import { useChoice } from '@/hooks/useChoice';
import { useCatalog, useCurrentRun } from '@/hooks/useStores';

const count = (value: number) => value.toLocaleString('en');

function DatasetTip({ text }: { text: TextFacts | null }) {
  return (
    <>
      What it learns to write. A smaller text is learned faster.
      {text?.credit && <span className="mt-1 block text-text-3">{text.credit}</span>}
    </>
  );
}

/** An own short text keeps the recipe for such texts, but does not force it on who declined it. */
function advisedFor(text: TextFacts, now: Setup, presets: readonly Preset[]): string | null {
  if (!isOwnText(text.id)) return madeFor(text.id, presets);
  return isShort(text.charCount) && now.beforeAdvice !== null ? OWN_STYLE : null;
}

export function DatasetSelect() {
  const { training, setup } = useTrainingContext();
  const { texts, text, presets } = useChoice();
  const run = useCurrentRun();
  const items: SelectItem<string>[] = texts.map((item) => ({
    value: item.id,
    name: item.title,
    description: `${item.description} ${count(item.wordCount)} words, ${item.vocabSize} different characters.`,
    figure: `${count(item.charCount)} characters`,
  }));
  // A session may outlive this page's memory of its text.
  const shown = run?.status;
  const shownTitle = useCatalog(({ titles }) => (shown ? titles[shown.dataset_id] : undefined));
  if (shown && !texts.some(({ id }) => id === shown.dataset_id)) {
    items.push({ value: shown.dataset_id, name: shownTitle ?? shown.dataset_title });
  }
  const known = items.some(({ value }) => value === setup.getState().datasetId);
  return (
    <div className="choose-field choose-dataset">
      <SelectBox
        label="Dataset"
        tooltip={<DatasetTip text={text} />}
        items={items}
        value={text?.id ?? (known ? (shown?.dataset_id ?? null) : null)}
        placeholder={items.length === 0 ? 'Loading…' : 'Choose'}
        disabled={items.length === 0}
        width="100%"
        onValueChange={(datasetId) => {
          const next = texts.find(({ id }) => id === datasetId);
          const now = setup.getState();
          const change = textChange(now, datasetId, next ? advisedFor(next, now, presets) : null);
          const name = items.find(({ value }) => value === datasetId)?.name ?? datasetId;
          training.prepare(change, name);
        }}
      />
    </div>
  );
}
