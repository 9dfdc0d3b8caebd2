import { isIPv6 } from 'node:net';

/** What a detail is; its placeholder is called after it. */
export type DetailKind = 'email' | 'phone' | 'key' | 'ip';

/** A stretch of a text that is not to be sent, in UTF-16 offsets. */
export interface Detail {
  kind: DetailKind;
  start: number;
  end: number;
}

interface Pattern {
  kind: DetailKind;
  /** Global; takes time that grows with the text's length alone: texts are hostile. */
  pattern: RegExp;
  /** Tells look-alikes apart that no pattern can. */
  isMeant?: (found: string) => boolean;
}

const hasDigit = (text: string) => /\d/.test(text);
const digits = (text: string) => text.replace(/\D/g, '').length;

/** Keys that say by their first letters whose they are. */
const KEY_FORMS = [
  '(?:sk|rk|pk)_(?:live|test)_\\w{10,}',
  'gh[oprsu]_\\w{20,}',
  'github_pat_\\w{20,}',
  'glpat-[\\w-]{16,}',
  'xox[abeoprs]-[\\w-]{10,}',
  '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}',
  'AIza[\\w-]{30,}',
  'ya29\\.[\\w-]{20,}',
  'hf_[A-Za-z0-9]{20,}',
  'gsk_\\w{20,}',
  'xai-\\w{20,}',
  'npm_[A-Za-z0-9]{30,}',
  'pypi-[\\w-]{40,}',
  'SG\\.[\\w-]{16,99}\\.[\\w-]{16,}',
  'dop_v1_[a-f0-9]{40,}',
  'whsec_\\w{20,}',
  // A JSON Web Token.
  'eyJ[\\w-]{8,2000}\\.[\\w-]{8,}\\.[\\w-]*',
];

/** Earlier ones win where two begin at the same place. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: 'key',
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,8000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|[\w+/=\s\\]*)/g,
  },
  { kind: 'key', pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${KEY_FORMS.join('|')})`, 'g') },
  // A name such as `sk-learn-like-estimators` has no digit.
  { kind: 'key', pattern: /(?<![A-Za-z0-9_])sk-[\w-]{16,}/g, isMeant: hasDigit },
  // `https://user:password@host`
  { kind: 'key', pattern: /(?<=:\/\/)[^\s/:@]{1,256}:[^\s/@]{1,256}(?=@)/g },
  { kind: 'key', pattern: /(?<=\b(?:bearer|basic)\s{1,3})[\w.~+/=-]{16,}/gi, isMeant: hasDigit },
  {
    kind: 'key',
    pattern:
      /(?<=(?:password|passwd|pwd|secret|token|(?:api|access|private)[_-]?key)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"'`,;(){}[\]<>]{8,512}/gi,
    // Else a word: `token: something`.
    isMeant: (found) => /[\d!@#$%^&*]/.test(found),
  },
  {
    kind: 'email',
    // A run of such signs is tried from its start only, so that a long one takes no square of its length.
    pattern:
      /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}._%+'-]+(?:@|%40)(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}/gu,
  },
  {
    kind: 'phone',
    pattern:
      /(?<![\w.+-])(?:\+\d{8,15}|\+\d{1,3}(?:[ .\u00a0-]?\(\d{1,5}\))?(?:[ .\u00a0-]\d{2,8}){1,5}|\(\d{2,5}\)[ .-]?\d{3,4}[ .-]\d{3,5}|(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4}|0\d{1,4}[ /-]\d{3,4}[ -]?\d{3,5})(?!\w|[.,]\d)/g,
    isMeant: (found) => digits(found) >= 9 && digits(found) <= 16,
  },
  {
    kind: 'ip',
    pattern: /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\w)/g,
  },
  {
    kind: 'ip',
    pattern: /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi,
    isMeant: (found) => /[0-9a-f]/i.test(found) && isIPv6(found),
  },
];

/**
 * E-mail addresses, phone numbers, keys and, where asked for, IP addresses in a text: in its order, and none in another.
 * Phone numbers are those that are written as such, with `+`, brackets or groups: ten digits in a row are a result.
 */
export function findDetails(text: string, kinds: ReadonlySet<DetailKind>): Detail[] {
  const found = PATTERNS.filter(({ kind }) => kinds.has(kind)).flatMap(({ kind, pattern, isMeant }) =>
    [...text.matchAll(pattern)]
      .filter(([words]) => isMeant?.(words) ?? true)
      .map(({ 0: words, index }): Detail => ({ kind, start: index, end: index + words.length })),
  );
  // The sort is stable: of two that begin together the earlier pattern's stands first.
  found.sort((a, b) => a.start - b.start);
  const details: Detail[] = [];
  for (const detail of found) {
    const last = details.at(-1);
    if (last === undefined || detail.start >= last.end) details.push(detail);
    // What two patterns see of one secret is taken out as a whole.
    else if (detail.end > last.end) last.end = detail.end;
  }
  return details;
}
