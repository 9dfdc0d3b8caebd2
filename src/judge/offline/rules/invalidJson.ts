import type { Example } from '../../../model/example';
import { sameClock, sameDate } from '../dates';
import { normalText } from '../finalAnswer';
import { jsonDemand, parseObjectOrArray, readJson } from '../jsonText';
import { NUMBER_WORDS } from '../numberWords';
import type { Rule } from '../rule';
import { isCutOff } from '../stopReason';
import { wholeCharacters } from '../wholeCharacters';

/** JSON was asked for, and what came does not parse as it is. */
export const invalidJson: Rule = {
  id: 'invalid-json',
  category: 'Output Formatting Error',
  reason: 'A program that reads JSON cannot read this output.',
  apply(example) {
    const { output, finishReason } = example;
    const demand = jsonDemand(example);
    if (demand === null) return null;
    const json = readJson(output);
    const finding = { criterion: 'The output is valid JSON', present: true, quality: 'incorrect' } as const;
    if (json.kind === 'broken') {
      // What breaks off is told as a cut.
      if (isCutOff(finishReason) || json.cutOff) return null;
      const quote = { start: Math.max(0, json.at - 10), end: Math.min(output.length, json.at + 20) };
      return {
        ...finding,
        title: 'Invalid JSON',
        summary: `The task asks for JSON, but the output does not parse: ${json.message}.`,
        kind: 'invalid-json/broken',
        quotes: wholeCharacters(output, quote),
      };
    }
    if (json.kind === 'valid') {
      if (json.wrapped === 'nothing' || !isOnlyTheWrapper(example, json.value, demand)) return null;
      return {
        ...finding,
        title: json.wrapped === 'fence' ? 'JSON wrapped in a code fence' : 'Extra text around JSON',
        summary: `The JSON of the output is valid, but ${
          json.wrapped === 'fence' ? 'stands in a code fence' : 'has other text around it'
        }, so the output as a whole does not parse.`,
        kind: 'invalid-json/wrapped',
        quotes:
          json.span.start > 0 ? [{ start: 0, end: json.span.start }] : [{ start: json.span.end, end: output.length }],
        quality: 'partially correct',
      };
    }
    // Something else instead of JSON is a matter of form alone only when it says what the JSON was to say.
    if (demand === 'reference' || !saysTheValues(example)) return null;
    return {
      ...finding,
      title: 'No JSON in the output',
      summary: 'The task asks for JSON; the output says the wanted values in another form.',
      kind: 'invalid-json/none',
      quotes: [{ start: 0, end: firstLine(output) }],
      present: false,
    };
  },
};

/** The wrapper explains the failure when the grader says so or the content equals the reference. */
function isOnlyTheWrapper({ references }: Example, value: unknown, demand: 'input' | 'reference' | 'grader'): boolean {
  if (demand === 'grader') return true;
  return references.some((reference) => {
    const wanted = parseObjectOrArray(reference);
    return wanted !== null && canonical(wanted) === canonical(value);
  });
}

/** Every value of the reference stands in the output; without a reference, the grader's word that there is no JSON. */
function saysTheValues({ output, references, explanation = '' }: Example): boolean {
  const wanted = parseObjectOrArray(references[0] ?? '');
  if (wanted === null) return references.length === 0 && explanation !== '';
  if (output.length > 20_000) return false;
  const said = ` ${normalText(output)} `;
  const leaves = Object.values(wanted)
    .flat(3)
    .filter((value) => typeof value !== 'object');
  const isSaid = (value: unknown): boolean =>
    said.includes(` ${normalText(String(value))} `) ||
    (typeof value === 'number' && said.includes(` ${NUMBER_WORDS[value]} `)) ||
    (typeof value === 'string' && (sameDate(output, value) || sameClock(output, value)));
  return leaves.length > 0 && leaves.every(isSaid);
}

/** JSON text with sorted keys, so that the order of keys makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function firstLine(output: string): number {
  const stop = output.trimStart().indexOf('\n');
  const lead = output.length - output.trimStart().length;
  return Math.min(output.length, stop < 0 ? lead + 120 : lead + Math.min(stop, 120));
}
