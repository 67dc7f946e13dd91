/**
 * The whole algorithm, Python beside JavaScript, as it stands in the files that run. While it trains line by line, the
 * line of the walk lights in both languages and opens a row with the value just computed; step by step, the lines of the
 * training loop light. Owns what is shown of the code; the walk and the training are the page's.
 */
import './twins.css';
import type { StepResult } from 'microgpt';
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/shared/Button';
import { part } from '@/components/shared/part';
import { useNarrow } from '@/hooks/useNarrow';
import { CodeHead, type Runs } from './CodeHead';
import type { Columns } from './CodeRow';
import { LOOP, loopShown, loopWords } from './loop';
import { scrollToSection, sectionAtTop } from './reveal';
import { NO_LINES, SectionCode } from './SectionCode';
import { markOf, SECTIONS, sectionOf } from './twins';
import type { Language, Section } from './twinTypes';
import { useFollow } from './useFollow';
import type { Inspect } from './useInspection';
import { useWalkKeys } from './useWalkKeys';
import { type Shown, type Story, shownAt, storyOf } from './walk/shown';
import type { Walk } from './walk/useWalk';
import { type Words, wordsAt } from './walk/words';

/** Both come when lines first light. */
const ValueRow = part(async () => (await import('./ValueRow')).ValueRow, { what: 'The value' });
const WalkBar = part(async () => (await import('./WalkBar')).WalkBar, { what: "The walk's bar" });

/** lines: the walk. steps: one training step at a time. full: as fast as it goes, and nothing lights. */
export type CodePace = 'lines' | 'steps' | 'full';

export interface CodeTwinsProps {
  pace: CodePace;
  /** Of `useWalk`; lights in the pace `lines`. */
  walk: Walk;
  /** The alphabet of the recorded model; one more token stands before and after each document. */
  chars: readonly string[];
  /** The newest step; lights in the pace `steps`. */
  last: StepResult | null;
  /** A number of the walk's recording. Keep it the same between renders. */
  inspect: Inspect;
  /** What this very JavaScript does just now. */
  runs?: Runs;
}

interface Lit {
  /** Of the Python file. */
  lines: ReadonlySet<number>;
  section: string;
  /** Another key: another value. */
  key: string;
  shown: Shown | null;
  words: Words;
}

const BOTH: Columns = ['python', 'javascript'];
const ONE: Record<Language, Columns> = { python: ['python'], javascript: ['javascript'] };
const FIRST = SECTIONS[0] as Section;

export function CodeTwins({ pace, walk, chars, last, inspect, runs = 'rest' }: CodeTwinsProps) {
  const narrow = useNarrow();
  const [language, setLanguage] = useState<Language>('python');
  const [chosen, setChosen] = useState(FIRST.id);
  const [all, setAll] = useState(false);
  const { recording } = walk.state;
  const story = useMemo(() => (recording ? storyOf(recording, chars) : null), [recording, chars]);
  const lit = useLit(pace, walk, story, last);
  const { follow, setFollow, scroller } = useFollow(lit?.key ?? null);
  useWalkKeys(pace === 'lines' && walk.stop ? walk : null);

  // Where the walk goes the page goes along, unless the person has gone elsewhere.
  if (follow && lit && lit.section !== chosen) setChosen(lit.section);
  const section = sectionOf(chosen) ?? FIRST;
  const toSection = useCallback(
    (id: string) => {
      setFollow(false);
      setChosen(id);
      scrollToSection(scroller.current, id);
      jumped.current = true;
    },
    [setFollow, scroller],
  );
  /** Our own jump scrolls too: the last part may be too short to come to the top, and is named all the same. */
  const jumped = useRef(false);
  const following = follow && lit !== null;
  const onScroll = () => {
    const element = scroller.current;
    if (!all || following || !element) return;
    if (!jumped.current) setChosen(sectionAtTop(element) ?? chosen);
    jumped.current = false;
  };
  const newest = useRef(chosen);
  useLayoutEffect(() => {
    newest.current = chosen;
  });
  useLayoutEffect(() => {
    if (all) scrollToSection(scroller.current, newest.current);
  }, [all, scroller]);
  const columns = narrow ? ONE[language] : BOTH;
  return (
    <section className="twins card" aria-label="Code" data-columns={columns.length}>
      <CodeHead
        section={section}
        all={all}
        language={narrow ? language : null}
        onLanguage={setLanguage}
        onSection={toSection}
        onAll={setAll}
        runs={runs}
      />
      <section
        className="twins-scroll"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by key
        tabIndex={0}
        aria-label="Lines of code"
        onScroll={onScroll}
      >
        {(all ? SECTIONS : [section]).map((one) => (
          <SectionCode
            key={one.id}
            section={one}
            columns={columns}
            titled={all}
            lit={lit?.section === one.id ? lit.lines : NO_LINES}
          >
            {lit?.section === one.id && (
              <ValueRow
                key={lit.key}
                shown={lit.shown}
                words={lit.words}
                story={pace === 'lines' ? story : null}
                inspect={inspect}
                onAsk={walk.pause}
              />
            )}
          </SectionCode>
        ))}
      </section>
      {pace === 'steps' && lit && !follow && (
        <Button size="small" className="twins-follow" onClick={() => setFollow(true)}>
          Follow
        </Button>
      )}
      {pace === 'lines' && (
        <WalkBar walk={walk} story={story} follow={follow} onFollow={setFollow} />
      )}
    </section>
  );
}

function useLit(
  pace: CodePace,
  { state, stop }: Walk,
  story: Story | null,
  last: StepResult | null,
): Lit | null {
  const { reach, index, recording } = state;
  return useMemo(() => {
    if (pace === 'lines' && stop && story) {
      const { section, python } = markOf(stop.mark);
      return {
        ...{ lines: new Set([python]), section },
        key: `${recording?.result.step} ${index} ${reach.position} ${reach.head}`,
        shown: shownAt(stop, story, reach),
        words: wordsAt(stop, story, reach),
      };
    }
    if (pace === 'steps' && last) {
      const marks = LOOP.map(markOf);
      return {
        lines: new Set(marks.map(({ python }) => python)),
        section: marks[0]?.section ?? '',
        key: `step ${last.step}`,
        shown: loopShown(last),
        words: loopWords(last),
      };
    }
    return null;
  }, [pace, stop, story, last, reach, index, recording]);
}
