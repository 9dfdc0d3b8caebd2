import type { RawExample, Source } from '../../model/example';
import { isExactLike } from '../metricNames';
import {
  asMessages,
  asNumber,
  asText,
  asTexts,
  at,
  contentText,
  inputText,
  isRow,
  type Row,
  stringAt,
} from '../values';

/** The user's own names for the accepted answer, likeliest first. */
const REFERENCES =
  'ideal reference_answer reference expected expected_output expected_answer ground_truth correct_answer correct_label target answer label'.split(
    ' ',
  );
const SMALL_FIELD = 500;

/** One `eval.run.output_item`: a row of the data source, what the model made of it, and what each grader said. */
export function itemExample(item: Row, fileName: string, source: Source): RawExample {
  const graders = Array.isArray(item.results) ? item.results.filter(isRow) : [];
  const deciding =
    graders.find(({ passed }) => passed === false) ??
    graders.find(({ name }) => isExactLike(asText(name))) ??
    graders[0];
  const inputs = asMessages(at(item.sample, 'input'));
  const data = isRow(at(item.datasource_item, 'item')) ? at(item.datasource_item, 'item') : item.datasource_item;
  const finishReason = stringAt(item.sample, 'finish_reason');
  const error = errorOf(item);
  const metric = deciding && asText(deciding.name);
  return {
    id: asText(item.datasource_item_id ?? item.id),
    dataset: stringAt(item, 'eval_id') ?? fileName,
    model: stringAt(item.sample, 'model') ?? fileName,
    input: inputs ? inputText(inputs) : asText(at(item.sample, 'input') ?? data),
    ...(inputs ? { messages: inputs } : {}),
    output: outputOf(at(item.sample, 'output')),
    references: referencesOf(data),
    score: asNumber(deciding?.score),
    verdict: verdictOf(item.status, graders),
    ...(metric === undefined || metric === '' ? {} : { metric }),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(error === undefined ? {} : { error }),
    metadata: {
      graders: graders.map(({ name, passed, score }) => ({ name, passed, score })),
      ...limitOf(item.sample),
      ...smallFields(data),
    },
    source,
  };
}

/** The last of its messages; a role they need not have, and a request that failed has none of them. */
function outputOf(output: unknown): string {
  if (!Array.isArray(output)) return asText(output);
  const last = output.at(-1);
  return isRow(last) ? contentText(last.content ?? '') : asText(last);
}

/** The item passes when all graders say so; its status says the same in a word. */
function verdictOf(status: unknown, graders: readonly Row[]): boolean | null {
  if (/^pass(ed)?$/i.test(asText(status))) return true;
  if (/^fail(ed)?$/i.test(asText(status))) return false;
  const said = graders.map(({ passed }) => passed).filter((passed) => typeof passed === 'boolean');
  return said.length === 0 ? null : said.every(Boolean);
}

/** `{code, message}`, or null members where there is none. */
function errorOf({ sample, status }: Row): string | undefined {
  const error = at(sample, 'error');
  const text = isRow(error) ? asText(error.message ?? error.code) : asText(error);
  if (text !== '') return text;
  return /^error(ed)?$/i.test(asText(status)) ? 'error' : undefined;
}

function referencesOf(data: unknown): string[] {
  const name = REFERENCES.find((key) => asText(at(data, key)) !== '');
  return name === undefined ? [] : asTexts(at(data, name));
}

function limitOf(sample: unknown): Row {
  const limit = asNumber(at(sample, 'max_completion_tokens'));
  return limit === null || limit <= 0 ? {} : { max_completion_tokens: limit };
}

function smallFields(data: unknown): { item?: Row } {
  const entries = isRow(data) ? Object.entries(data).filter(([, value]) => asText(value).length <= SMALL_FIELD) : [];
  return entries.length === 0 ? {} : { item: Object.fromEntries(entries) };
}
