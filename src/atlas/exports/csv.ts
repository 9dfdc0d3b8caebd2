import { stringify } from 'csv-stringify/sync';
import type { Failure } from './failures';

const COLUMNS = [
  'dataset',
  'id',
  'model',
  'category',
  'title',
  'summary',
  'confidence',
  'status',
  'judge',
  'corrected',
  'note',
  'score',
  'metric',
  'path',
  'line',
  'entry',
  'key',
] as const;

/** Spreadsheets take these for UTF-8 by it, and for the machine's old code page without. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * A row a failing example, in pieces of text. A cell that a spreadsheet would take for a formula
 * gets an apostrophe before it, since its text is the evaluated model's.
 */
export async function* csvOf(failures: AsyncIterable<Failure>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lineOf([...COLUMNS]);
  for await (const { entry, category, judgment, correction } of failures) {
    const row: Record<(typeof COLUMNS)[number], string | number | undefined | null> = {
      dataset: entry.dataset,
      id: entry.id,
      model: entry.model,
      category,
      title: judgment?.title,
      summary: judgment?.summary ?? judgment?.error,
      confidence: judgment?.status === 'judged' ? judgment.confidence : undefined,
      status: judgment?.status ?? 'unjudged',
      judge: judgment && `${judgment.judge.kind}:${judgment.judge.model}`,
      corrected: correction ? correction.author : undefined,
      note: correction?.note,
      score: entry.score,
      metric: entry.metric,
      path: entry.source.path,
      line: entry.source.line,
      entry: entry.source.entry,
      key: entry.key,
    };
    yield lineOf(COLUMNS.map((column) => row[column] ?? ''));
  }
}

function lineOf(cells: (string | number)[]): string {
  return stringify([cells], { escape_formulas: true });
}
