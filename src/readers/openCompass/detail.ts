import type { RawExample, Source } from '../../model/example';
import { parsePythonLiteral } from '../pythonLiteral';
import { asNumber, asText, at, isRow, type Row } from '../values';
import { type Predictions, promptOf } from './predictions';

/** The run that a results file is of; model and dataset stand in its path alone. */
export interface Run {
  model: string;
  dataset: string;
}

const PREDICTED = ['pred', 'predictions', 'prediction'];
const PARSED = ['parsed', ...PREDICTED];
const REFERENCES = ['refr', 'answer', 'answers', 'references', 'reference', 'gold', 'gt', 'target'];
const CORRECT = ['correct', 'is_correct', 'cascade_correct'];

/** How often the dataset was run; each run gave an answer of its own. */
export function repeatsOf(detail: Row): number {
  return Math.max(1, verdictsOf(detail).length);
}

/** True where the details bear no verdict: the prediction is compared with the references. */
export function isCompared(detail: Row): boolean {
  return verdictsOf(detail).length === 0;
}

/** One item's details in any of their shapes; `source.part` says which of several runs. */
export async function toExample(
  detail: Row,
  index: number,
  predictions: Predictions,
  run: Run,
  source: Source,
): Promise<RawExample> {
  const repeat = source.part ?? 0;
  const verdicts = verdictsOf(detail);
  const prediction = await predictions.at(index + repeat * Math.floor(predictions.size / repeatsOf(detail)));
  // In details with an `example_abbr` each field is the list of what the runs gave.
  const field = (names: readonly string[]) => {
    const value = names.map((name) => detail[name]).find((found) => found !== undefined && found !== null);
    return detail.example_abbr !== undefined && Array.isArray(value) ? value[repeat] : value;
  };
  const parsed = field(PARSED);
  const output = outputOf(detail, prediction, asText(field(PREDICTED)));
  const references = flatTexts(field(REFERENCES) ?? prediction?.gold);
  const labels = isRow(detail.origin_prediction) ? labelsOf(detail.origin_prediction) : [];
  return {
    id: String(index),
    dataset: run.dataset,
    model: run.model,
    ...promptOf(detail.prompt ?? undefined, prediction),
    output,
    references,
    ...(isCompared(detail) ? compare(parsed, references) : judged(verdicts[repeat])),
    metric: isCompared(detail) ? 'exact match' : 'correct',
    ...(labels.length > 1 ? { choices: labels } : {}),
    metadata: {
      ...(typeof detail.example_abbr === 'string' ? { example_abbr: detail.example_abbr } : {}),
      ...(asText(parsed) === '' || asText(parsed) === output ? {} : { parsed: asText(parsed) }),
      ...(verdicts.length > 1 ? { repeat } : {}),
    },
    source,
  };
}

/** A share of right (0.5) is a score without a verdict. */
function judged(verdict: boolean | number | undefined): Pick<RawExample, 'score' | 'verdict'> {
  if (typeof verdict === 'boolean') return { score: Number(verdict), verdict };
  return { score: asNumber(verdict) };
}

/** What the model wrote: the prediction as it was made, else what the evaluator was given of it. */
function outputOf(detail: Row, prediction: Row | undefined, parsed: string): string {
  const raw = prediction?.prediction ?? detail.origin_prediction;
  if (typeof raw === 'string') return raw;
  if (Array.isArray(raw) && raw.length > 0) return asText(raw[0]);
  return parsed;
}

/** One a run of the dataset; empty where the evaluator does not say. */
function verdictsOf(detail: Row): (boolean | number)[] {
  const value = CORRECT.map((name) => detail[name]).find((found) => found !== undefined && found !== null);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const verdicts = list.filter((one) => typeof one === 'boolean' || typeof one === 'number');
  return verdicts.length === list.length ? verdicts : [];
}

/** References may be nested lists, or the `str()` of a Python list: "['Paris', 'paris']". */
function flatTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(flatTexts);
  if (value === undefined || value === null) return [];
  const literal = typeof value === 'string' && /^\[.*\]$/s.test(value) ? parsePythonLiteral(value) : undefined;
  const plain = Array.isArray(literal) && literal.every((one) => typeof one === 'string' || typeof one === 'number');
  return plain ? literal.map(asText) : [asText(value)];
}

function compare(parsed: unknown, references: readonly string[]): Pick<RawExample, 'score' | 'verdict'> {
  if (parsed === undefined || parsed === null || references.length === 0) return { score: null, verdict: null };
  const same = references.some((reference) => reference.trim() === asText(parsed).trim());
  return { score: Number(same), verdict: same };
}

/** Labels whose likelihoods were ranked. */
function labelsOf(origin: Row): string[] {
  return Object.keys(origin).filter((label) => at(origin, label, 'PPL') !== undefined);
}
