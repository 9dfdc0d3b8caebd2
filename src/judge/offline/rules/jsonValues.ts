import type { Example } from '../../../model/example';
import { sameClock, sameDate } from '../dates';
import { normalText } from '../finalAnswer';
import { isObject, type JsonObject, parseObjectOrArray, readJson } from '../jsonText';
import type { Finding, Rule, Span } from '../rule';
import { scannedHead } from '../scannedText';

/** A value is right and has the wrong JSON type. */
export const jsonType: Rule = {
  id: 'json-type',
  category: 'Output Formatting Error',
  reason: 'The value is the right one in another JSON type: a program that reads it takes it for something else.',
  apply(example) {
    const pair = compared(example);
    if (pair === null) return null;
    const { given, wanted } = pair;
    const wrong = Object.keys(wanted).filter((key) => JSON.stringify(given[key]) !== JSON.stringify(wanted[key]));
    const [key] = wrong;
    if (key === undefined || !wrong.every((name) => sameInOtherType(given[name], wanted[name]))) return null;
    return finding(example, pair.span, key, {
      title: 'Right value, wrong JSON type',
      summary: `“${key}” is ${shown(given[key])} where ${shown(wanted[key])} is wanted: the same value in another type.`,
      kind: 'json-type',
      criterion: `“${key}” has the type of ${shown(wanted[key])}`,
    });
  },
};

/** A list in the JSON lacks items of the reference's list and has no other ones. */
export const jsonItemsMissing: Rule = {
  id: 'json-items-missing',
  category: 'Missing Required Element',
  reason: 'All else agrees with the reference; one list lacks items.',
  apply(example) {
    const lists = onlyDifferingList(example);
    if (lists === null) return null;
    const { key, given, wanted, span } = lists;
    const missing = wanted.filter((item) => !given.includes(item));
    if (missing.length === 0 || given.some((item) => !wanted.includes(item))) return null;
    return finding(example, span, key, {
      title: missing.length === 1 ? 'An item of a list left out' : 'Items of a list left out',
      summary: `The list “${key}” lacks ${missing
        .slice(0, 5)
        .map((item) => `“${item.slice(0, 60)}”`)
        .join(', ')}.`,
      kind: 'json-items-missing',
      criterion: `The list “${key}” has all ${wanted.length} items`,
    });
  },
};

/** A list in the JSON has an item more, which the input never mentions. */
export const jsonItemsInvented: Rule = {
  id: 'json-items-invented',
  category: 'Unsupported Inference',
  reason: 'All else agrees with the reference; one list has an item that the input does not mention.',
  apply(example) {
    const lists = onlyDifferingList(example);
    if (lists === null) return null;
    const { key, given, wanted, span } = lists;
    const extra = given.filter((item) => !wanted.includes(item));
    const [first] = extra;
    const input = normalText(scannedHead(example.input));
    if (first === undefined || wanted.some((item) => !given.includes(item))) return null;
    if (extra.some((item) => input.includes(normalText(item)))) return null;
    return finding(example, span, key, {
      title: 'An invented item in a list',
      summary: `The list “${key}” has “${first.slice(0, 60)}”, which stands neither in the input nor in the reference.`,
      kind: 'json-items-invented',
      criterion: `Every item of “${key}” comes from the input`,
    });
  },
};

interface ComparedObjects {
  given: JsonObject;
  wanted: JsonObject;
  span: Span;
}

/** The output's object and the reference's, when both have the same keys. */
function compared({ output, references }: Example): ComparedObjects | null {
  const [reference = ''] = references;
  const wanted = references.length === 1 ? parseObjectOrArray(reference) : null;
  if (!isObject(wanted)) return null;
  const json = readJson(output);
  if (json.kind !== 'valid' || json.wrapped !== 'nothing' || !isObject(json.value)) return null;
  const given = json.value;
  const same = Object.keys(wanted).every((key) => key in given) && Object.keys(given).every((key) => key in wanted);
  return same ? { given, wanted, span: json.span } : null;
}

function onlyDifferingList(example: Example): { key: string; given: string[]; wanted: string[]; span: Span } | null {
  const pair = compared(example);
  if (pair === null) return null;
  const keys = Object.keys(pair.wanted).filter(
    (key) => JSON.stringify(pair.given[key]) !== JSON.stringify(pair.wanted[key]),
  );
  const [key] = keys;
  if (key === undefined || keys.length > 1) return null;
  const given = textsOf(pair.given[key]);
  const wanted = textsOf(pair.wanted[key]);
  return given === null || wanted === null ? null : { key, given, wanted, span: pair.span };
}

function textsOf(value: unknown): string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

/** "34" for 34, "true" for true, "a, b" for ["a", "b"], ["a"] for "a". */
function sameInOtherType(given: unknown, wanted: unknown): boolean {
  if (JSON.stringify(given) === JSON.stringify(wanted)) return true;
  if (typeof given === 'string' && typeof wanted === 'string')
    return sameDate(given, wanted) || sameClock(given, wanted);
  if (Array.isArray(given) === Array.isArray(wanted) && typeof given === typeof wanted) return false;
  if (Array.isArray(wanted)) {
    return (
      typeof given === 'string' &&
      wanted.length > 0 &&
      wanted.every((item) => normalText(given).includes(normalText(String(item))))
    );
  }
  if (Array.isArray(given)) return given.length === 1 && normalText(String(given[0])) === normalText(String(wanted));
  if (typeof given === 'object' || typeof wanted === 'object') return false;
  return normalText(String(given)) === normalText(String(wanted));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function finding(
  { output }: Example,
  span: Span,
  key: string,
  parts: Pick<Finding, 'title' | 'summary' | 'kind' | 'criterion'>,
): Finding {
  const at = output.indexOf(JSON.stringify(key), span.start);
  const start = at < 0 ? span.start : at;
  const line = output.indexOf('\n', start);
  const end = Math.min(line < 0 ? span.end : line, span.end, start + 160);
  return { ...parts, quotes: end > start ? [{ start, end }] : [], present: true, quality: 'incorrect' };
}
