/** An uploaded text, for a look before it is used: its counts and its first lines, literally. */

import type { UserDataset } from '@/api/generated';
import { Button } from '@/components/shared/Button';
import { PlayIcon } from '@/components/shared/icons';
import { ProgressLine } from '@/components/shared/ProgressLine';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUi } from '@/hooks/useStores';
import { Modal } from './Modal';

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

export function UploadDialog() {
  const { uploads } = useTrainingContext();
  const upload = useUi((state) => state.upload);
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
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <Button kind="quiet" onClick={uploads.cancel}>
              Cancel
            </Button>
            <Button onClick={() => void uploads.accept(false)}>Use this text</Button>
            <Button kind="start" icon={PlayIcon} onClick={() => void uploads.accept(true)}>
              Train on this
            </Button>
          </div>
        </>
      )}
    </Modal>
  );
}
