import { asNumber } from '../values';

/** `verdict` is absent where the score has to be compared with a threshold. */
export interface VerdictValue {
  score: number | null;
  verdict?: boolean | null;
}

const PASS = /^(true|t|yes|y|pass|passed|correct|right|success|ok|c)$/i;
const FAIL = /^(false|f|no|n|fail|failed|incorrect|wrong|failure|i)$/i;

/** What a cell of a verdict column says, or undefined when it says nothing of the kind. */
export function verdictValue(value: unknown): VerdictValue | undefined {
  if (typeof value === 'boolean') return { score: value ? 1 : 0, verdict: value };
  if (value === null || value === undefined) return { score: null, verdict: null };
  if (typeof value === 'number')
    return { score: asNumber(value), ...(Number.isFinite(value) ? {} : { verdict: null }) };
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '' || /^(nan|null|none|n\/a|na)$/i.test(text)) return { score: null, verdict: null };
  if (PASS.test(text)) return { score: 1, verdict: true };
  if (FAIL.test(text)) return { score: 0, verdict: false };
  const percent = /^(-?\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1];
  const score = asNumber(percent ?? text);
  return score === null ? undefined : { score };
}
