/** A number written in digits, where it stands and how it was written. */
export interface WrittenNumber {
  value: number;
  start: number;
  end: number;
  /** Digits after the decimal point. */
  decimals: number;
  percent: boolean;
  currency: boolean;
}

/** `$`, `\$` (LaTeX) and the other signs that stand before an amount. */
export const CURRENCY = /[$€£¥₹]/;

/** Digits with separators (LaTeX writes `120\,000`), or a bare `.5`; linear: each part takes all it can, none overlap. */
const DIGITS = /\d[\d,]*(?:\\,\d{3}(?!\d))*(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?![A-Za-z\d]))?|\.\d+/y;

/**
 * Reads one number at `index`; `null` when there is none or when its commas group no thousands
 * (`3,5` may be a list or a European decimal: nobody can tell, so nobody shall compute with it).
 */
export function numberAt(text: string, index: number): { value: number; end: number; decimals: number } | null {
  DIGITS.lastIndex = index;
  const match = DIGITS.exec(text);
  if (match === null) return null;
  const written = match[0].replace(/,+$/, '');
  const whole = (written.split('.')[0] ?? '').replaceAll('\\,', ',');
  if (written.includes(',') && !/^\d{1,3}(?:,\d{3})+$/.test(whole)) return null;
  const value = Number(written.replace(/\\?,/g, ''));
  if (!Number.isFinite(value)) return null;
  const fraction = /\.(\d+)/.exec(written)?.[1] ?? '';
  return { value, end: index + written.length, decimals: fraction.length };
}

/** Every number of a text in order; digits that are part of a word (`D1`, `x2`) are none. */
export function numbersIn(text: string): WrittenNumber[] {
  const found: WrittenNumber[] = [];
  const digit = /[\d.]/g;
  for (let at = digit.exec(text); at !== null; at = digit.exec(text)) {
    const index = at.index;
    const end = endOfDigits(text, index);
    const number = numberAt(text, index);
    digit.lastIndex = Math.max(end, number?.end ?? 0, index + 1);
    if (number === null || /[\p{L}\d_.]/u.test(text[index - 1] ?? '')) continue;
    const sign = signBefore(text, index);
    found.push({
      value: sign.negative ? -number.value : number.value,
      start: sign.start,
      end: number.end,
      decimals: number.decimals,
      percent: /^\s?\\?%/.test(text.slice(number.end, number.end + 3)),
      currency: sign.currency,
    });
  }
  return found;
}

/** 1,234 = 1234 = 1234.0; a tolerance for what floating point does to sums of decimals. */
export function sameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** For summaries: 1234567.5 → `1,234,567.5`; at most 6 decimals. */
export function written(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** The end of the run of digits and separators at `index`, so that no part of it is read twice. */
function endOfDigits(text: string, index: number): number {
  let end = index;
  while (end < text.length && /[\d.,]/.test(text[end] ?? '')) end += 1;
  while (end > index + 1 && /[.,]/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function signBefore(text: string, index: number): { start: number; negative: boolean; currency: boolean } {
  let start = index;
  const currency = CURRENCY.test(text[start - 1] ?? '');
  if (currency) start -= text[start - 2] === '\\' ? 2 : 1;
  const minus = /[-−]/.test(text[start - 1] ?? '');
  // `16-3` and `a-3` subtract, `- 3` is a bullet; only a lone sign right before the digits makes a negative.
  const negative = minus && !/[\p{L}\d)\]%]/u.test(text[start - 2] ?? '');
  return { start: negative ? start - 1 : start, negative, currency };
}
