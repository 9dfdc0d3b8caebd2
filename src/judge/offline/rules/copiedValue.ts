import { normalText } from '../finalAnswer';
import { isObject, parseObjectOrArray, readJson } from '../jsonText';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** A JSON value that had to be copied from the input came out as something else. */
export const copiedValue: Rule = {
  id: 'copied-value',
  category: 'Context Extraction Error',
  reason: 'The right value stands literally in the input, all keys are there, and one value is another.',
  apply({ input, output, references }) {
    const json = readJson(output);
    if (json.kind !== 'valid' || !isObject(json.value) || references.length !== 1) return null;
    const wanted = parseObjectOrArray(references[0] ?? '');
    if (!isObject(wanted)) return null;
    const given = json.value;
    if (Object.keys(wanted).some((key) => !(key in given))) return null;
    const source = ` ${normalText(scannedHead(input))} `;
    const wrong = Object.keys(wanted).filter(
      (key) => isPlain(wanted[key]) && isPlain(given[key]) && !equal(wanted[key], given[key]),
    );
    const [key] = wrong;
    if (key === undefined || wrong.length > 1) return null;
    const right = String(wanted[key]);
    if (!source.includes(` ${normalText(right)} `) || normalText(right) === '') return null;
    const written = JSON.stringify(given[key]);
    const at = output.indexOf(written, Math.max(json.span.start, output.indexOf(JSON.stringify(key))));
    if (at < 0) return null;
    return {
      title: 'Wrong value copied from the input',
      summary: `The value of “${key}” is ${written}, while the input and the reference say ${JSON.stringify(wanted[key])}.`,
      kind: 'copied-value',
      quotes: [{ start: at, end: at + written.length }],
      criterion: `“${key}” is ${JSON.stringify(wanted[key])}`,
      present: true,
      quality: 'incorrect',
    };
  },
};

function isPlain(value: unknown): value is string | number {
  return (typeof value === 'string' && value.length > 0) || typeof value === 'number';
}

function equal(a: unknown, b: unknown): boolean {
  return normalText(String(a)) === normalText(String(b));
}
