/** What to train: text, upload, preset, everything else. */
import { SlidersHorizontal, Upload } from 'lucide-react';
import { IconButton } from '@/components/shared/Button';
import { useUIContext } from '@/contexts/UIContext';
import { useChoice } from '@/hooks/useChoice';
import { DatasetSelect } from './DatasetSelect';
import { PresetSelect } from './PresetSelect';

export function ChooseGroup() {
  const ui = useUIContext();
  const { changes, preset } = useChoice();
  const name = preset?.title ?? 'the preset';
  return (
    <>
      <div className="bar-group">
        <DatasetSelect />
        <IconButton
          size="tall"
          icon={Upload}
          label="Upload"
          tooltip="Train on your own .txt or .docx. Or drop it anywhere on this page"
          onClick={ui.askForFile}
        />
      </div>
      <div className="bar-group">
        <PresetSelect />
        <IconButton
          size="tall"
          icon={SlidersHorizontal}
          label="Advanced"
          className={changes > 0 ? 'has-changes' : undefined}
          tooltip={
            changes > 0
              ? `${changes} setting${changes === 1 ? ' differs' : 's differ'} from ${name}`
              : 'Every setting of the model and of its training'
          }
          onClick={() => ui.setState({ drawerOpen: true })}
        />
      </div>
    </>
  );
}
