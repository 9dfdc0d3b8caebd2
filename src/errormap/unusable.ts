import type { ReplyUnusable } from '../judge/languageModel';

/** One question that got no usable reply. */
export type Unusable = Pick<ReplyUnusable, 'message' | 'spent'>;

/** Models are bundles of their own: their classes are not ours. */
export function isUnusable(error: unknown): error is Error & Unusable {
  return error instanceof Error && error.name === 'ReplyUnusable';
}
