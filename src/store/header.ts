import type { JudgeIdentity, Judgment } from '../model/judgment';

/** The part of a judgment that is kept in memory, and where the whole of it lies. */
export interface JudgmentHeader {
  key: string;
  category: string;
  title: string;
  status: Judgment['status'];
  confidence: number;
  judge: JudgeIdentity;
  createdAt: string;
  /** Name of the journal file, with byte offset and length of the record in it. */
  segment: string;
  offset: number;
  length: number;
}

export function headerOf(
  judgment: Judgment,
  place: Pick<JudgmentHeader, 'segment' | 'offset' | 'length'>,
): JudgmentHeader {
  const { key, category, title, status, confidence, judge, createdAt } = judgment;
  return { key, category, title, status, confidence, judge, createdAt, ...place };
}

const RANK: Record<Judgment['status'], number> = { error: 0, abstained: 1, judged: 2 };

/**
 * Whether `a` is shown rather than `b`: a category before an abstention before an error,
 * the later one among equals. A failed call never hides what an earlier judge found.
 */
export function outranks(a: JudgmentHeader, b: JudgmentHeader): boolean {
  if (a.status !== b.status) return RANK[a.status] > RANK[b.status];
  return a.createdAt >= b.createdAt;
}
