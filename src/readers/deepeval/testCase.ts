import type { Message, RawExample, Source } from '../../model/example';
import { isExactLike } from '../metricNames';
import { asMessages, asNumber, asText, contentText, inputText, isRow, type Row, stringAt } from '../values';

const SMALL_FIELD = 500;

/** One test case of DeepEval, in the names of its files (camelCase) or of its objects in memory (snake_case). */
export function toExample(testCase: Row, run: Pick<RawExample, 'dataset' | 'model'>, source: Source): RawExample {
  const field = (name: string) => testCase[name] ?? testCase[snakeCase(name)];
  const metrics = metricsOf(field('metricsData'));
  if (metrics.length === 0 && field('success') === undefined) throw new Error('the test case has no result');
  const expected = asText(field('expectedOutput') ?? field('expectedOutcome'));
  const failed = metrics.filter(({ success, error, flaky }) => !success && error === undefined && !flaky);
  const crashed = metrics.filter(({ error, flaky }) => error !== undefined && !flaky);
  const deciding = failed[0] ?? metrics.find(({ name }) => isExactLike(name)) ?? metrics[0];
  const success = field('success');
  const errored = success !== true && failed.length === 0 && crashed[0];
  const reasons = (failed.length > 0 ? failed : metrics).flatMap(({ name, reason }) =>
    reason === undefined ? [] : [`${name}: ${reason}`],
  );
  return {
    id: asText(field('name')) || asText(field('index') ?? field('order')),
    ...run,
    ...exchangeOf(field),
    references: expected === '' ? [] : [expected],
    score: deciding?.score ?? null,
    verdict: typeof success === 'boolean' ? success : null,
    ...(deciding === undefined ? {} : { metric: deciding.name }),
    ...(reasons.length === 0 ? {} : { explanation: reasons.join('\n') }),
    ...(errored ? { error: `${errored.name}: ${errored.error}` } : {}),
    metadata: metadataOf(field, metrics),
    source,
  };
}

type Field = (name: string) => unknown;

/** A conversation's output is its last turn, or what the assistant said last. */
function exchangeOf(field: Field): Pick<RawExample, 'input' | 'messages' | 'output'> {
  const turns = asMessages(field('turns'));
  if (turns === null)
    return { input: contentText(field('input') ?? ''), output: contentText(field('actualOutput') ?? '') };
  const last = turns.findLastIndex(({ role }) => role === 'assistant');
  const asked: Message[] = last < 0 ? turns : turns.slice(0, last);
  return { input: inputText(asked), messages: asked, output: turns[last]?.content ?? '' };
}

interface Metric {
  name: string;
  success: boolean;
  score: number | null;
  threshold: number | null;
  reason?: string;
  error?: string;
  /** Never decides whether a case passes. */
  flaky: boolean;
}

function metricsOf(value: unknown): Metric[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRow).map((metric) => {
    const reason = stringAt(metric, 'reason');
    const error = stringAt(metric, 'error');
    return {
      name: asText(metric.name) || 'metric',
      success: metric.success === true,
      score: asNumber(metric.score),
      threshold: asNumber(metric.threshold),
      ...(reason === undefined ? {} : { reason }),
      ...(error === undefined ? {} : { error }),
      flaky: metric.flaky === true,
    };
  });
}

function metadataOf(field: Field, metrics: readonly Metric[]): Row {
  const own = field('metadata');
  const small = isRow(own) ? Object.entries(own).filter(([, value]) => asText(value).length <= SMALL_FIELD) : [];
  const scenario = stringAt(field('scenario'));
  return {
    metrics: metrics.map(({ name, score, threshold, success }) => ({ name, score, threshold, success })),
    ...(Array.isArray(field('tags')) ? { tags: field('tags') } : {}),
    ...(scenario === undefined ? {} : { scenario }),
    ...(small.length === 0 ? {} : { sample: Object.fromEntries(small) }),
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
