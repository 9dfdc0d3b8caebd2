import { decode } from '../json/parseJson';
import type { Place } from '../jsonLines';
import { type Line, readLines } from '../lines';
import type { FileAccess } from '../reader';

/** Where things stand in promptfoo's YAML, found by the indentation of its lines: nothing is parsed for it. */
export interface YamlPlaces {
  /** What stands before the results: its anchors may be used in them. */
  head: Place;
  /** The elements of `results.results`, each with its dash and its indentation. */
  items: Place[];
  /** By anchor (`&ref_3` is `ref_3`): the items that seem to define it, ascending; -1 for the head. */
  anchors: Map<string, number[]>;
  /** False when the file ends inside the results: the last of them may be torn. */
  closed: boolean;
  /** The lines of `version` in `results` and of `description` in `config`, with what is indented below them. */
  version?: Place;
  description?: Place;
}

const ANCHOR = /(?:^|[\s[{,])&([^\s[\]{},]+)/g;
const MAX_ANCHORS_OF_A_LINE = 100;

/** Walks over the file once, in any size; see `YamlPlaces`. */
export async function yamlPlaces(file: FileAccess, signal?: AbortSignal): Promise<YamlPlaces> {
  const walk = new Walk();
  for await (const line of readLines(file.stream())) {
    signal?.throwIfAborted();
    walk.line(line);
  }
  return walk.end();
}

class Walk {
  private readonly items: Place[] = [];
  private readonly anchors = new Map<string, number[]>();
  private facts: Pick<YamlPlaces, 'version' | 'description'> = {};
  /** What the lines belong to that are indented deeper than `indent`. */
  private open: { place: Place; indent: number } | null = null;
  private section = '';
  /** Of the section's own keys, not of what is nested in their values; 0 until the first of them. */
  private keyIndent = 0;
  /** `before` the results, in them, or `after`. */
  private state: 'before' | 'in' | 'after' = 'before';
  private itemIndent = -1;
  private headEnd = 0;
  private listKeyIndent = -1;

  line(line: Line): void {
    const text = line.overlong ? '' : decode(line.bytes);
    const indent = text.search(/\S/);
    if (indent >= 0 && !line.overlong) this.structure(text, indent, line);
    else if (this.open) this.extend(line);
    this.noteAnchors(text);
  }

  end(): YamlPlaces {
    return {
      head: { line: 1, byteOffset: 0, byteLength: this.headEnd },
      items: this.items,
      anchors: this.anchors,
      closed: this.state === 'after',
      ...this.facts,
    };
  }

  private structure(text: string, indent: number, line: Line): void {
    if (this.state === 'in' && this.isItem(text, indent)) {
      this.itemIndent = indent;
      this.begin(line, indent, (place) => this.items.push(place));
      return;
    }
    if (this.open && indent > this.open.indent) {
      this.extend(line);
      return;
    }
    this.open = null;
    // A comment says nothing about the structure, wherever it begins.
    if (text[indent] === '#') return;
    if (this.state === 'in') this.state = 'after';
    this.key(text, indent, line);
  }

  /** The list may stand at its key's own indentation. */
  private isItem(text: string, indent: number): boolean {
    if (!/^-(\s|$)/.test(text.slice(indent))) return false;
    return this.itemIndent < 0 ? indent >= this.listKeyIndent : indent === this.itemIndent;
  }

  private key(text: string, indent: number, line: Line): void {
    const key = /^\s*([\w-]+):(?:\s|$)/.exec(text)?.[1] ?? '';
    if (indent === 0) {
      this.section = key;
      this.keyIndent = 0;
      return;
    }
    if (this.keyIndent === 0) this.keyIndent = indent;
    if (indent !== this.keyIndent) return;
    if (this.section === 'results' && key === 'results' && this.state === 'before') {
      this.state = 'in';
      this.listKeyIndent = indent;
      this.headEnd = line.byteOffset;
    } else if (this.section === 'results' && key === 'version' && !this.facts.version) {
      this.begin(line, indent, (version) => {
        this.facts = { ...this.facts, version };
      });
    } else if (this.section === 'config' && key === 'description' && !this.facts.description) {
      this.begin(line, indent, (description) => {
        this.facts = { ...this.facts, description };
      });
    }
  }

  private begin({ line, byteOffset, byteLength }: Line, indent: number, take: (place: Place) => void): void {
    const place = { line, byteOffset, byteLength };
    take(place);
    this.open = { place, indent };
  }

  private extend({ byteOffset, byteLength }: Line): void {
    if (this.open) this.open.place.byteLength = byteOffset + byteLength - this.open.place.byteOffset;
  }

  /** What looks like an anchor inside a text does no harm: it is looked at only when an alias of that name is met. */
  private noteAnchors(text: string): void {
    if (this.state === 'after' || !text.includes('&')) return;
    let count = 0;
    for (const [, name = ''] of text.matchAll(ANCHOR)) {
      const places = this.anchors.get(name) ?? [];
      const here = this.items.length - 1;
      if (places.at(-1) !== here) this.anchors.set(name, [...places, here]);
      count += 1;
      if (count >= MAX_ANCHORS_OF_A_LINE) return;
    }
  }
}
