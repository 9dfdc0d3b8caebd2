import type { MetricScore, RawExample, Source } from '../../model/example';
import { readHead } from '../head';
import { outline } from '../json/outline';
import { loadJsonRow } from '../jsonLines';
import { firstGroup, type LineRecords, readRecords } from '../lineRecords';
import { isExactLike, isLowerBetter } from '../metricNames';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { elementExamples } from '../rows';
import { asNumber, asText, asTexts, at, isRow, type Row } from '../values';
import { type Exchange, exchangeOf } from './responses';
import { type RunFacts, runFacts } from './results';
import { firstOfEachDocument } from './unnamedFilters';

/** Keys of a line that are no metrics. */
const FIXED_KEYS = new Set(
  'doc_id doc target arguments resps filtered_resps filter metrics doc_hash prompt_hash target_hash'.split(' '),
);
const SMALL_FIELD = 500;
/** Before the keys of samples that stand in a list. */
const LISTED = '[].';

/** `samples_<task>_<timestamp>.jsonl` of lm-evaluation-harness: one document and filter a line. */
export const lmEval: Reader = {
  id: 'lm-eval',
  name: 'lm-evaluation-harness',
  choice: 'metrics',
  detect({ text }: FileHead): boolean {
    return isSampleOutline(outline(text, 1), '') || isSampleOutline(outline(text, 2), LISTED);
  },
  async open(file, choices): Promise<OpenEvaluation> {
    const facts = await runFacts(file);
    const chosen = chosenOf(choices?.metric);
    const records: LineRecords<RawExample> = {
      kind: 'lines',
      format: 'lm-eval',
      opening: facts.note,
      complaint: (row) => (isSample(row) ? undefined : 'the line is no sample of lm-eval'),
      group: (row) => asText(row.filter),
      ...(chosen?.filter === undefined ? {} : { onlyGroup: chosen.filter }),
      closing: describeSkipped,
      example: (row, source) => toExample(row, facts, source, chosen?.metric),
    };
    const { group: _, ...everyFilter } = records;
    const version = facts.version === undefined ? {} : { version: facts.version };
    const isList = isSampleOutline(outline((await readHead(file)).text, 2), LISTED);
    if (isList) return { ...version, ...listExamples(file, facts, records.example) };
    // Whether a document has come before, only reading from the start can tell.
    if (chosen?.filter === undefined && (await firstGroup(file, records)) === '') {
      return {
        ...version,
        read: (signal) => firstOfEachDocument(readRecords(file, everyFilter, signal)),
        load: async (source) => records.example(await loadJsonRow(file, source), source),
        async close() {},
      };
    }
    return {
      ...version,
      // Most of the work on an example goes into metadata, which no entry has.
      pieces: {
        ...records,
        example: (row, source) => ({ ...factsOf(row, exchangeOf(row), facts, chosen?.metric), source }),
      },
      read: (signal) => readRecords(file, records, signal),
      readAll: (signal) =>
        readRecords(file, { ...everyFilter, example: (row, source) => withScores(row, facts, source) }, signal),
      async load(source) {
        return toExample(await loadJsonRow(file, source), facts, source, chosen?.metric);
      },
      async close() {},
    };
  },
};

/** Before 0.4.3 the samples are one list, in a file that is called `.jsonl` all the same. */
function listExamples(
  file: FileAccess,
  { note }: RunFacts,
  toExample: (row: Row, source: Source) => RawExample,
): Pick<OpenEvaluation, 'read' | 'load' | 'close'> {
  const list = elementExamples(file, ['[*]'], {
    format: 'lm-eval',
    toExample(value, source) {
      if (!isRow(value) || !isSample(value)) throw new Error('the element is no sample of lm-eval');
      return toExample(value, source);
    },
  });
  return {
    ...list,
    async *read(signal) {
      if (note !== undefined) yield { kind: 'note', message: note };
      yield* firstOfEachDocument(list.read(signal));
    },
  };
}

function isSampleOutline(keys: ReadonlySet<string>, prefix: string): boolean {
  const has = (name: string) => keys.has(prefix + name);
  return has('doc_id') && has('doc') && ['resps', 'filtered_resps', 'arguments', 'target'].some(has);
}

/** As lm-eval's results name it: `exact_match,strict-match` is a metric and a filter. */
function chosenOf(name: string | undefined): { metric: string; filter?: string } | undefined {
  if (name === undefined) return undefined;
  const comma = name.indexOf(',');
  return comma < 0 ? { metric: name } : { metric: name.slice(0, comma), filter: name.slice(comma + 1) };
}

/** With several filters a document stands in the file once per filter: the first filter of the file counts. */
function describeSkipped(first: string, skipped: ReadonlyMap<string, number>): string {
  const others = [...skipped].map(([filter, lines]) => `${lines} lines of filter "${filter}"`);
  return `filter "${first}" counts; ${others.join(', ')} left out`;
}

function isSample(row: Row): boolean {
  return row.doc_id !== undefined && (row.doc !== undefined || row.resps !== undefined);
}

/** An example with what every metric says of it, under the filter of its line. */
function withScores(row: Row, facts: RunFacts, source: Source): RawExample {
  const filter = asText(row.filter);
  const scores = metricsOf(row).map((metric) => ({
    ...scoredBy(row, metric, facts),
    metric: filter === '' ? metric : `${metric},${filter}`,
  }));
  return { ...toExample(row, facts, source), scores };
}

function toExample(row: Row, facts: RunFacts, source: Source, chosen?: string): RawExample {
  const { outputType, settings, ...exchange } = exchangeOf(row);
  const filtered = at(row.filtered_resps, 0);
  const keepFiltered = outputType === 'generate' && filtered !== undefined && filtered !== exchange.output;
  return {
    ...factsOf(row, exchange, facts, chosen),
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
  chosen: string | undefined,
): Omit<RawExample, 'source'> {
  const metric = chosen !== undefined && chosen in row && !FIXED_KEYS.has(chosen) ? chosen : mainMetric(row);
  return {
    id: asText(row.doc_id),
    dataset: facts.task,
    model: facts.model,
    input,
    ...(messages === undefined ? {} : { messages }),
    output,
    references,
    ...(choices === undefined ? {} : { choices }),
    ...(metric === undefined ? { score: null } : scoredBy(row, metric, facts)),
  };
}

function scoredBy(row: Row, metric: string, facts: RunFacts): MetricScore {
  const higherIsBetter = facts.higherIsBetter(metric) ?? !isLowerBetter(metric);
  // No threshold says when a perplexity is too high: there is a score, but no verdict.
  return { metric, score: scoreOf(metric, row[metric]), ...(higherIsBetter ? {} : { verdict: null }) };
}

/** The first metric that says right or wrong, else the first that is a number, else the first. */
function mainMetric(row: Row): string | undefined {
  const names = metricsOf(row);
  const plain = names.filter((name) => typeof row[name] === 'number' || typeof row[name] === 'boolean');
  return plain.find(isExactLike) ?? names.find(isExactLike) ?? plain[0] ?? names[0];
}

function metricsOf(row: Row): string[] {
  const named = Array.isArray(row.metrics) ? row.metrics.map(asText).filter((name) => name in row) : [];
  return named.length > 0 ? named : Object.keys(row).filter((key) => !FIXED_KEYS.has(key));
}

/** In a line these are the class that was asked for and the one that was chosen. */
const CLASS_PAIRS = new Set(['f1', 'mcc']);

/**
 * Lists of verdicts (IFEval's per-instruction metrics) count by their mean. Other lists are what the tool computes
 * a metric of the whole run from (texts of `bleu`, sums of `word_perplexity`): they are no score of the document.
 */
function scoreOf(metric: string, value: unknown): number | null {
  if (!Array.isArray(value)) return typeof value === 'string' ? null : asNumber(value);
  if (CLASS_PAIRS.has(metric) && value.length === 2) {
    const [asked, chosen] = value.map(asTexts);
    return chosen?.length === 1 && asked?.includes(chosen[0] ?? '') ? 1 : 0;
  }
  const shares = value.map(asNumber);
  if (shares.length === 0 || shares.some((share) => share === null || share < 0 || share > 1)) return null;
  return shares.reduce<number>((sum, share) => sum + (share ?? 0), 0) / shares.length;
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
