/**
 * What the model of a step makes of the person's text: its guesses, where its heads look, and how it goes on writing. While the run goes on
 * the three follow it together, one step after another at the pace of the slowest; they never tell of different steps.
 */
import { useEffect, useLayoutEffect, useState } from 'react';
import type { Moment } from '@/contexts/moments';
import { useGenerate, type Wish, type Written } from '@/hooks/useGenerate';
import { useCinema, useCurrentRun } from '@/hooks/useStores';
import { useMachine, useTime } from '@/hooks/useTime';

/** A pause in typing, after which the text is read. */
const REST_MS = 120;
/** How much it goes on to write. */
const LENGTH = 36;

/** The machine reads the prompt while this view is open. */
export function useReading(prompt: string): void {
  const machine = useMachine();
  useEffect(() => {
    const timer = setTimeout(() => machine.read(prompt === '' ? null : prompt), REST_MS);
    return () => clearTimeout(timer);
  }, [machine, prompt]);
  useEffect(() => () => machine.read(null), [machine]);
}

export interface Told {
  moment: Moment | null;
  written: Written;
}

const sameText = (a: Moment, b: Moment) => a.tokens.join('') === b.tokens.join('');

/** `newest` and what its model writes; `follows`: the one before stays until both are there. */
function useTold(
  newest: Moment | null,
  wishOf: (moment: Moment) => Wish | null,
  follows: boolean,
): Told {
  const [shown, setShown] = useState<Moment | null>(null);
  const [asked, setAsked] = useState<Moment | null>(null);
  const stays = follows && shown !== null && newest !== null && sameText(shown, newest);
  const moment = stays ? shown : newest;
  const coming = stays && asked !== null && sameText(asked, shown) ? asked : null;
  const of = coming ?? moment;
  const written = useGenerate(of === null ? null : wishOf(of));
  const { answer, problem } = written;
  // A step that the server keeps no more is answered by its neighbour: any step but the one in sight is the one that was asked.
  const arrived = problem !== null || (answer !== null && answer.step !== moment?.step);
  useLayoutEffect(() => {
    if (!stays) {
      setShown(newest);
      setAsked(null);
    } else if (coming === null) setAsked(newest === shown ? null : newest);
    else if (arrived) {
      setShown(coming);
      setAsked(null);
    }
  }, [stays, newest, shown, coming, arrived]);
  return { moment, written };
}

export interface Asked {
  here: Told;
  /** The newest step, to compare with; its moment is null where there is nothing later than here. */
  there: Told;
  /** Training goes on and this follows it. */
  follows: boolean;
}

/** `position`: the character after which it goes on; `seed`: another one, another text. */
export function useAsked(position: number, seed: number): Asked {
  const run = useCurrentRun();
  const own = useTime((state) => state.text !== null);
  const live = useTime((state) => state.step === 'live');
  const newest = useTime((state) => state.moment);
  const last = useTime((state) => state.last);
  const temperature = useCinema((state) => state.temperature);
  const topK = useCinema((state) => state.topK);
  const sessionId = run?.status.session_id ?? null;
  const running = run?.status.status === 'running';
  const wishOf = ({ tokens, step }: Moment): Wish | null => {
    // What it was given, not what was typed: unknown characters and a beginning without room are not in it.
    const prompt = tokens.slice(0, position + 1).join('');
    if (sessionId === null || prompt === '') return null;
    return { sessionId, prompt, step, temperature, topK, seed, length: LENGTH };
  };
  const moment = own ? newest : null;
  const here = useTold(moment, wishOf, live && running);
  const later = own && !live && last !== null && last.step !== moment?.step ? last : null;
  const there = useTold(moment === null ? null : later, wishOf, running);
  return { here, there, follows: live && running };
}
