import { decode } from '../json/parseJson';
import type { Place } from '../jsonLines';
import type { FileAccess } from '../reader';
import type { Resolve } from './parseYaml';
import type { YamlPlaces } from './yamlPlaces';

/** Parsing takes about a second for 3 MB, in one go: larger pieces are not parsed. */
export const MAX_PIECE_BYTES = 4 * 1024 * 1024;
/** An item may need another one's anchors, which need a third one's: so far. */
const MAX_DEPTH = 8;
/** So many definitions are tried for one alias, and so many aliases are looked up for one piece. */
const MAX_TRIES = 3;
const MAX_LOOKUPS = 100;
/** Items whose anchors stay at hand: results of one test follow each other and share its variables. */
const KEPT_ITEMS = 32;

const ALIAS = /(?:^|[\s[{,])\*([^\s[\]{},]+)/g;

type Values = Map<string, unknown>;

/** Looks up what aliases mean: promptfoo's writer names each object where it is first met and refers to it later. */
export class YamlAnchors {
  private readonly kept = new Map<number, Promise<Values>>();

  constructor(
    private readonly file: FileAccess,
    private readonly places: YamlPlaces,
    private readonly anchoredValues: (text: string, resolve: Resolve) => Values,
  ) {}

  /** The values of what looks like an alias in the text of an item and is defined before it. */
  async valuesFor(text: string, item: number, depth = 0): Promise<Values> {
    const values: Values = new Map();
    if (depth >= MAX_DEPTH || !text.includes('*')) return values;
    let lookUps = 0;
    for (const name of new Set([...text.matchAll(ALIAS)].map(([, name = '']) => name))) {
      const places = (this.places.anchors.get(name) ?? []).filter((place) => place < item);
      for (const place of places.reverse().slice(0, MAX_TRIES)) {
        lookUps += 1;
        if (lookUps > MAX_LOOKUPS) return values;
        const value = (await this.valuesOf(place, depth)).get(name);
        if (value === undefined) continue;
        values.set(name, value);
        break;
      }
    }
    return values;
  }

  private valuesOf(item: number, depth: number): Promise<Values> {
    const values = this.kept.get(item) ?? this.read(item, depth).catch(() => new Map());
    this.kept.delete(item);
    this.kept.set(item, values);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_ITEMS && oldest !== undefined) this.kept.delete(oldest);
    return values;
  }

  private async read(item: number, depth: number): Promise<Values> {
    const place = item < 0 ? this.places.head : this.places.items[item];
    if (!place || place.byteLength > MAX_PIECE_BYTES) return new Map();
    const text = await textAt(this.file, place);
    const foreign = await this.valuesFor(text, item, depth + 1);
    return this.anchoredValues(text, (name) => foreign.get(name));
  }
}

export async function textAt(file: FileAccess, { byteOffset, byteLength }: Place): Promise<string> {
  return decode(await file.bytes(byteOffset, byteLength));
}
