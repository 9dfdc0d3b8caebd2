import { scannedHead } from './scannedText';

/** The marks that a task may demand before or around its answer. */
const MARKS: readonly (readonly [RegExp, RegExp])[] = [
  [/\\boxed/, /\\boxed/],
  [/####/, /####/],
  [/<answer>/i, /<answer>/i],
  [
    /\b(?:end|finish|conclude|answer|reply|respond|give|write|put|format)\b[^\n]{0,80}?["'“‘`]?\b(?:final )?answer\s?:|\bin the (?:form|format)\s["'“‘`]?(?:the )?answer(?: is)?\b/i,
    /\banswer\s?(?:is\s?)?[:=]?/i,
  ],
];

/** True when the task demands a mark for the answer that the output does not have. */
export function lacksAnswerMark(input: string, output: string): boolean {
  const task = scannedHead(input).slice(-3000);
  return MARKS.some(([demanded, there]) => demanded.test(task) && !there.test(output));
}
