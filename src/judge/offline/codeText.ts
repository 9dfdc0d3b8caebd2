import type { Example } from '../../model/example';
import type { Span } from './rule';
import { scannedHead } from './scannedText';

/** Languages whose code can be checked without running it. */
export type CodeLanguage = 'python' | 'javascript' | 'sql';

/** The code of an output, in the output's own offsets. */
export interface OutputCode extends Span {
  language: CodeLanguage;
  text: string;
}

/** Longer code is a file, not an answer. */
const MAX_CODE = 100_000;

const FENCE_LANGUAGES: Readonly<Record<string, CodeLanguage>> = {
  py: 'python',
  python: 'python',
  python3: 'python',
  js: 'javascript',
  javascript: 'javascript',
  mjs: 'javascript',
  node: 'javascript',
  sql: 'sql',
  sqlite: 'sql',
  mysql: 'sql',
  postgresql: 'sql',
};

/** Words by which a task asks for code of one language. */
const ASKED: readonly (readonly [RegExp, CodeLanguage])[] = [
  [/\bpython\b|^\s{0,8}(?:async )?def \w{1,80}\(|^\s{0,8}(?:from [\w.]{1,80} )?import \w/im, 'python'],
  [/\b(?:javascript|node\.?js)\b|^\s{0,8}(?:async )?function \w{1,80}\s?\(/im, 'javascript'],
  [/\bSQL\b|\bCREATE TABLE\b/, 'sql'],
];

/** How code of a language begins, at the beginning of a line. */
const OPENINGS: Readonly<Record<CodeLanguage, RegExp>> = {
  python: /^(?:(?:async )?def \w+\s?\(|class \w+\s?[(:]|import \w|from [\w.]+ import |@\w)/,
  javascript:
    /^(?:(?:export )?(?:default )?(?:async )?function\b|(?:export )?(?:const|let|var) [\w{[]|class \w+|module\.exports|['"]use strict)/,
  sql: /^(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (?:TABLE|VIEW|INDEX)|WITH \w+ AS)\b/i,
};

/** The language that the task wants code in; `null` when it asks for no code or for another language. */
export function askedLanguage({ input, references }: Pick<Example, 'input' | 'references'>): CodeLanguage | null {
  const task = scannedHead(input);
  for (const [words, language] of ASKED) if (words.test(task)) return language;
  const solution = scannedHead(references[0] ?? '').trimStart();
  if (OPENINGS.python.test(solution)) return 'python';
  return null;
}

/**
 * The code that an output answers with: its only fenced block, or all of it when it begins as code. `null` when
 * there are several blocks (which one is meant?), when the block is of another language, or when there is no code.
 */
export function codeOf(example: Pick<Example, 'input' | 'output' | 'references'>): OutputCode | null {
  const { output } = example;
  if (output.length > MAX_CODE) return null;
  const asked = askedLanguage(example);
  const fences = [...output.matchAll(/^[ \t]{0,3}```([\w+-]{0,20})[^\n]*\n?/gm)];
  const [open, close, ...others] = fences;
  if (open !== undefined) {
    if (others.length > 0) return null;
    const language = FENCE_LANGUAGES[(open[1] ?? '').toLowerCase()] ?? (open[1] === '' ? asked : null);
    if (language === null) return null;
    const start = open.index + open[0].length;
    const end = close?.index ?? output.length;
    return end > start ? { language, text: output.slice(start, end), start, end } : null;
  }
  if (asked === null || !OPENINGS[asked].test(output.trimStart())) return null;
  const start = output.length - output.replace(/^\s*\n/, '').length;
  return { language: asked, text: output.slice(start), start, end: output.length };
}

/** Python code that was cut off after its first function: the cut is in what nobody asked for. */
export function isFinishedBeforeCut(example: Pick<Example, 'input' | 'output' | 'references'>): boolean {
  const code = codeOf(example);
  if (code?.language !== 'python') return false;
  const lines = code.text.split('\n');
  const first = lines.findIndex((line) => /^(?:async )?def /.test(line));
  return first >= 0 && lines.slice(first + 1).some((line) => /^[^\s#)\]}]/.test(line));
}
