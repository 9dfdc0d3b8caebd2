import type { ExampleEntry } from '../model/entry';
import type { RawExample } from '../model/example';
import { exampleKey } from '../model/key';

const PREVIEW_CHARACTERS = 80;
const ERROR_CHARACTERS = 200;

/** Makes entries and lets them share the strings that repeat. */
export class EntryMaker {
  private readonly known = new Map<string, string>();

  entry(example: RawExample): ExampleEntry {
    const { verdict, error, metric, finishReason, source } = example;
    return {
      key: exampleKey(example),
      id: own(example.id),
      dataset: this.shared(example.dataset),
      model: this.shared(example.model),
      score: example.score,
      ...(verdict === undefined ? {} : { verdict }),
      ...(error === undefined ? {} : { error: own(cut(error, ERROR_CHARACTERS)) }),
      ...(metric === undefined ? {} : { metric: this.shared(metric) }),
      ...(finishReason === undefined ? {} : { finishReason: this.shared(finishReason) }),
      preview: previewOf(example),
      source,
      passed: null,
    };
  }

  private shared(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const copy = own(text);
    this.known.set(copy, copy);
    return copy;
  }
}

function previewOf(example: RawExample): string {
  const asked = example.messages?.findLast(({ role }) => role === 'user')?.content ?? example.input;
  // The whole of a long input need not be looked at for its first line.
  const start = asked
    .slice(0, PREVIEW_CHARACTERS * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return own(cut(start, PREVIEW_CHARACTERS));
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, length: number): string {
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}

/** A copy: a slice of a long string, in V8, keeps all of the long string alive. */
function own(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
