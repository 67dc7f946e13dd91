/** An uploaded text, for a look before it is used: its counts and its first lines, literally. */
import { useState } from 'react';
import type { UserDataset } from '@/api/generated';
import { Button } from '@/components/shared/Button';
import { PlayIcon } from '@/components/shared/icons';
import { ProgressLine } from '@/components/shared/ProgressLine';
import { contextFor } from '@/contexts/parameterTable';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { advisesStyle, OWN_STYLE } from '@/contexts/uploads';
import { useCatalog, useSetup, useUi } from '@/hooks/useStores';
import { Modal } from './Modal';

interface RecipeProps {
  dataset: UserDataset;
  /** Whether the preset that is chosen now stays. */
  keeps: boolean;
  onKeep: (keeps: boolean) => void;
}

const count = (value: number) => value.toLocaleString('en');

function Facts({ dataset }: { dataset: UserDataset }) {
  const facts: [string, string][] = [
    ['Characters', count(dataset.char_count)],
    ['Different characters', count(dataset.vocab_size)],
    ['Words', count(dataset.word_count)],
    ['Encoding', dataset.encoding],
  ];
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-2 sm:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-12 text-text-3">{name}</dt>
          <dd className="num truncate font-semibold text-16 text-text">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Which recipe the text gets: the one for short texts, unless the person keeps theirs. */
function Recipe({ dataset, keeps, onKeep }: RecipeProps) {
  const presets = useCatalog((state) => state.presets);
  const chosen = useSetup((state) => state.preset);
  const title = (name: string) => presets.find((item) => item.name === name)?.title ?? name;
  const advised = advisesStyle(dataset.char_count, chosen) && title(OWN_STYLE) !== OWN_STYLE;
  const used = presets.find(({ name }) => name === (advised && !keeps ? OWN_STYLE : chosen));
  const wanted = used?.model.block_size ?? 0;
  const context = contextFor(wanted, dataset.char_count);
  return (
    <>
      {advised && (
        <div className="mt-4">
          <p>
            Short texts are learned with the recipe <b>{title(OWN_STYLE)}</b>, so that it picks up
            how you write instead of reciting.
          </p>
          <label className="mt-1 flex min-h-6 items-center gap-2 text-text-3">
            <input
              type="checkbox"
              checked={keeps}
              onChange={(event) => onKeep(event.target.checked)}
            />
            Keep {title(chosen)} instead
          </label>
        </div>
      )}
      {wanted > context && (
        <p className="num mt-2 text-text-3">
          Its context is {context} characters because the text is short.
        </p>
      )}
    </>
  );
}

export function UploadDialog() {
  const { uploads } = useTrainingContext();
  const upload = useUi((state) => state.upload);
  const [keeps, setKeeps] = useState(false);
  const accept = (train: boolean) => {
    void uploads.accept(train, keeps);
    setKeeps(false);
  };
  const dataset = upload?.state === 'preview' ? upload.dataset : null;
  const title =
    upload?.state === 'sending' ? `Reading ${upload.filename}` : (dataset?.filename ?? '');
  return (
    <Modal open={upload !== null} onClose={uploads.cancel} title={title}>
      {upload?.state === 'sending' && (
        <div className="mt-4">
          <ProgressLine label="Upload" value={upload.share} thickness={4} />
          <p className="mt-2 text-text-3">Counting its characters and words…</p>
        </div>
      )}
      {dataset && (
        <>
          <Facts dataset={dataset} />
          {dataset.filtered_chars > 0 && (
            <p className="num mt-3 text-text-3">
              Left out: {count(dataset.filtered_chars)} control characters, emoji or characters too
              rare to learn.
            </p>
          )}
          <pre className="upload-preview mono">{dataset.text_preview}</pre>
          <Recipe dataset={dataset} keeps={keeps} onKeep={setKeeps} />
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <Button kind="quiet" onClick={uploads.cancel}>
              Cancel
            </Button>
            <Button onClick={() => accept(false)}>Use this text</Button>
            <Button kind="start" icon={PlayIcon} onClick={() => accept(true)}>
              Train on this
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
