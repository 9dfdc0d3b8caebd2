import type { ExampleEntry } from '../model/entry';
import { exampleKey } from '../model/key';
import type { EntryFacts } from './lineRecords';

const PREVIEW_CHARACTERS = 80;
const ERROR_CHARACTERS = 200;

/** Makes entries and lets them share the strings that repeat. */
export class EntryMaker {
  private readonly known = new Map<string, string>();

  /** `own` copies a string out of the text that it was cut from; who writes entries away at once needs no copy. */
  constructor(private readonly own: (text: string) => string = copyOf) {}

  entry(example: EntryFacts): ExampleEntry {
    const { verdict, error, metric, finishReason, source } = example;
    return {
      key: exampleKey(example),
      id: this.own(example.id),
      dataset: this.shared(example.dataset),
      model: this.shared(example.model),
      score: example.score,
      ...(verdict === undefined ? {} : { verdict }),
      ...(error === undefined ? {} : { error: this.own(cut(error, ERROR_CHARACTERS)) }),
      ...(metric === undefined ? {} : { metric: this.shared(metric) }),
      ...(finishReason === undefined ? {} : { finishReason: this.shared(finishReason) }),
      outputLength: example.output.length,
      preview: this.own(previewOf(example)),
      source,
      passed: null,
    };
  }

  private shared(text: string): string {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const copy = copyOf(text);
    this.known.set(copy, copy);
    return copy;
  }
}

function previewOf(example: EntryFacts): string {
  const asked = example.messages?.findLast(({ role }) => role === 'user')?.content ?? example.input;
  // The whole of a long input need not be looked at for its first line, and mostly very little of it.
  const near = onOneLine(asked.slice(0, PREVIEW_CHARACTERS + 40));
  return cut(
    near.length >= PREVIEW_CHARACTERS ? near : onOneLine(asked.slice(0, PREVIEW_CHARACTERS * 4)),
    PREVIEW_CHARACTERS,
  );
}

/** Each run of white space becomes one space; most are one already and are left alone. */
function onOneLine(text: string): string {
  return text.replace(/\s{2,}|[^\S ]/g, ' ').trim();
}

/** Never cuts a surrogate pair in two. */
function cut(text: string, length: number): string {
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') ? length - 1 : length;
  return text.slice(0, end);
}

/**
 * A copy: a slice of a long string, in V8, keeps all of the long string alive. Of one byte a character where
 * that is enough, which for previews is half of what an entry takes.
 */
function copyOf(text: string): string {
  const encoding = /[\u0100-\uffff]/.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
