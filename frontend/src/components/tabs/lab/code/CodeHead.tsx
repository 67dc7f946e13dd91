/** Above the code: which part is shown, the way to others, and copies to take along. */
import { ChevronDown, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/shared/Button';
import { PreviousIcon, StepIcon } from '@/components/shared/icons';
import { Popover } from '@/components/shared/Popover';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { copyCode } from './copy';
import { FILES, SECTIONS } from './twins';
import type { Language, Section } from './twinTypes';

interface CodeHeadProps {
  section: Section;
  all: boolean;
  /** Only one language has room: which. null: both stand side by side. */
  language: Language | null;
  onLanguage: (language: Language) => void;
  onSection: (id: string) => void;
  onAll: (all: boolean) => void;
  /** What this JavaScript does just now. */
  runs: Runs;
}

/** running: it trains. walked: one step of it is walked through. fast: other code trains. rest: nothing does. */
export type Runs = 'running' | 'walked' | 'fast' | 'rest';
const RUNS: Record<Runs, string> = {
  running: 'JavaScript, running now',
  walked: 'JavaScript, a step that ran',
  fast: 'JavaScript; now “fast” runs',
  rest: 'JavaScript, at rest',
};

const LANGUAGES = [
  { value: 'python', label: 'Python' },
  { value: 'javascript', label: 'JavaScript' },
] as const;

export function CodeHead(props: CodeHeadProps) {
  const { section, language, onLanguage, onSection } = props;
  const index = SECTIONS.indexOf(section);
  const to = (step: number) => {
    const next = SECTIONS[index + step];
    if (next) onSection(next.id);
  };
  return (
    <header className="twins-head">
      <div>
        <JumpList {...props} />
        <span className="twins-part num">
          part {section.number} of {SECTIONS.length}
        </span>
        {language === null && <span className="twins-language">Python, to read</span>}
      </div>
      <div>
        {language === null ? (
          <span className="twins-runs" data-runs={props.runs === 'running'}>
            {RUNS[props.runs]}
          </span>
        ) : (
          <SegmentedControl
            label="Language"
            options={LANGUAGES}
            value={language}
            onValueChange={onLanguage}
          />
        )}
        <CopyMenu section={section} />
        <IconButton
          kind="quiet"
          size="small"
          icon={PreviousIcon}
          label="Previous part"
          disabled={index <= 0}
          onClick={() => to(-1)}
        />
        <IconButton
          kind="quiet"
          size="small"
          icon={StepIcon}
          label="Next part"
          disabled={index >= SECTIONS.length - 1}
          onClick={() => to(1)}
        />
      </div>
    </header>
  );
}

function JumpList({ section, all, onSection, onAll }: CodeHeadProps) {
  const [open, setOpen] = useState(false);
  const choose = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Parts of the code"
      align="start"
      className="twins-menu"
      trigger={
        <button type="button" className="twins-title">
          {section.title}
          <ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />
        </button>
      }
    >
      <ol>
        {SECTIONS.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="twins-choice"
              aria-current={one === section ? 'true' : undefined}
              onClick={choose(() => onSection(one.id))}
            >
              <span className="num">{one.number}</span> {one.title}
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="twins-choice"
            aria-pressed={all}
            onClick={choose(() => onAll(!all))}
          >
            {all ? 'One part at a time' : 'All parts, one below the other'}
          </button>
        </li>
      </ol>
    </Popover>
  );
}

function CopyMenu({ section }: { section: Section }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label="Copy code"
      className="twins-menu"
      trigger={<IconButton kind="quiet" size="small" icon={Copy} label="Copy code" />}
    >
      {LANGUAGES.flatMap(({ value, label }) =>
        [
          { name: `${section.title}, ${label}`, part: section },
          { name: `All of ${FILES[value]}`, part: undefined },
        ].map(({ name, part }) => (
          <Button
            key={name}
            kind="quiet"
            className="twins-choice"
            onClick={() => {
              setOpen(false);
              void copyCode(value, part);
            }}
          >
            {name}
          </Button>
        )),
      )}
    </Popover>
  );
}
