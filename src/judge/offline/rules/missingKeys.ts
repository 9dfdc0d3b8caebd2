import { normalText } from '../finalAnswer';
import { isObject, type JsonObject, parseObjectOrArray, readJson } from '../jsonText';
import { names } from '../lists';
import type { Rule } from '../rule';

/** The reference is a JSON object, and the output's object lacks keys of it. */
export const missingKeys: Rule = {
  id: 'missing-keys',
  category: 'Missing Required Element',
  reason: 'A key that the reference object has is absent from the output object.',
  apply({ output, references }) {
    const json = readJson(output);
    if (json.kind !== 'valid' || !isObject(json.value)) return null;
    const given = new Set(Object.keys(json.value));
    const lacks = references.map((reference) => {
      const wanted = parseObjectOrArray(reference);
      return isObject(wanted) ? Object.keys(wanted).filter((key) => !given.has(key)) : null;
    });
    const missing = lacks[0];
    // Every accepted answer must want more than there is, and the objects must be of one kind.
    if (missing === undefined || missing === null || lacks.some((keys) => keys === null || keys.length === 0))
      return null;
    const wanted = parseObjectOrArray(references[0] ?? '');
    const shared = isObject(wanted) ? Object.keys(wanted).filter((key) => given.has(key)) : [];
    const extra = [...given].filter((key) => !shared.includes(key));
    // Renamed keys (`full_name` for `name`) are another fault than absent ones.
    // Where what is there is wrong as well, that may come first.
    const isSame = (key: string): boolean =>
      JSON.stringify((json.value as JsonObject)[key]) === JSON.stringify((wanted as JsonObject)[key]);
    if (!shared.every(isSame)) return null;
    const under = (name: string): string => normalText(String((json.value as JsonObject)[name]));
    const renamed = (key: string): boolean =>
      extra.some(
        (name) =>
          under(name) === normalText(String((wanted as JsonObject)[key])) || names(name, key) || names(key, name),
      );
    if (shared.length === 0 || (extra.length > 0 && (shared.length < 2 || missing.some(renamed)))) return null;
    return {
      title: 'Required JSON key left out',
      summary: `The output's JSON lacks ${missing.length === 1 ? 'the key' : 'the keys'} ${listed(missing)} that the reference has.`,
      kind: 'missing-keys',
      quotes: [json.span],
      criterion: `The JSON has the keys ${listed(isObject(wanted) ? Object.keys(wanted) : [])}`,
      present: false,
      quality: 'partially correct',
    };
  },
};

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, 6).map((key) => `“${key.slice(0, 60)}”`);
  return shown.join(', ') + (keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '');
}
