import { basename } from 'node:path';
import { categoryOf, isCorrected, statusOf } from '../atlas/label';
import type { ExampleEntry } from '../model/entry';
import type { ExampleRow } from '../protocol';
import type { Label } from '../store/judgmentStore';
import { refOf } from './ref';

/** The words under which failing examples without a category appear everywhere. */
export const NEEDS_A_JUDGE = 'Needs a judge';

/** What to call an example's error in few words: its category, or why it has none. */
function categoryWords(label: Label | undefined): string {
  const category = categoryOf(label);
  if (category !== null) return category;
  return { judged: '', abstained: NEEDS_A_JUDGE, error: 'Judge error', unjudged: 'Not classified' }[statusOf(label)];
}

/** On one line: a journal may come from anywhere. */
export function titleOf(label: Label | undefined): string {
  if (label?.judgment?.status === 'judged') return label.judgment.title.replace(/\s+/g, ' ').trim();
  return '';
}

/** `Category: title`, on one line, with a mark for a person's word. */
export function labelWords(label: Label | undefined): string {
  const title = titleOf(label);
  const words = title === '' ? categoryWords(label) : `${categoryWords(label)}: ${title}`;
  return isCorrected(label) ? `${words} ✎` : words;
}

/** `file:line`, or the member of an archive, for people. */
export function placeOf({ source }: Pick<ExampleEntry, 'source'>): string {
  const file = basename(source.path);
  if (source.entry !== undefined) return `${file} › ${basename(source.entry)}`;
  return source.line === undefined ? file : `${file}:${source.line}`;
}

export function rowOf(entry: ExampleEntry, label: Label | undefined): ExampleRow {
  return {
    ref: refOf(entry),
    id: entry.id,
    dataset: entry.dataset,
    model: entry.model,
    preview: entry.preview,
    category: categoryOf(label),
    title: titleOf(label),
    status: statusOf(label),
    corrected: isCorrected(label),
    confidence: label?.judgment?.status === 'judged' ? label.judgment.confidence : null,
    place: placeOf(entry),
  };
}
