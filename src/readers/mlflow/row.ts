import { createHash } from 'node:crypto';
import type { MetricScore, RawExample, Source } from '../../model/example';
import { verdictValue } from '../generic/verdictValue';
import { isExactLike, isLowerBetter } from '../metricNames';
import { asMessages, asText, asTexts, at, inputText, isRow, messagesInText, type Row } from '../values';

const INPUTS = ['inputs', 'input', 'request', 'question', 'prompt'];
const OUTPUTS = ['predictions', 'outputs', 'output', 'prediction', 'response'];
const REFERENCES = ['ground_truth', 'targets', 'target', 'expected_response/value', 'expectations'];
const IDS = ['id', 'example_id', 'row_id'];
/** What `genai.evaluate` is given to measure by stands among the scorers' columns. */
const GUIDELINES = 'guidelines/value';
const EXPECTATIONS = ['expected_facts/value', 'expected_retrieved_context/value', GUIDELINES];
/** `exact_match/v1/score` of `mlflow.evaluate`, `correctness/value` of `genai.evaluate`. */
const SCORE = /\/(score|value)$/;
const SMALL_FIELD = 500;

/** True for the columns of an evaluation: an output, what it is measured by, and a score. */
export function isEvaluation(columns: readonly string[]): boolean {
  const has = (names: readonly string[]) => names.some((name) => columns.includes(name));
  return has(OUTPUTS) && (has(INPUTS) || has(REFERENCES)) && scoreColumns(columns).length > 0;
}

/** What holds for all rows of a file; `metric` is the one that the user has chosen. */
type RunFacts = Pick<RawExample, 'dataset' | 'model'> & { metric?: string | undefined };

export function toExample(row: Row, run: RunFacts, source: Source): RawExample {
  const columns = Object.keys(row);
  if (!OUTPUTS.some((name) => name in row)) throw new Error('the row is no result of MLflow: it has no output');
  const value = (names: readonly string[]) => names.map((name) => row[name]).find((cell) => asText(cell) !== '');
  const expected = expectationsOf(row);
  const metrics = scoreColumns(columns).filter(
    (name) => !expected.includes(name) && verdictValue(row[name]) !== undefined,
  );
  const metric = metrics.find((name) => plainMetric(name) === run.metric) ?? mainMetric(metrics);
  const asked = inputOf(value(INPUTS));
  const references = asTexts(value(REFERENCES) ?? value(expected.filter((name) => name !== GUIDELINES)));
  const why =
    metric && asText(row[metric.replace(SCORE, '/justification')] ?? row[metric.replace(SCORE, '/rationale')]);
  const error =
    asText(row.error_message ?? row.error) || (row.state === 'ERROR' ? 'the trace ended with an error' : '');
  return {
    id: asText(value(IDS)) || hash(asked.input || references.join('\n')),
    dataset: run.dataset,
    model: asText(row.model ?? row.model_name) || run.model,
    ...asked,
    output: outputOf(value(OUTPUTS)),
    references,
    ...verdictOf(row, metric),
    ...(metric === undefined ? {} : { metric: plainMetric(metric) }),
    ...(metrics.length < 2 ? {} : { scores: metrics.map((name) => scoreOf(row, name)) }),
    ...(why ? { explanation: why } : {}),
    ...(error === '' ? {} : { error }),
    ...metadataOf(row),
    source,
  };
}

function scoreColumns(columns: readonly string[]): string[] {
  return columns.filter((name) => SCORE.test(name) && !REFERENCES.includes(name) && !EXPECTATIONS.includes(name));
}

/** The columns of expectations, which may have any name: only the assessments tell them from those of scorers. */
function expectationsOf({ assessments }: Row): string[] {
  if (!Array.isArray(assessments)) return [];
  return assessments
    .filter((assessment) => isRow(at(assessment, 'expectation')))
    .map((assessment) => `${asText(at(assessment, 'assessment_name'))}/value`);
}

/** The first that says right or wrong, else the first whose value can be a verdict. */
function mainMetric(metrics: readonly string[]): string | undefined {
  return metrics.find(isExactLike) ?? metrics[0];
}

function plainMetric(column: string): string {
  return column.replace(SCORE, '');
}

function scoreOf(row: Row, column: string): MetricScore {
  return { metric: plainMetric(column), ...verdictOf(row, column) };
}

function verdictOf(row: Row, metric: string | undefined): Pick<RawExample, 'score' | 'verdict'> {
  const said = metric === undefined ? undefined : verdictValue(row[metric]);
  if (metric === undefined || said === undefined) return { score: null, verdict: null };
  // No threshold says when a toxicity is too high: there is a score, but no verdict.
  return isLowerBetter(plainMetric(metric).replace(/\/v\d+$/, '')) ? { ...said, verdict: null } : said;
}

function inputOf(value: unknown): Pick<RawExample, 'input' | 'messages'> {
  const inner = isRow(value) && Object.keys(value).length === 1 ? Object.values(value)[0] : value;
  const messages = asMessages(inner) ?? (typeof inner === 'string' ? messagesInText(inner) : null);
  return messages ? { input: inputText(messages), messages } : { input: asText(inner) };
}

/** A text, messages, or what an OpenAI endpoint answered. */
function outputOf(value: unknown): string {
  const said =
    asMessages(value) ?? asMessages(at(value, 'messages')) ?? asMessages([at(value, 'choices', 0, 'message')]);
  return said?.at(-1)?.content ?? asText(value);
}

function metadataOf(row: Row): { metadata?: Row } {
  const used = new Set([
    ...INPUTS,
    ...OUTPUTS,
    ...REFERENCES,
    'trace',
    'spans',
    'assessments',
    'trace_metadata',
    'tags',
  ]);
  const rest = Object.entries(row).filter(
    ([name, value]) => !used.has(name) && !/\/(justification|rationale)$/.test(name) && isSmall(value),
  );
  return rest.length === 0 ? {} : { metadata: Object.fromEntries(rest) };
}

function isSmall(value: unknown): boolean {
  const { length } = asText(value);
  return length > 0 && length <= SMALL_FIELD;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
