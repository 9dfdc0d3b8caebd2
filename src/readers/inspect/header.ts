import { asText, at, isRow, stringAt } from '../values';

/** What a log says about all of its samples. */
export interface LogHeader {
  task: string;
  model: string;
  /** In the evaluation's order; empty where the log does not say. */
  scorers: readonly string[];
  /** The scorer, or the part of a scorer's dict (`scorer.part`), that the user has chosen. */
  metric?: string;
  /** `success`, `cancelled`, `error`, `started`; the last also when the run left no header. */
  status: string;
  version?: string;
}

/** `log`: the object around `eval`, of a `.json` log, a `header.json` or a `_journal/start.json`. */
export function headerOf(log: unknown, fallbackName: string, metric?: string): LogHeader {
  const evaluation = at(log, 'eval');
  const version = stringAt(evaluation, 'packages', 'inspect_ai');
  return {
    task: stringAt(evaluation, 'task') ?? stringAt(evaluation, 'dataset', 'name') ?? fallbackName,
    model: stringAt(evaluation, 'model') ?? '',
    scorers: names(at(evaluation, 'scorers')) ?? names(at(log, 'results', 'scores')) ?? soleScorer(log),
    ...(metric === undefined ? {} : { metric }),
    status: stringAt(log, 'status') ?? 'started',
    ...(version === undefined ? {} : { version }),
  };
}

/** What people should know before they take the file for a whole run. */
export function headerNotes(header: LogHeader, samples: number): string[] {
  const notes: string[] = [];
  if (header.status === 'started') notes.push('the run is not finished: only the samples written so far are here');
  else if (header.status !== 'success') notes.push(`the run ended with status "${header.status}"`);
  if (samples === 0) notes.push('the log holds no samples (header only, or logged without samples)');
  return notes;
}

/** Version 1 of the format knows one scorer, which names no score of a sample: each has just one. */
function soleScorer(log: unknown): string[] {
  const name = stringAt(log, 'results', 'scorer', 'name');
  return name === undefined ? [] : [name];
}

function names(list: unknown): string[] | null {
  if (!Array.isArray(list) || list.length === 0) return null;
  return list.map((entry) => (isRow(entry) ? asText(entry.name) : asText(entry))).filter((name) => name !== '');
}
