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

/** `"Total: N"`, `'Answer: <number>'`, `"Result: …"`: a line with a place for the answer. */
const TEMPLATE = /["'“‘`](\p{L}[\p{L} ]{1,30}):\s?(<[^>\n]{1,30}>|\[[^\]\n]{1,30}\]|[NXx]|…|\.{3})["'”’`]/u;

/** What stands in the output's line behind the label that the task demands; `null` without such a label or line. */
export function behindLabel(input: string, output: string): string | null {
  const label = TEMPLATE.exec(scannedHead(input).slice(-3000))?.[1];
  if (label === undefined) return null;
  return new RegExp(`${label}\\*{0,2}\\s?:([^\\n]{1,200})`, 'i').exec(output)?.[1] ?? null;
}

/** True when the task demands a mark for the answer that the output does not have, or has without a bare number. */
export function lacksAnswerMark(input: string, output: string): boolean {
  const task = scannedHead(input).slice(-3000);
  const [, label = '', place = ''] = TEMPLATE.exec(task) ?? [];
  if (label !== '') {
    const value = /^(?:N|x)$|number|integer/i.test(place)
      ? '\\s?[*_$€£]{0,3}[-−]?\\d[\\d.,]*[*_%€]{0,3}(?:\\s\\S{1,15})?\\s*$'
      : '';
    return !new RegExp(`${label}\\*{0,2}\\s?:\\*{0,2}${value}`, 'im').test(output);
  }
  return MARKS.some(([demanded, there]) => demanded.test(task) && !there.test(output));
}
