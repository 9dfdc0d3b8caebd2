import type * as z from 'zod';
import { type JudgeIdentity, Judgment } from '../model/judgment';

/** The part of a judgment that is kept in memory, and where the whole of it lies. */
export interface JudgmentHeader extends z.infer<typeof HeaderFields> {
  /** Equal judges are one object. */
  judge: JudgeIdentity;
  /** Name of the journal file, with byte offset and length of the record in it. */
  segment: string;
  offset: number;
  length: number;
}

/** All that is looked at when a journal is loaded; the rest is checked when somebody asks for it. */
export const HeaderFields = Judgment.pick({
  key: true,
  category: true,
  subcategory: true,
  title: true,
  status: true,
  confidence: true,
  suspectedLabelNoise: true,
  judge: true,
  createdAt: true,
});

const RANK: Record<Judgment['status'], number> = { error: 0, abstained: 1, judged: 2 };

/**
 * Whether `a` is shown rather than `b`, another judge's word: a category before an abstention
 * before an error, the later one among equals.
 */
export function outranks(a: JudgmentHeader, b: JudgmentHeader): boolean {
  return a.status === b.status ? isLater(a, b) : RANK[a.status] > RANK[b.status];
}

/**
 * Whether `a` stands for `b`, an earlier word of the same judge: a judge may change its mind, but a
 * failed call never hides what it has found.
 */
export function supersedes(a: JudgmentHeader, b: JudgmentHeader): boolean {
  if ((a.status === 'error') !== (b.status === 'error')) return b.status === 'error';
  return isLater(a, b);
}

/** By the journal where it can tell: clocks stand still for a millisecond, and are set back. */
function isLater(a: JudgmentHeader, b: JudgmentHeader): boolean {
  if (a.segment === b.segment) return a.offset > b.offset;
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt;
  return a.segment > b.segment;
}
