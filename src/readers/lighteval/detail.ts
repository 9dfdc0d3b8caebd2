import type { MetricScore, RawExample, Source } from '../../model/example';
import { isExactLike, isLowerBetter } from '../metricNames';
import {
  asMessages,
  asNumber,
  asText,
  asTexts,
  at,
  inputText,
  isRow,
  messagesInText,
  type Row,
  stringAt,
} from '../values';
import { fromFlatRow } from './flatDetail';

const SMALL_FIELD = 500;

/** What stands outside of the row: in the file's name and place, and in the results of the run. */
export interface Run {
  dataset: string;
  model: string;
  /** Absent where the results don't say. */
  higherIsBetter(metric: string): boolean | undefined;
  /** The one that the user has chosen. */
  metric?: string | undefined;
}

/** One row of a details file, with its three columns (`doc`, `metric`, `model_response`) or in the older flat shape. */
export function toExample(written: Row, run: Run, source: Source): RawExample {
  const row = !isRow(written.doc) && written.predictions !== undefined ? fromFlatRow(written) : written;
  const { doc } = row;
  if (!isRow(doc)) throw new Error('the row is no detail of lighteval');
  const response = isRow(row.model_response) ? row.model_response : {};
  const metrics = isRow(row.metric) ? row.metric : {};
  const scores = Object.keys(metrics).flatMap((name) => scoreOf(metrics, name, run) ?? []);
  const metric = scores.some((score) => score.metric === run.metric) ? run.metric : mainMetric(metrics);
  const said = scores.find((score) => score.metric === metric) ?? { score: null, verdict: null };
  const answer = answerOf(doc, response);
  return {
    id: asText(doc.id) || (source.entry ?? ''),
    dataset: stringAt(doc, 'task_name') ?? run.dataset,
    model: run.model,
    ...askedOf(response.input ?? doc.query),
    ...answer,
    ...said,
    ...(metric === undefined ? {} : { metric }),
    ...(scores.length < 2 ? {} : { scores }),
    metadata: {
      outputType: answer.choices === undefined ? 'generate' : 'loglikelihood',
      ...metadataOf(doc, response, answer.output),
    },
    source,
  };
}

/** Undefined for a metric that says nothing of this row. */
function scoreOf(metrics: Row, metric: string, run: Run): MetricScore | undefined {
  const score = asNumber(metrics[metric]);
  if (score === null) return undefined;
  const higherIsBetter = run.higherIsBetter(metric) ?? !isLowerBetter(metric);
  return { metric, score, ...(higherIsBetter ? {} : { verdict: null }) };
}

/** A task of two kinds writes two rows a document, in each the other kind's metrics are null. */
function mainMetric(metrics: Row): string | undefined {
  const names = Object.keys(metrics).filter((name) => asNumber(metrics[name]) !== null);
  return names.find(isExactLike) ?? names[0] ?? Object.keys(metrics)[0];
}

function askedOf(value: unknown): Pick<RawExample, 'input' | 'messages'> {
  const messages = asMessages(value) ?? (typeof value === 'string' ? messagesInText(value) : null);
  return messages ? { input: inputText(messages), messages } : { input: asText(value) };
}

/** Without a generated text the choice with the highest log-probability is the answer. */
function answerOf(doc: Row, response: Row): Pick<RawExample, 'output' | 'references' | 'choices'> {
  const texts = asTexts(response.text);
  const all = asTexts(doc.choices);
  const gold = golds(doc.gold_index, all);
  const logprobs = Array.isArray(response.logprobs) ? response.logprobs : [];
  if (texts.length > 0 || all.length < 2 || logprobs.length < all.length) {
    return { output: texts[0] ?? '', references: gold };
  }
  const choices = all.map((choice) => choice.trim());
  const values = logprobs.slice(0, all.length).map((value) => asNumber(value) ?? Number.NEGATIVE_INFINITY);
  const best = values.indexOf(Math.max(...values));
  return { output: choices[best] ?? '', references: gold.map((text) => text.trim()), choices };
}

function golds(index: unknown, choices: readonly string[]): string[] {
  const indices = (Array.isArray(index) ? index : [index]).map(asNumber);
  return indices.flatMap((place) => (place === null ? [] : (choices[place] ?? [])));
}

function metadataOf(doc: Row, response: Row, output: string): Row {
  const processed = at(response.text_post_processed, 0);
  const samples = Array.isArray(response.text) ? response.text.length : 0;
  const limit = asNumber(doc.generation_size);
  const specific = isRow(doc.specific) ? doc.specific : {};
  const small = Object.entries(specific).filter(([, value]) => {
    const text = asText(value);
    return text !== '' && text.length <= SMALL_FIELD;
  });
  return {
    ...(limit !== null && limit > 0 ? { max_new_tokens: limit } : {}),
    ...(typeof processed === 'string' && processed !== output ? { filtered: processed } : {}),
    ...(samples > 1 ? { samples } : {}),
    ...(small.length === 0 ? {} : { doc: Object.fromEntries(small) }),
  };
}
