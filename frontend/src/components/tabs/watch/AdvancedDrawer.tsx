/** Every setting of the model and of its training, as a draft until "Use these settings". */
import { useEffect, useRef, useState } from 'react';
import type { Preset } from '@/api/generated';
import { Button } from '@/components/shared/Button';
import { Drawer } from '@/components/shared/Drawer';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useUIContext } from '@/contexts/UIContext';
import { useChoice } from '@/hooks/useChoice';
import { useSetup, useUi } from '@/hooks/useStores';
import {
  changed,
  changeOf,
  conflicts,
  type Draft,
  differing,
  draftOf,
  type TextSize,
  warmupFollows,
} from './advancedDraft';
import { GROUPS, type SettingKey, type SettingValue } from './advancedFields';
import { DraftSummary } from './DraftSummary';
import { RunSettings } from './RunSettings';
import { SettingField } from './SettingField';

/** What the button says instead of taking settings that are wrong. */
const refusalOf = ([first, ...more]: string[]) =>
  more.length === 0
    ? `${first} is not right yet.`
    : `${first} and ${more.length === 1 ? more[0] : `${more.length} more`} are not right yet.`;

/** Before any text is known: an alphabet of a common size, and no limit to the context. */
const ANY_TEXT: TextSize = { vocabSize: 66, charCount: Number.POSITIVE_INFINITY };

export function AdvancedDrawer() {
  const ui = useUIContext();
  const open = useUi((state) => state.drawerOpen);
  const { preset } = useChoice();
  const close = () => ui.setState({ drawerOpen: false, fieldErrors: {} });
  if (preset === null) return null;
  return open ? <OpenDrawer preset={preset} onClose={close} /> : null;
}

function OpenDrawer({ preset, onClose }: { preset: Preset; onClose: () => void }) {
  const { training } = useTrainingContext();
  const ui = useUIContext();
  const setup = useSetup((state) => state);
  const { text } = useChoice();
  const refusals = useUi((state) => state.fieldErrors);
  const [draft, setDraft] = useState<Draft>(() => draftOf(preset, setup));
  const [follows, setFollows] = useState(() => warmupFollows(draft.values, preset));
  // The server may lower a preset or refuse a value while the drawer stands open.
  useEffect(() => setDraft(draftOf(preset, setup)), [preset, setup]);
  const size = text ?? ANY_TEXT;
  const problems = conflicts(draft.values, size);
  const differences = differing(draft, preset);
  const fields = useRef<HTMLDivElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const original = draftOf(preset, { ...setup, model: {}, hyperparameters: {} });
  const same = JSON.stringify(draftOf(preset, setup)) === JSON.stringify(draft);

  /** What was refused was the settings as they stood; they are others now. */
  const edit = (next: (was: Draft) => Draft) => {
    setDraft(next);
    setRefusal(null);
    ui.setState({ fieldErrors: {} });
  };
  const set = (key: SettingKey, value: SettingValue | null) => {
    if (key === 'warmup_steps') setFollows(false);
    edit((was) => ({ ...was, values: changed(was.values, [key, value], preset, follows) }));
  };
  const reset = () => {
    edit((was) => ({ ...was, values: original.values }));
    setFollows(true);
  };
  const use = () => {
    // What is marked as wrong is what is refused, whoever marked it: its bounds, another field, the server.
    const wrong = [...(fields.current?.querySelectorAll<HTMLElement>('[aria-invalid=true]') ?? [])];
    if (wrong[0]) {
      wrong[0].focus();
      setRefusal(refusalOf(wrong.map((field) => field.getAttribute('aria-label') ?? '')));
      return;
    }
    onClose();
    if (!same) training.prepare(changeOf(draft, preset), 'these settings');
  };
  return (
    <Drawer
      open
      onOpenChange={(next) => !next && onClose()}
      title="Advanced"
      description={`Starts from ${preset.title}. Changes hold for the next run.`}
      footer={
        <>
          <p role="alert" className="w-full text-right text-amber-text empty:hidden">
            {refusal}
          </p>
          <Button kind="quiet" disabled={differences.length === 0} onClick={reset}>
            Reset to preset
          </Button>
          <Button onClick={use}>Use these settings</Button>
        </>
      }
    >
      <DraftSummary {...{ draft, preset }} text={size} changes={differences.length} />
      <div ref={fields}>
        {GROUPS.map(({ title, settings }) => (
          <section key={title} className="settings-group" aria-label={title}>
            <h3>{title}</h3>
            <div className="settings">
              {settings.map((setting) => (
                <SettingField
                  key={setting.key}
                  setting={setting}
                  value={draft.values[setting.key]}
                  presetValue={original.values[setting.key]}
                  error={problems[setting.key] ?? refusals[setting.key] ?? null}
                  onValueChange={(value) => set(setting.key, value)}
                />
              ))}
            </div>
          </section>
        ))}
        <RunSettings
          draft={draft}
          errors={refusals}
          onChange={(change) => edit((was) => ({ ...was, ...change }))}
        />
      </div>
    </Drawer>
  );
}
