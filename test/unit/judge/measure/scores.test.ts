import { describe, expect, test } from 'vitest';
import { calibrationOf } from '../../../../src/judge/measure/calibration';
import { type Answer, scoresOf } from '../../../../src/judge/measure/scores';
import { selfAgreementOf } from '../../../../src/judge/measure/selfAgreement';

const judged = (expected: string, category: string, confidence = 1, noise = {}): Answer => ({
  expected,
  labelNoise: false,
  judgment: { status: 'judged', category, confidence, ...noise },
});
const silent = (expected: string, status: 'abstained' | 'error' = 'abstained'): Answer => ({
  expected,
  labelNoise: false,
  judgment: { status, category: '', confidence: 0 },
});

describe('scores', () => {
  const scores = scoresOf([
    judged('sum', 'sum'),
    judged('sum', 'sum'),
    judged('sum', 'count'),
    judged('count', 'count'),
    silent('count'),
    silent('fact', 'error'),
  ]);

  test('count what was said and what was right', () => {
    expect(scores).toMatchObject({ examples: 6, judged: 4, abstained: 1, errors: 1 });
    expect(scores.coverage).toBeCloseTo(4 / 6);
    expect(scores.precision).toBeCloseTo(3 / 4);
    expect(scores.accuracy).toBeCloseTo(3 / 6);
  });

  test('tell each category, what was not named counting as missed', () => {
    expect(scores.categories).toEqual([
      { category: 'sum', expected: 3, given: 2, precision: 1, recall: 2 / 3 },
      { category: 'count', expected: 2, given: 2, precision: 0.5, recall: 0.5 },
      { category: 'fact', expected: 1, given: 0, precision: null, recall: 0 },
    ]);
    expect(scores.macroPrecision).toBeCloseTo(0.75);
    expect(scores.macroRecall).toBeCloseTo((2 / 3 + 0.5 + 0) / 3);
  });

  test('compare names only where the judge gave one', () => {
    expect(scores.agreement).toMatchObject({ pairs: 4, observed: 0.75 });
    expect(scores.confusions).toEqual([{ a: 'count', b: 'sum', count: 1 }]);
  });

  test('count suspected label noise apart', () => {
    const suspected = { suspectedLabelNoise: 'the reference is wrong' };
    const answers = [
      { ...judged('x', 'x', 1, suspected), labelNoise: true },
      judged('x', 'x', 1, suspected),
      { ...silent('x'), labelNoise: true },
    ];
    expect(scoresOf(answers).labelNoise).toEqual({ expected: 2, given: 2, right: 1 });
  });

  test('of nothing are none', () => {
    expect(scoresOf([])).toMatchObject({ coverage: null, precision: null, accuracy: null, categories: [] });
  });
});

describe('calibration', () => {
  test('is the weighted distance of confidence and accuracy', () => {
    const bets = [
      { confidence: 0.95, right: true },
      { confidence: 0.95, right: false },
      { confidence: 0.25, right: false },
      { confidence: 0.25, right: false },
    ];
    const { error, bins } = calibrationOf(bets);
    expect(error).toBeCloseTo((2 * 0.45 + 2 * 0.25) / 4);
    expect(bins.map(({ from, count, accuracy }) => [from, count, accuracy])).toEqual([
      [0.2, 2, 0],
      [0.9, 2, 0.5],
    ]);
  });

  test('is 0 where confidence is the share that is right, and holds at the ends', () => {
    const sure = [true, true, true].map((right) => ({ confidence: 1, right }));
    const lost = [false, false].map((right) => ({ confidence: 0, right }));
    expect(calibrationOf([...sure, ...lost]).error).toBe(0);
    expect(calibrationOf([]).error).toBeNull();
  });
});

describe('self-agreement', () => {
  const word = (key: string, category: string) =>
    ({ key, status: category === '' ? 'abstained' : 'judged', category }) as const;

  test('compares all pairs of runs', () => {
    const runs = [
      [word('1', 'a'), word('2', 'a'), word('3', '')],
      [word('1', 'a'), word('2', 'b'), word('3', '')],
      [word('1', 'a'), word('2', 'a'), word('3', '')],
    ];
    const { unanimous, pairwise, examples } = selfAgreementOf(runs);
    expect(examples).toBe(3);
    expect(unanimous).toBeCloseTo(2 / 3);
    expect(pairwise).toBeCloseTo((1 + 1 / 3 + 1) / 3);
  });

  test('leaves out what a run has no word on', () => {
    const failed = { key: '1', status: 'error', category: '' } as const;
    expect(selfAgreementOf([[word('1', 'a')], [failed]])).toMatchObject({ examples: 0, unanimous: null });
    expect(selfAgreementOf([[word('1', 'a')]])).toMatchObject({ unanimous: 1, pairwise: null });
  });
});
