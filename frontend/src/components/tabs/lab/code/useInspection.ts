/** Asks where a number comes from. Products that have no name bring their two factors, so that a sum can be read. */
import type { Inspection, NodeInfo } from 'microgpt';
import { useEffect, useState } from 'react';

export type Inspect = (node: number) => Promise<Inspection>;

export interface Input extends NodeInfo {
  slope: number;
  /** Of a product without a name. */
  factors: readonly NodeInfo[] | null;
}

export interface Origin extends Inspection {
  inputs: Input[];
}

export type Answer = { node: number; found: Origin } | { node: number; failed: string };

export async function originOf(node: number, inspect: Inspect): Promise<Origin> {
  const found = await inspect(node);
  const inputs = await Promise.all(
    found.inputs.map(async (input) => ({ ...input, factors: await factorsOf(input, inspect) })),
  );
  return { ...found, inputs };
}

async function factorsOf({ node, name, op }: NodeInfo, inspect: Inspect) {
  return name === null && op === '*' ? (await inspect(node)).inputs : null;
}

/** The newest answer; null until the first. `node` null asks nothing. */
export function useInspection(node: number | null, inspect: Inspect): Answer | null {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (node === null) return;
    let wanted = true;
    const take = (news: Answer) => {
      if (wanted) setAnswer(news);
    };
    originOf(node, inspect).then(
      (found) => take({ node, found }),
      (error: unknown) =>
        take({ node, failed: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [node, inspect]);
  return answer;
}
