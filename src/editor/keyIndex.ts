import type { ExampleEntry } from '../model/entry';
import type { Survey } from '../readers/survey';
import { placeIn } from './ref';

/** Finds the examples of files by their keys; of each survey that was asked about, the first of every key. */
export class KeyIndex {
  private readonly firsts = new WeakMap<Survey, Map<string, ExampleEntry>>();

  /** The example with a key at a place; the first with that key when there is none at the place, or none is given. */
  find(survey: Survey, { key, place }: { key: string; place: string | undefined }): ExampleEntry | undefined {
    const first = this.firstOf(survey, key);
    if (!first || place === undefined || placeIn(first.source) === place) return first;
    return survey.entries.find((entry) => entry.key === key && placeIn(entry.source) === place) ?? first;
  }

  private firstOf(survey: Survey, key: string): ExampleEntry | undefined {
    let firsts = this.firsts.get(survey);
    if (!firsts) {
      firsts = new Map();
      for (const entry of survey.entries) if (!firsts.has(entry.key)) firsts.set(entry.key, entry);
      this.firsts.set(survey, firsts);
    }
    return firsts.get(key);
  }
}
