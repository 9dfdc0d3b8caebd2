import type { TokenizerAndRendererExtension } from 'marked';

/** What `markdown.ts` draws as a formula; `display` ones stand on a line of their own. */
export interface MathsToken {
  type: 'maths';
  raw: string;
  text: string;
  display: boolean;
}

/** Longest formula, in UTF-16 units. */
const LONGEST = 2_000;

/** `$$…$$` and `\[…\]`, which may span lines. */
const DISPLAY = new RegExp(`^(?:\\$\\$([^$]{1,${LONGEST}})\\$\\$|\\\\\\[([\\s\\S]{1,${LONGEST}}?)\\\\\\])`);
/** `$…$` that is no price (no space within its signs, no digit behind) and `\(…\)`. */
const INLINE = new RegExp(
  `^(?:\\$(?![\\s$])([^$\\n]{0,${LONGEST}}[^\\s$\\\\])\\$(?!\\d)|\\\\\\(([^\\n]{1,${LONGEST}}?)\\\\\\))`,
);

/** Formulas in TeX's and Markdown's usual signs, for marked's lexer. */
export const mathsExtensions: TokenizerAndRendererExtension[] = [
  {
    name: 'maths',
    level: 'inline',
    start: (text) => firstOf(text),
    tokenizer(text) {
      const display = DISPLAY.exec(text);
      const found = display ?? INLINE.exec(text);
      const inner = found?.[1] ?? found?.[2];
      if (!found || inner === undefined) return undefined;
      return { type: 'maths', raw: found[0], text: inner.trim(), display: display !== null } satisfies MathsToken;
    },
  },
];

function firstOf(text: string): number | undefined {
  const at = text.search(/\$|\\[([]/);
  return at < 0 ? undefined : at;
}
