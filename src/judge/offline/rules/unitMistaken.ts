import { finalAnswer, numberOfAnswer } from '../finalAnswer';
import { unitName } from '../measures';
import { numbersIn, sameNumber } from '../numbers';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** Symbols and words of units that measure different things or differ by a factor, each with its other writings. */
const UNITS: readonly RegExp[] = [
  /^(?:n|newtons?)$/i,
  /^(?:kg|kilograms?|kilogrammes?)$/i,
  /^(?:g|grams?)$/i,
  /^(?:nm|newton[- ]met(?:re|er)s?)$/i,
  /^(?:j|joules?)$/i,
  /^(?:kj|kilojoules?)$/i,
  /^(?:w|watts?)$/i,
  /^(?:kw|kilowatts?)$/i,
  /^(?:kwh|kilowatt[- ]hours?)$/i,
  /^(?:v|volts?)$/i,
  /^(?:a|amps?|amperes?)$/i,
  /^(?:Ω|ohms?)$/i,
  /^(?:m|met(?:re|er)s?)$/i,
  /^(?:cm|centimet(?:re|er)s?)$/i,
  /^(?:mm|millimet(?:re|er)s?)$/i,
  /^(?:km|kilomet(?:re|er)s?)$/i,
  /^(?:l|lit(?:re|er)s?)$/i,
  /^(?:ml|millilit(?:re|er)s?)$/i,
  /^(?:s|secs?|seconds?)$/i,
  /^(?:min|mins|minutes?)$/i,
  /^(?:h|hrs?|hours?)$/i,
  /^(?:pa|pascals?)$/i,
  /^(?:m\/s|met(?:re|er)s per second)$/i,
  /^(?:km\/h|kilomet(?:re|er)s per hour)$/i,
  /^(?:€|eur|euros?)$/i,
  /^(?:\$|usd|dollars?)$/i,
  /^(?:£|gbp|pounds?)$/i,
  /^(?:chf|francs?)$/i,
];

/** The right number with another unit than the reference's, or than the only currency of the material. */
export const unitMistaken: Rule = {
  id: 'unit-mistaken',
  category: 'Unit or Conversion Error',
  reason: 'The number is that of the reference; the unit behind it is that of another quantity or of another size.',
  apply({ input, output, references }) {
    const answer = finalAnswer(output);
    const given = answer === null ? null : numberOfAnswer(answer);
    const [reference = ''] = references;
    const [wanted, ...others] = numbersIn(reference);
    if (given === null || references.length !== 1 || reference.length > 40) return null;
    if (wanted === undefined || others.length > 0 || !sameNumber(wanted.value, given.value)) return null;
    const unit = unitAt(output, given.end);
    const right = unitAt(reference, wanted.end) ?? onlyCurrency(scannedHead(input), unit);
    if (unit === null || right === null || unit.index === right.index) return null;
    return {
      title: 'Right number, wrong unit',
      summary: `The number ${output.slice(given.start, given.end)} is right; the output gives it in “${unit.text}” where “${right.text}” is meant.`,
      kind: 'unit-mistaken',
      quotes: [{ start: given.start, end: unit.end }],
      criterion: `The answer is in “${right.text}”`,
      present: true,
      quality: 'partially correct',
    };
  },
};

interface WrittenUnit {
  text: string;
  index: number;
  end: number;
}

/** The unit that stands right behind a number; `null` when none that is known. */
function unitAt(text: string, from: number): WrittenUnit | null {
  const found = /^\s?((?:\p{L}|[Ω€$£/]){1,20}(?: per \p{L}{1,10}| met(?:re|er)s?| hours?)?)/u.exec(
    text.slice(from, from + 50),
  );
  const word = found?.[1] ?? '';
  for (const candidate of [word, word.split(' ')[0] ?? '']) {
    const index = UNITS.findIndex((unit) => unit.test(candidate));
    if (index >= 0)
      return { text: candidate, index, end: from + (found?.[0].indexOf(candidate) ?? 0) + candidate.length };
  }
  return null;
}

const FIRST_CURRENCY = UNITS.findIndex((unit) => unit.test('EUR'));

/** The one currency that the material names, where the output's unit is a currency, too. */
function onlyCurrency(input: string, unit: WrittenUnit | null): WrittenUnit | null {
  if (unit === null || unit.index < FIRST_CURRENCY) return null;
  const named = new Map<number, string>();
  for (const word of input.match(/[€$£]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?|francs?)\b/gi) ?? []) {
    named.set(
      UNITS.findIndex((one) => one.test(unitName(word)) || one.test(word)),
      word,
    );
  }
  const [only, ...others] = named;
  return only === undefined || others.length > 0 ? null : { text: only[1], index: only[0], end: 0 };
}
