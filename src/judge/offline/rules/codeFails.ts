import type { Example } from '../../../model/example';
import { askedLanguage, codeOf, isFinishedBeforeCut } from '../codeText';
import type { Rule } from '../rule';
import { scannedHead, scannedTail } from '../scannedText';
import { isCutOff } from '../stopReason';

/** An exception's class and message in the last lines of a traceback, of Python or JavaScript. */
const EXCEPTION =
  /(?:^|[\n\s(:'"“])((?:[A-Za-z_]\w{0,40}\.){0,3}[A-Z]\w{0,40}(?:Error|Exception|Interrupt|Exit|Iteration)|AssertionError)\b:?[ \t]?([^\n]{0,160})/g;

/** How test runners say that the code ran and did not do what it should. */
const TESTS_FAIL =
  /\b(?:(?:base|plus|unit|hidden|public|private)? ?tests?: fail|\d{1,6} (?:of|out of|\/) ?\d{1,6} tests? (?:passed|failed)|tests? (?:case )?(?:#?\d{1,5} )?failed|failed (?:on )?(?:the )?tests?\b|wrong answer on (?:test|case)|time limit exceeded|timed out|runtime error|compil(?:ation|e) error|assertion failed|expected\b[^\n]{1,80}\b(?:got|but|received|returned)|got\b[^\n]{1,80}\binstead of|no such (?:column|table)|wrong (?:result|output|value)|(?:result|output)s? (?:differs?|do(?:es)? not match))\b[^\n]{0,160}/i;

/** The code was run, and what ran it says that it fails. */
export const codeFails: Rule = {
  id: 'code-fails',
  category: 'Implementation Error',
  reason: 'The task is to write code, and running it raised an exception or failed its tests.',
  apply(example) {
    // Code that was cut off could not run; that it was cut off is the error.
    const cut = isCutOff(example.finishReason);
    if (!holdsCode(example) || (cut && !isFinishedBeforeCut(example))) return null;
    const report = `${scannedHead(example.explanation ?? '')}\n${told(example)}`;
    const exception = lastException(report);
    const tests = TESTS_FAIL.exec(report)?.[0].trim();
    if (exception === null && tests === undefined) return null;
    const code = codeOf(example);
    const start = code?.start ?? example.output.length - example.output.trimStart().length;
    const end = Math.min(code?.end ?? example.output.trimEnd().length, start + 300);
    const what =
      exception === null
        ? `“${tests}”`
        : `${exception.name}${exception.message === '' ? '' : ` (“${exception.message}”)`}`;
    return {
      title: exception === null ? 'Code that fails its tests' : titleOf(exception.name),
      summary: `Running the code of the output ended in ${what}.`,
      kind:
        cut && /^(?:SyntaxError|IndentationError|TabError)$/.test(exception?.name ?? 'SyntaxError')
          ? 'code-fails/cut-later'
          : exception === null
            ? 'code-fails/tests'
            : 'code-fails/exception',
      quotes: end > start ? [{ start, end }] : [],
      criterion: 'The code runs and passes its tests',
      present: true,
      quality: 'incorrect',
    };
  },
};

/** The task wants code, and there is none. */
export const noCode: Rule = {
  id: 'no-code',
  category: 'Inappropriate Refusal or Non-Response',
  reason: 'The output talks about the code that was to be written and writes none.',
  apply(example) {
    const { input, output } = example;
    if (askedLanguage(example) === null || !ASKS_FOR_CODE.test(scannedHead(input)) || output.trim() === '') return null;
    if (
      codeOf(example) !== null ||
      output.length > 3000 ||
      /```|^\s{0,8}(?:def|class|return|function|import|from|const|let|var|SELECT|for|while|if)\b|[;{}]\s*$|=\s?\S/im.test(
        output,
      )
    )
      return null;
    const start = output.length - output.trimStart().length;
    return {
      title: 'No code in the output',
      summary: 'The task asks for code, and the output holds only words.',
      kind: 'no-code',
      quotes: [{ start, end: Math.min(output.trimEnd().length, start + 200) }],
      criterion: 'The output holds the code',
      present: false,
      quality: null,
    };
  },
};

const ASKS_FOR_CODE =
  /\b(?:write|implement|complete|create|give)\b[^.!?\n]{0,60}?\b(?:function|code|script|program|query|class|method|statement)\b|\bcode only\b|^\s{0,8}def \w/im;

function holdsCode(example: Example): boolean {
  return (
    codeOf(example) !== null ||
    (askedLanguage(example) !== null &&
      /```|^\s{0,8}(?:def|class|return|function|SELECT)\b/im.test(scannedHead(example.output)))
  );
}

/** Where tools put what a run printed. */
function told({ metadata, error }: Example): string {
  const texts = ['traceback', 'stderr', 'error', 'exception', 'result', 'status', 'test_output'].map(
    (name) => metadata?.[name],
  );
  return scannedTail(
    [error, ...texts]
      .filter((text) => typeof text === 'string')
      .join('\n')
      .slice(-20_000),
  ).text;
}

function lastException(report: string): { name: string; message: string } | null {
  const last = [...report.slice(-20_000).matchAll(EXCEPTION)].at(-1);
  if (last === undefined) return null;
  return { name: last[1]?.split('.').at(-1) ?? '', message: (last[2] ?? '').trim().replace(/["'”]$/, '') };
}

const TITLES: Readonly<Record<string, string>> = {
  SyntaxError: 'Code that does not parse',
  IndentationError: 'Code that does not parse',
  TabError: 'Code that does not parse',
  NameError: 'A name that is not defined',
  UnboundLocalError: 'A variable used before it is set',
  ReferenceError: 'A name that is not defined',
  ImportError: 'An import that does not exist',
  ModuleNotFoundError: 'An import that does not exist',
  AttributeError: 'An attribute that does not exist',
  TypeError: 'A value of the wrong type',
  ValueError: 'A value that is not accepted',
  IndexError: 'An index out of range',
  KeyError: 'A key that is not there',
  RangeError: 'A value out of range',
  ZeroDivisionError: 'A division by zero',
  RecursionError: 'A recursion that does not end',
  AssertionError: 'Code that fails its tests',
  TimeoutError: 'Code that takes too long',
};

function titleOf(name: string): string {
  return TITLES[name] ?? 'Code that raises an exception';
}
