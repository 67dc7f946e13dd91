/** Below the code, while one recorded step is walked through: to and fro, how fast, which letter, which head. */
import { useLayoutEffect, useRef } from 'react';
import { IconButton } from '@/components/shared/Button';
import { PauseIcon, PlayIcon, PreviousIcon, StepIcon } from '@/components/shared/icons';
import { SelectBox } from '@/components/shared/SelectBox';
import { glyph } from '@/viz/glyph';
import { SPEEDS, type Speed } from './walk/machine';
import type { Story } from './walk/shown';
import { focusOf } from './walk/stops';
import type { Walk } from './walk/useWalk';

interface WalkBarProps {
  walk: Walk;
  story: Story | null;
  follow: boolean;
  onFollow: (follow: boolean) => void;
}

export function WalkBar({ walk, story, follow, onFollow }: WalkBarProps) {
  const { state } = walk;
  const { playing, stops, index } = state;
  return (
    <div className="walk-bar" role="toolbar" aria-label="Walk through the step">
      <IconButton
        kind="quiet"
        size="small"
        icon={PreviousIcon}
        label="Previous line"
        disabled={index === 0}
        onClick={walk.previous}
      />
      <IconButton
        kind="control"
        size="small"
        icon={playing ? PauseIcon : PlayIcon}
        label={playing ? 'Pause the walk' : 'Play the walk'}
        onClick={playing ? walk.pause : walk.play}
      />
      <IconButton kind="quiet" size="small" icon={StepIcon} label="Next line" onClick={walk.next} />
      <span className="walk-place num">
        {stops.length > 0 ? `${index + 1} of ${stops.length}` : 'next step, from its first line'}
      </span>
      {story && <Letters walk={walk} story={story} />}
      {story && story.heads > 1 && <Heads walk={walk} story={story} />}
      <span className="walk-gap" />
      <SelectBox
        label="Speed of the walk"
        items={SPEEDS.map((speed) => ({ value: String(speed), name: `${speed}×` }))}
        value={String(state.speed)}
        onValueChange={(value) => walk.setSpeed(Number(value) as Speed)}
      />
      <button
        type="button"
        className="btn btn-quiet btn-small walk-follow"
        aria-pressed={follow}
        onClick={() => onFollow(!follow)}
      >
        Follow
      </button>
    </div>
  );
}

/** The letters of the document, as they were read: one is followed through the model. */
function Letters({ walk, story }: { walk: Walk; story: Story }) {
  const focus = focusOf(story.recording, walk.state.reach);
  const row = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another name is another row of letters
  useLayoutEffect(() => {
    const letter = row.current?.children[focus];
    if (row.current && letter instanceof HTMLElement) {
      row.current.scrollLeft = letter.offsetLeft - row.current.clientWidth + 2 * letter.offsetWidth;
    }
  }, [focus, story]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings borders and a legend of its own
    <div ref={row} className="walk-letters" role="group" aria-label="Letter to follow">
      {Array.from({ length: story.length }, (_, position) => {
        const letter = story.given(position);
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a position is its place
            key={position}
            type="button"
            aria-label={`${letter}, position ${position}`}
            aria-pressed={position === focus}
            onClick={() =>
              walk.setReach({ position: position === story.length - 1 ? 'last' : position })
            }
          >
            {[...letter].length > 1 ? '·' : glyph(letter)}
          </button>
        );
      })}
    </div>
  );
}

function Heads({ walk, story }: { walk: Walk; story: Story }) {
  const items = Array.from({ length: story.heads }, (_, head) => ({
    value: String(head),
    name: `head ${head}`,
  }));
  const { head } = walk.state.reach;
  return (
    <SelectBox
      label="Head to follow"
      className="walk-head"
      items={[...items, { value: 'all', name: 'all heads' }]}
      value={String(head === 'all' ? head : Math.min(head, story.heads - 1))}
      onValueChange={(value) => walk.setReach({ head: value === 'all' ? 'all' : Number(value) })}
    />
  );
}
