import type { RawExample, Source } from '../../model/example';
import { outline } from '../json/outline';
import { loadJsonRow } from '../jsonLines';
import { type LineRecords, readRecords } from '../lineRecords';
import { isExactLike, isLowerBetter } from '../metricNames';
import type { FileHead, OpenEvaluation, Reader } from '../reader';
import { asNumber, asText, at, type Row } from '../values';
import { type Exchange, exchangeOf } from './responses';
import { type RunFacts, runFacts } from './results';

/** Keys of a line that are no metrics. */
const FIXED_KEYS = new Set(
  'doc_id doc target arguments resps filtered_resps filter metrics doc_hash prompt_hash target_hash'.split(' '),
);
const SMALL_FIELD = 500;

/** `samples_<task>_<timestamp>.jsonl` of lm-evaluation-harness: one document and filter a line. */
export const lmEval: Reader = {
  id: 'lm-eval',
  name: 'lm-evaluation-harness',
  detect({ text }: FileHead): boolean {
    const keys = outline(text, 1);
    if (!keys.has('doc_id') || !keys.has('doc')) return false;
    return keys.has('resps') || keys.has('filtered_resps') || keys.has('arguments') || keys.has('target');
  },
  async open(file): Promise<OpenEvaluation> {
    const facts = await runFacts(file);
    const records: LineRecords<RawExample> = {
      kind: 'lines',
      format: 'lm-eval',
      opening: facts.note,
      complaint: (row) => (isSample(row) ? undefined : 'the line is no sample of lm-eval'),
      group: (row) => asText(row.filter),
      closing: describeSkipped,
      example: (row, source) => toExample(row, facts, source),
    };
    return {
      ...(facts.version === undefined ? {} : { version: facts.version }),
      // Most of the work on an example goes into metadata, which no entry has.
      pieces: { ...records, example: (row, source) => ({ ...factsOf(row, exchangeOf(row), facts), source }) },
      read: (signal) => readRecords(file, records, signal),
      async load(source) {
        return toExample(await loadJsonRow(file, source), facts, source);
      },
      async close() {},
    };
  },
};

/** With several filters a document stands in the file once per filter: the first filter of the file counts. */
function describeSkipped(first: string, skipped: ReadonlyMap<string, number>): string {
  const others = [...skipped].map(([filter, lines]) => `${lines} lines of filter "${filter}"`);
  return `filter "${first}" counts; ${others.join(', ')} left out`;
}

function isSample(row: Row): boolean {
  return row.doc_id !== undefined && (row.doc !== undefined || row.resps !== undefined);
}

function toExample(row: Row, facts: RunFacts, source: Source): RawExample {
  const { outputType, settings, ...exchange } = exchangeOf(row);
  const filtered = at(row.filtered_resps, 0);
  const keepFiltered = outputType === 'generate' && filtered !== undefined && filtered !== exchange.output;
  return {
    ...factsOf(row, exchange, facts),
    metadata: {
      doc_id: row.doc_id,
      outputType,
      ...(row.filter === undefined ? {} : { filter: row.filter }),
      ...(keepFiltered ? { filtered: Array.isArray(filtered) ? filtered : asText(filtered) } : {}),
      ...(settings.max_gen_toks === undefined ? {} : { max_gen_toks: settings.max_gen_toks }),
      ...(settings.until === undefined ? {} : { until: settings.until }),
      ...smallFields(row.doc, [exchange.input, ...exchange.references]),
    },
    source,
  };
}

/** An example without its metadata and its place. */
function factsOf(
  row: Row,
  { input, messages, output, references, choices }: Omit<Exchange, 'outputType' | 'settings'>,
  facts: RunFacts,
): Omit<RawExample, 'source'> {
  const metric = mainMetric(row);
  const higherIsBetter = metric === undefined || (facts.higherIsBetter(metric) ?? !isLowerBetter(metric));
  return {
    id: asText(row.doc_id),
    dataset: facts.task,
    model: facts.model,
    input,
    ...(messages === undefined ? {} : { messages }),
    output,
    references,
    ...(choices === undefined ? {} : { choices }),
    score: metric === undefined ? null : scoreOf(row[metric]),
    // No threshold says when a perplexity is too high: there is a score, but no verdict.
    ...(higherIsBetter ? {} : { verdict: null }),
    ...(metric === undefined ? {} : { metric }),
  };
}

/** The first metric that says right or wrong, else the first that is a number, else the first. */
function mainMetric(row: Row): string | undefined {
  const named = Array.isArray(row.metrics) ? row.metrics.map(asText).filter((name) => name in row) : [];
  const names = named.length > 0 ? named : Object.keys(row).filter((key) => !FIXED_KEYS.has(key));
  const plain = names.filter((name) => typeof row[name] === 'number' || typeof row[name] === 'boolean');
  return plain.find(isExactLike) ?? names.find(isExactLike) ?? plain[0] ?? names[0];
}

/** Lists of booleans or numbers (IFEval's per-instruction metrics) count by their mean. */
function scoreOf(value: unknown): number | null {
  if (!Array.isArray(value)) return typeof value === 'string' ? null : asNumber(value);
  const numbers = value.map(asNumber);
  if (numbers.length === 0 || numbers.some((number) => number === null)) return null;
  return numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0) / numbers.length;
}

/** The dataset's own fields that are short and not in the prompt or the reference already. */
function smallFields(doc: unknown, shown: string[]): { doc?: Row } {
  if (typeof doc !== 'object' || doc === null) return {};
  const fields = Object.entries(doc).filter(([, value]) => {
    const text = asText(value);
    return text.length <= SMALL_FIELD && !(typeof value === 'string' && shown.some((other) => other.includes(value)));
  });
  return fields.length === 0 ? {} : { doc: Object.fromEntries(fields) };
}
