/** The whole page takes a dropped file; its hidden input is what the Upload button opens. */
import { FileUp } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useDropzone } from 'react-dropzone';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { IN_PAGE } from '@/contexts/ui';
import { useUi } from '@/hooks/useStores';

export function DropZone({ children }: { children: ReactNode }) {
  const { uploads, style } = useTrainingContext();
  const isStyle = useUi(({ tab }) => tab === 'style_transfer');
  /** The lab reads what is dropped itself: nothing of it goes to the server. */
  const isInPage = useUi(({ tab }) => tab === IN_PAGE);
  const ui = useUIContext();
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    multiple: false,
    noClick: true,
    noKeyboard: true,
    disabled: isInPage,
    onDrop: ([file], rejected) => {
      if (file && isStyle) style.takeFile(file);
      else if (file) void uploads.send(file);
      else if (rejected.length > 1) {
        const title = `You dropped ${rejected.length} files, one at a time can be read`;
        ui.notify({ id: 'upload', kind: 'warning', title });
      }
    },
  });
  useEffect(() => ui.onAskForFile(open), [ui, open]);
  return (
    // It takes no files in the lab, but nothing in it is disabled.
    <div {...getRootProps({ role: undefined })} aria-disabled={false} className="dashboard">
      {/* What a file really is, the server finds out: this only spares the person a search. */}
      <input
        {...getInputProps({
          accept: '.txt,.docx',
          'aria-label': 'Text file',
          style: { display: 'none' },
        })}
      />
      {children}
      {isDragActive && (
        <div className="drop-overlay" aria-hidden="true">
          <div className="drop-target">
            <FileUp size={48} strokeWidth={1.5} />
            <b className="text-20">
              {isStyle ? 'Drop it here to read your words' : 'Drop it here to train on it'}
            </b>
            <span>.txt or .docx, up to 10 MB. It stays on this machine.</span>
          </div>
        </div>
      )}
    </div>
  );
}
