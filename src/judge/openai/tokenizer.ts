import { countTokens as countWhole } from 'gpt-tokenizer/encoding/o200k_base';

/** The tokenizer's time grows with the square of a run without a break; the cuts add a token each at most. */
const SLICE = 1_000;

/** What users' texts hold is text, also where it looks like one of the model's own marks. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/**
 * Tokens of a text by OpenAI's o200k, that of gpt-4o and later models; other models' tokenizers differ
 * by some percent. This module is big and a bundle of its own: load it when tokens are to be counted.
 */
export function countTokens(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += SLICE) tokens += countWhole(text.slice(at, at + SLICE), AS_TEXT);
  return tokens;
}
