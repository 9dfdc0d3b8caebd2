import type * as CodeParsers from '../codeParsers';
import { codeOf, type OutputCode } from '../codeText';
import type { Rule } from '../rule';
import { sqlFault } from '../sqlText';
import { isCutOff } from '../stopReason';
import { wholeCharacters } from '../wholeCharacters';

/** The parsers are loaded with the first output that holds code: most runs have none. */
let parsers: typeof CodeParsers | undefined;

const NAMES = { python: 'Python', javascript: 'JavaScript', sql: 'SQL' } as const;

/** Code was answered, and it does not parse: it cannot run. */
export const codeDoesNotParse: Rule = {
  id: 'code-does-not-parse',
  category: 'Implementation Error',
  reason: 'A parser of the language finds a syntax error in the code.',
  async prepare(example) {
    const code = codeOf(example);
    if (code !== null && code.language !== 'sql') parsers ??= await import('../codeParsers');
  },
  apply(example) {
    const code = codeOf(example);
    // A cut is another fault than a slip of the pen, and is told as one.
    if (code === null || isCutOff(example.finishReason)) return null;
    const fault = faultOf(code);
    if (fault === null) return null;
    const at = code.start + fault.at;
    const lineStart = example.output.lastIndexOf('\n', at - 1) + 1;
    const lineEnd = example.output.indexOf('\n', at);
    const from = Math.max(lineStart, at - 60);
    const to = Math.min(lineEnd < 0 || lineEnd === at ? at + 1 : lineEnd, at + 60, code.end);
    const line = code.text.slice(0, fault.at).split('\n').length;
    return {
      title: `${NAMES[code.language]} code that does not parse`,
      summary: `The ${NAMES[code.language]} code of the output has a syntax error in its line ${line}: ${fault.message}.`,
      kind: 'code-does-not-parse',
      quotes: wholeCharacters(example.output, {
        start: from,
        end: Math.max(to, Math.min(from + 1, example.output.length)),
      }),
      criterion: 'The code parses',
      present: true,
      quality: 'incorrect',
    };
  },
};

function faultOf({ language, text }: OutputCode): { at: number; message: string } | null {
  if (language === 'sql') return sqlFault(text);
  return (language === 'python' ? parsers?.pythonFault(text) : parsers?.javascriptFault(text)) ?? null;
}
