import type { Source } from '../../model/example';
import type { Place } from '../jsonLines';
import { changed } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation } from '../reader';
import { asText, at, isRow, messageOf, type Row, stem } from '../values';
import { toExample } from './result';
import { MAX_PIECE_BYTES, textAt, YamlAnchors } from './yamlAnchors';
import { yamlPlaces } from './yamlPlaces';

/** What one result may come to when its aliases are written out, in characters and in values. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
const MAX_VALUES = 1_000_000;

/** `-o x.yaml`: `results` with a `version` and more in it; other YAML has no such pair. */
export function isYamlDocument({ text }: FileHead): boolean {
  const start = /^results:[ \t]*\r?$/m.exec(text);
  if (start === null) return false;
  const keys = new Set<string>();
  for (const line of text.slice(start.index + start[0].length + 1).split('\n')) {
    if (/^\S/.test(line)) break;
    const key = /^ {1,4}(\w+):/.exec(line)?.[1];
    if (key !== undefined) keys.add(key);
  }
  return keys.has('version') && ['prompts', 'results', 'timestamp', 'stats'].some((key) => keys.has(key));
}

/**
 * The results one by one: their places are found by indentation, each is parsed alone, and what its aliases
 * mean is looked up in the result that defines them. So the file may be of any size.
 */
export async function openYaml(file: FileAccess): Promise<OpenEvaluation> {
  const { anchoredValues, parseYaml } = await import('./parseYaml');
  const places = await yamlPlaces(file);
  const fact = async (place: Place | undefined) => {
    if (place === undefined || place.byteLength > MAX_PIECE_BYTES) return '';
    try {
      return asText(Object.values(parseYaml(await textAt(file, place)) as Row)[0]);
    } catch {
      return '';
    }
  };
  const dataset = (await fact(places.description)) || stem(file.name);
  const version = await fact(places.version);
  const anchors = new YamlAnchors(file, places, anchoredValues);

  async function result(index: number, place: Place): Promise<Row> {
    if (place.byteLength > MAX_PIECE_BYTES) {
      throw new Error(`the result is too large to read (${Math.round(place.byteLength / 1024 / 1024)} MB)`);
    }
    const text = await textAt(file, place);
    const foreign = await anchors.valuesFor(text, index);
    const list = parseYaml(text, (name) => foreign.get(name));
    const value = at(list, 0);
    if (!Array.isArray(list) || list.length !== 1 || !isRow(value)) throw new Error('the result is no YAML mapping');
    if (value.success === undefined && value.gradingResult === undefined)
      throw new Error('this is no result of promptfoo');
    checkSize(value);
    return value;
  }

  return {
    ...(version === '' ? {} : { version }),
    async *read(signal) {
      const { items, closed } = places;
      if (items.length === 0 && !closed) {
        yield { kind: 'problem', problem: { message: 'the results are not there, or not as promptfoo writes them' } };
      }
      for (const [index, place] of items.entries()) {
        signal?.throwIfAborted();
        const { line } = place;
        if (!closed && index === items.length - 1) {
          yield {
            kind: 'problem',
            problem: { line, message: 'the file ends inside the results (still being written?)' },
          };
          return;
        }
        try {
          const source: Source = { path: file.path, format: 'promptfoo', ...place };
          yield { kind: 'example', example: toExample(await result(index, place), dataset, source) };
        } catch (error) {
          yield { kind: 'problem', problem: { line, message: messageOf(error).replace(/ in line \d+$/, '') } };
        }
      }
    },
    async load(source) {
      const index = places.items.findIndex(({ byteOffset }) => byteOffset === source.byteOffset);
      const place = places.items[index];
      if (!place || place.byteLength !== source.byteLength) throw changed(file, source);
      try {
        return toExample(await result(index, place), dataset, source);
      } catch {
        throw changed(file, source);
      }
    },
    async close() {},
  };
}

/** Aliases make a small file mean a huge value; it would be written out as JSON. Throws when it is too large. */
function checkSize(value: unknown): void {
  const left = { characters: MAX_CHARACTERS, values: MAX_VALUES };
  const walk = (part: unknown) => {
    left.values -= 1;
    if (typeof part === 'string') left.characters -= part.length;
    if (left.values < 0 || left.characters < 0)
      throw new Error('the result is too large when its aliases are written out');
    if (typeof part === 'object' && part !== null) for (const member of Object.values(part)) walk(member);
  };
  walk(value);
}
