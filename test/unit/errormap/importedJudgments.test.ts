import { describe, expect, it } from 'vitest';
import { judgmentOf, ResultJoin } from '../../../src/errormap/importedJudgments';
import type { ExampleEntry } from '../../../src/model/entry';
import type { ErrormapResult } from '../../../src/model/errormapResult';
import { Judgment } from '../../../src/model/judgment';
import { exampleKey } from '../../../src/model/key';

const RUN = { experiment: 'run-1', writtenAt: '2026-01-05T10:00:00.000Z' };
const criterion = { criterion: 'Adds', present_in_wrong: true, quality: 'incorrect', evidence: '4+4=9', comment: 'no' };
const result = (over: Partial<ErrormapResult> = {}): ErrormapResult => ({
  ...{ id: '7', dataset: 'sums', model: 'tiny', input: 'What is 4+4?', output: 'Well: 4+4=9', judgeModel: 'x/judge' },
  judgeResponse: JSON.stringify({ required_criteria: [criterion, { ...criterion, evidence: 'made up by the judge' }] }),
  ...{ title: 'Adds wrongly', summary: 'It adds 4 and 4 to 9.', categories: ['Arithmetic', 'Addition'] },
  ...over,
});
const entry = (over: Partial<ErrormapResult> = {}) => {
  const { id, dataset, model, input, output } = result(over);
  return { key: exampleKey({ id, dataset, model, input, output }), id, dataset, model } as ExampleEntry;
};

describe('results of the reference code as judgments', () => {
  it('say what its judge said, with the quotes that stand in the output', () => {
    const found = { entry: entry(), exact: true };
    const judgment = judgmentOf(result(), found, RUN);
    expect(Judgment.parse(judgment)).toMatchObject({
      key: found.entry.key,
      category: 'Arithmetic',
      subcategory: 'Addition',
      title: 'Adds wrongly',
      evidence: [{ quote: '4+4=9', start: 6, end: 11 }],
      droppedEvidence: 1,
      criteria: [{ criterion: 'Adds', presentInOutput: true, quality: 'incorrect' }, {}],
      judge: { kind: 'errormap', model: 'x/judge', taxonomy: 'errormap@run-1' },
      createdAt: RUN.writtenAt,
      status: 'judged',
    });
    expect(judgmentOf(result(), { ...found, exact: false }, RUN).evidence).toEqual([]);
  });

  it('abstain without a title, and are "Other" where all errors fell into one category', () => {
    const found = { entry: entry(), exact: true };
    const silent = judgmentOf(result({ title: '', judgeResponse: 'mock', categories: [] }), found, RUN);
    expect(Judgment.parse(silent)).toMatchObject({ status: 'abstained', category: '', criteria: [] });
    expect(judgmentOf(result({ categories: [] }), found, RUN)).toMatchObject({ status: 'judged', category: 'Other' });
  });

  it('find their examples by the same texts, else by names that only one example has', () => {
    const other = entry({ id: '8', output: '10' });
    const join = new ResultJoin([entry(), other, entry({ id: '9' }), entry({ id: '9', output: 'again' })]);
    expect(join.find(result())).toEqual({ entry: entry(), exact: true });
    expect(join.find(result({ id: '8.0', output: '' }))).toEqual({ entry: other, exact: false });
    expect(join.find(result({ id: '9', output: 'neither' }))).toBeUndefined();
    expect(join.find(result({ model: 'big' }))).toBeUndefined();
  });
});
