import { createHash } from 'node:crypto';
import type { RawExample, Source } from '../../model/example';
import { outline } from '../json/outline';
import type { FileHead, Reader } from '../reader';
import { elementExamples } from '../rows';
import { asNumber, asText, folderName, isRow, type Row, stem, stringAt } from '../values';

/** As good as the other one; the scale goes from 1 (the reference is better) to 2 (the model is better). */
const TIE = 1.5;
const SMALL_FIELD = 500;

/** `annotations.json` of AlpacaEval: pairs of outputs and which of them a judge prefers. */
export const alpacaEval: Reader = {
  id: 'alpacaeval',
  name: 'AlpacaEval',
  detect({ text }: FileHead): boolean {
    const keys = outline(text, 1);
    return ['instruction', 'output_1', 'output_2', 'preference'].every((key) => keys.has(`[].${key}`));
  },
  async open(file) {
    const name = stem(file.name);
    return elementExamples(file, ['[*]'], {
      format: 'alpacaeval',
      toExample(value, source) {
        if (!isRow(value) || !('output_2' in value)) throw new Error('the element is no annotation of AlpacaEval');
        return toExample(value, name, folderName(file.path), source);
      },
    });
  },
};

function toExample(row: Row, fileName: string, folder: string, source: Source): RawExample {
  const preference = asNumber(row.preference);
  const verdict = verdictOf(preference);
  const instruction = asText(row.instruction);
  const winner = verdict === null ? '' : asText(verdict ? row.output_2 : row.output_1);
  const said = asText(row.preference_raw_completion);
  return {
    id: asText(row.index) || createHash('sha256').update(instruction).digest('hex').slice(0, 8),
    dataset: stringAt(row, 'dataset') ?? fileName,
    model: stringAt(row, 'generator_2') ?? (folder || fileName),
    input: instruction,
    output: asText(row.output_2),
    references: winner === '' ? [] : [winner],
    score: preference,
    verdict,
    metric: 'preference',
    ...(said === '' || said.length > SMALL_FIELD ? {} : { explanation: said }),
    metadata: {
      ...(row.generator_1 === undefined ? {} : { opponent: row.generator_1 }),
      ...(row.annotator === undefined ? {} : { annotator: row.annotator }),
    },
    source,
  };
}

/** Null for a tie (0 in old files) and for an answer of the judge that could not be understood. */
function verdictOf(preference: number | null): boolean | null {
  if (preference === null || preference < 1 || preference > 2 || preference === TIE) return null;
  return preference > TIE;
}
