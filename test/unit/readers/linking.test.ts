import { describe, expect, it } from 'vitest';
import { pairUp } from '../../../src/atlas/compare/pairs';
import { CorrectPredictionIndex } from '../../../src/judge/correctPredictions';
import { surveyFiles } from '../../../src/readers/survey';
import { memoryFile, memoryFolder } from '../../support/memoryFile';

const question = (id: number) => `What is ${id} and ${id}?`;

/** The same two questions, as three tools write them down: ids are numbers, texts, and what pandas makes of numbers. */
const lmEval = memoryFolder({
  'samples_sums_2026-01-05T10-00-00.jsonl': [1, 2]
    .map((id) => ({
      ...{ doc_id: id, doc: {}, target: '2', arguments: [[question(id), {}]], resps: [['3']], filter: 'none' },
      ...{ filtered_resps: ['3'], exact_match: 0 },
    }))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(''),
})('samples_sums_2026-01-05T10-00-00.jsonl');
const csv = memoryFile(
  'export.csv',
  `example_id,model,input_text,output_text,score,dataset\n1.0,of-pandas,${question(1)},2,1,sums\n2.0,of-pandas,${question(2)},4,1,sums\n`,
);
const jsonLines = memoryFile(
  'rows.jsonl',
  ['1', '2']
    .map((id) => ({ id, model: 'of-rows', dataset: 'sums', prompt: question(Number(id)), output: '2', score: 1 }))
    .map((row) => `${JSON.stringify(row)}\n`)
    .join(''),
);

describe('examples of one dataset in the files of several tools', () => {
  it('are found as correct predictions and as pairs, however their ids are spelled', async () => {
    const { surveys } = await surveyFiles([lmEval, csv, jsonLines]);
    const [ofLmEval = [], ofCsv = [], ofRows = []] = surveys.map(({ entries }) => entries);
    expect([ofLmEval, ofCsv, ofRows].map((entries) => entries.map(({ id }) => id))).toEqual([
      ['1', '2'],
      ['1.0', '2.0'],
      ['1', '2'],
    ]);
    const index = new CorrectPredictionIndex(surveys.flatMap(({ entries }) => entries));
    for (const failing of ofLmEval) {
      expect(failing.passed).toBe(false);
      const models = index.pick(failing).map(({ model }) => model);
      expect(models.sort()).toEqual(['of-pandas', 'of-rows']);
    }
    expect(pairUp(ofLmEval, ofCsv)?.map(({ a, b }) => [a.id, b.id])).toEqual([
      ['1', '1.0'],
      ['2', '2.0'],
    ]);
    expect(pairUp(ofCsv, ofRows)).toHaveLength(2);
  });
});
