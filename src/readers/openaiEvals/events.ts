import type { RawExample, Source } from '../../model/example';
import type { Place } from '../jsonLines';
import { isExactLike } from '../metricNames';
import { asMessages, asNumber, asText, asTexts, at, inputText, isRow, messagesInText, type Row } from '../values';

export interface RecordedEvent {
  row: Row;
  place: Place;
}

/** What one sample's example is made of. */
export interface Events {
  first: Place;
  /** The first and the last answer of a model: agents answer often, and so do models that grade. */
  sampling?: RecordedEvent;
  lastSampling?: RecordedEvent;
  match?: RecordedEvent;
  metrics?: RecordedEvent;
  error?: RecordedEvent;
}

const SMALL_FIELD = 500;

/** Null for events that say nothing of the answer or its verdict (`raw_sample`, `function_call`, `extra`). */
export function roleOf({ type }: Row): 'sampling' | 'match' | 'metrics' | 'error' | null {
  return type === 'sampling' || type === 'match' || type === 'metrics' || type === 'error' ? type : null;
}

export function recordedExample(
  events: Events,
  run: Pick<RawExample, 'dataset' | 'model'>,
  source: Source,
): RawExample {
  const { match, metrics, error } = events;
  const sampling = answering(events);
  const matched = dataOf(match);
  const expected = asTexts(matched.expected ?? dataOf(metrics).expected);
  const options = asTexts(matched.options);
  const event = sampling ?? match ?? metrics ?? error;
  return {
    id: asText(event?.row.sample_id),
    ...run,
    ...askedOf(dataOf(sampling).prompt ?? matched.prompt),
    output: answerOf(matched.sampled ?? dataOf(sampling).sampled ?? matched.picked),
    references: expected,
    ...verdictOf(match, metrics),
    ...(options.length > 1 && options.join() !== expected.join() ? { choices: options } : {}),
    ...(error ? { error: asText(dataOf(error).message) || asText(dataOf(error).type) || 'error' } : {}),
    metadata: {
      ...(matched.picked === undefined || matched.picked === null ? {} : { picked: matched.picked }),
      ...smallFields(dataOf(metrics)),
    },
    source,
  };
}

/** Where a model grades, its answer is recorded after the one that it grades; else the last answer is the one meant. */
function answering({ sampling, lastSampling, metrics }: Events): RecordedEvent | undefined {
  const graded = dataOf(metrics).choice !== undefined;
  return graded ? sampling : (lastSampling ?? sampling);
}

function verdictOf(
  match: RecordedEvent | undefined,
  metrics: RecordedEvent | undefined,
): Pick<RawExample, 'score' | 'verdict' | 'metric'> {
  const { correct } = dataOf(match);
  if (typeof correct === 'boolean') return { score: correct ? 1 : 0, verdict: correct, metric: 'match' };
  const measured = dataOf(metrics);
  const names = Object.keys(measured).filter((name) => asNumber(measured[name]) !== null);
  const metric = names.find(isExactLike) ?? names.find((name) => name === 'score') ?? names[0];
  if (metric === undefined) return { score: null, verdict: null };
  const value = measured[metric];
  const score = asNumber(value);
  return { score, ...(typeof value === 'boolean' ? { verdict: value } : {}), metric };
}

function askedOf(prompt: unknown): Pick<RawExample, 'input' | 'messages'> {
  const messages = asMessages(prompt) ?? (typeof prompt === 'string' ? messagesInText(prompt) : null);
  return messages ? { input: inputText(messages), messages } : { input: asText(prompt) };
}

function answerOf(sampled: unknown): string {
  return asText(Array.isArray(sampled) && sampled.length === 1 ? sampled[0] : sampled);
}

function dataOf(event: RecordedEvent | undefined): Row {
  const data = at(event?.row, 'data');
  return isRow(data) ? data : {};
}

function smallFields(data: Row): { metrics?: Row } {
  const small = Object.entries(data).filter(([, value]) => asText(value).length <= SMALL_FIELD);
  return small.length === 0 ? {} : { metrics: Object.fromEntries(small) };
}
