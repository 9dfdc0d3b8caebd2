import type * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import { outcomeOf } from '../../model/example';
import type { Survey } from '../../readers/survey';

export interface Anchor {
  /** Line of the document as it is now, from 0. */
  line: number;
  entry: ExampleEntry;
}

/**
 * Where the failing examples of one file stand in its open document. The lines come from the
 * file on the disk; edits that add or remove lines move them until the file is read again.
 */
export class Anchors {
  private anchors: readonly Anchor[];

  /** `examples`: of all outcomes, by their lines: what passes has a place too, which belongs to no failing example. */
  private constructor(private examples: readonly Anchor[]) {
    this.anchors = examples.filter(({ entry }) => outcomeOf(entry) === 'failing');
  }

  static of(survey: Survey): Anchors {
    const examples = survey.entries.flatMap((entry) =>
      entry.source.line === undefined ? [] : [{ line: entry.source.line - 1, entry }],
    );
    return new Anchors(examples.sort((a, b) => a.line - b.line));
  }

  /** Of failing examples. */
  get all(): readonly Anchor[] {
    return this.anchors;
  }

  /** The anchors on lines `first` to `last`, both included. */
  between(first: number, last: number): Anchor[] {
    const found: Anchor[] = [];
    for (let i = indexFrom(this.anchors, first); i < this.anchors.length; i++) {
      const anchor = this.anchors[i];
      if (!anchor || anchor.line > last) break;
      found.push(anchor);
    }
    return found;
  }

  /** The failing example that a line belongs to: where an example begins, it ends the one before it. */
  at(line: number): Anchor | undefined {
    const example = this.examples[indexFrom(this.examples, line + 1) - 1];
    return example && this.between(example.line, example.line)[0];
  }

  /** The first failing example after a line, or the last before it; around the ends of the file. */
  next(line: number, by: 1 | -1): Anchor | undefined {
    if (by === 1) return this.anchors[indexFrom(this.anchors, line + 1)] ?? this.anchors[0];
    return this.anchors[indexFrom(this.anchors, line) - 1] ?? this.anchors.at(-1);
  }

  /** Follows an edit: anchors below it move, anchors within removed lines go. */
  shift(change: Pick<vscode.TextDocumentContentChangeEvent, 'range' | 'text'>): void {
    const { start, end } = change.range;
    const delta = (change.text.match(/\n/g)?.length ?? 0) - (end.line - start.line);
    if (delta === 0) return;
    // An edit at column 0 pushes the line itself down; later in the line it stays.
    const firstMoved = end.character === 0 ? end.line : end.line + 1;
    const firstLineStays = start.character > 0 || start.line === end.line;
    const lastKept = firstLineStays ? start.line : start.line - 1;
    const moved = (anchors: readonly Anchor[]) =>
      anchors
        .filter(({ line }) => line <= lastKept || line >= firstMoved)
        .map((anchor) => (anchor.line >= firstMoved ? { ...anchor, line: anchor.line + delta } : anchor));
    this.examples = moved(this.examples);
    this.anchors = moved(this.anchors);
  }
}

/** Index of the first anchor at or below a line. */
function indexFrom(anchors: readonly Anchor[], line: number): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((anchors[middle]?.line ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One line may hold many examples: a JSON document without line breaks does. */
export function byLine(anchors: readonly Anchor[]): Map<number, [Anchor, ...Anchor[]]> {
  const lines = new Map<number, [Anchor, ...Anchor[]]>();
  for (const anchor of anchors) {
    const line = lines.get(anchor.line);
    if (line) line.push(anchor);
    else lines.set(anchor.line, [anchor]);
  }
  return lines;
}
