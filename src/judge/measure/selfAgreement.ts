import type { Judgment } from '../../model/judgment';

export interface SelfAgreement {
  runs: number;
  /** Examples that every run has a word on; errors are none. */
  examples: number;
  /** Share of them on which all runs say the same, 0 to 1; `null` without any. */
  unanimous: number | null;
  /** Mean share of equal words over all pairs of runs; `null` with fewer than 2 runs. */
  pairwise: number | null;
}

type Word = Pick<Judgment, 'key' | 'status' | 'category'>;

/** Whether a judge says of the same example the same again; to abstain is a word as well. */
export function selfAgreementOf(runs: readonly (readonly Word[])[]): SelfAgreement {
  const byKey = runs.map((run) => new Map(run.map((word) => [word.key, word])));
  const keys = [...(byKey[0]?.keys() ?? [])].filter((key) =>
    byKey.every((run) => run.has(key) && run.get(key)?.status !== 'error'),
  );
  const words = keys.map((key) => byKey.map((run) => wordOf(run.get(key))));
  const unanimous = words.filter((said) => new Set(said).size === 1).length;
  return {
    runs: runs.length,
    examples: keys.length,
    unanimous: keys.length === 0 ? null : unanimous / keys.length,
    pairwise:
      keys.length === 0 || runs.length < 2
        ? null
        : words.reduce((sum, said) => sum + equalPairs(said), 0) / keys.length,
  };
}

function wordOf(word: Word | undefined): string {
  return word?.status === 'judged' ? word.category : '';
}

/** Share of pairs that are equal. */
function equalPairs(said: readonly string[]): number {
  let equal = 0;
  for (let i = 0; i < said.length; i++) for (let j = 0; j < i; j++) if (said[i] === said[j]) equal += 1;
  return equal / ((said.length * (said.length - 1)) / 2);
}
