import type { Label } from '../store/judgmentStore';

/** The category that counts for an example: a person's, else a judge's, else none. */
export function categoryOf(label: Label | undefined): string | null {
  if (label?.correction) return label.correction.category;
  return label?.judgment?.status === 'judged' ? label.judgment.category : null;
}

export function isCorrected(label: Label | undefined): boolean {
  return label?.correction !== undefined;
}

/** How far judging has come with an example; a person's word settles it. */
export function statusOf(label: Label | undefined): 'judged' | 'abstained' | 'error' | 'unjudged' {
  if (label?.correction) return 'judged';
  return label?.judgment?.status ?? 'unjudged';
}
