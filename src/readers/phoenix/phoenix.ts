import type { RawExample, Source } from '../../model/example';
import { verdictValue } from '../generic/verdictValue';
import { outline } from '../json/outline';
import { isExactLike, isLowerBetter } from '../metricNames';
import type { FileHead, Reader } from '../reader';
import { elementExamples } from '../rows';
import { asMessages, asNumber, asText, folderName, inputText, isRow, type Row, stem, stringAt } from '../values';

/** Experiments of Arize Phoenix, exported as JSON: a list of runs over the examples of a dataset. */
export const phoenix: Reader = {
  id: 'phoenix',
  name: 'Phoenix',
  choice: 'metrics',
  detect({ text }: FileHead): boolean {
    const keys = outline(text, 1);
    return ['example_id', 'output', 'annotations'].every((key) => keys.has(`[].${key}`)) && keys.has('[].input');
  },
  async open(file, choices) {
    const model = stem(file.name);
    const run = { dataset: folderName(file.path) || model, model };
    return elementExamples(file, ['[*]'], {
      format: 'phoenix',
      toExample(value, source) {
        if (!isRow(value) || value.example_id === undefined) throw new Error('the element is no run of Phoenix');
        return toExample(value, run, source, choices?.metric);
      },
    });
  },
};

function toExample(
  row: Row,
  run: Pick<RawExample, 'dataset' | 'model'>,
  source: Source,
  chosen: string | undefined,
): RawExample {
  const annotations = Array.isArray(row.annotations) ? row.annotations.filter(isRow) : [];
  const annotation = annotations.find(({ name }) => name === chosen) ?? mainAnnotation(annotations);
  const metric = stringAt(annotation, 'name');
  const explanation = stringAt(annotation, 'explanation') ?? stringAt(annotation, 'error');
  const reference = valueText(row.reference_output);
  const error = asText(row.error);
  const scores = annotations.map((other) => ({ metric: asText(other.name), ...verdictOf(other) }));
  return {
    id: asText(row.example_id),
    ...run,
    ...inputOf(row.input),
    output: valueText(row.output),
    references: reference === '' ? [] : [reference],
    ...verdictOf(annotation),
    ...(metric === undefined ? {} : { metric }),
    ...(scores.length < 2 ? {} : { scores }),
    ...(explanation === undefined ? {} : { explanation }),
    ...(error === '' ? {} : { error }),
    metadata: {
      ...(row.repetition_number === undefined ? {} : { repetition: row.repetition_number }),
      annotations: annotations.map(({ name, label, score }) => ({ name, label, score })),
    },
    source,
  };
}

/** The first annotation whose name says right or wrong, else the first. */
function mainAnnotation(annotations: readonly Row[]): Row | undefined {
  return annotations.find(({ name }) => isExactLike(asText(name))) ?? annotations[0];
}

/** The score decides; where an annotation has only a label, the label does when it says right or wrong. */
function verdictOf(annotation: Row | undefined): Pick<RawExample, 'score' | 'verdict'> {
  const score = asNumber(annotation?.score);
  if (score !== null) return isLowerBetter(asText(annotation?.name)) ? { score, verdict: null } : { score };
  return verdictValue(annotation?.label) ?? { score: null, verdict: null };
}

function inputOf(value: unknown): Pick<RawExample, 'input' | 'messages'> {
  const messages = asMessages(isRow(value) ? value.messages : value);
  return messages ? { input: inputText(messages), messages } : { input: valueText(value) };
}

/** Inputs and outputs are objects of the user's; one with a single text is that text. */
function valueText(value: unknown): string {
  const members = isRow(value) ? Object.values(value) : [];
  return members.length === 1 && typeof members[0] === 'string' ? members[0] : asText(value);
}
