import { describe, expect, it } from 'vitest';
import { describeRule, type Scored, VerdictRules } from '../../../src/model/verdict';

const scored = (given: Partial<Scored>): Scored => ({ dataset: 'd', score: null, ...given });

function decide(examples: Scored[], thresholds: Record<string, number> = {}) {
  const rules = new VerdictRules(thresholds);
  for (const example of examples) rules.add(example);
  return { passed: examples.map((example) => rules.passed(example)), rules };
}

describe('which examples fail', () => {
  it("the tool's own verdict comes first, whatever the score", () => {
    const { passed } = decide([scored({ verdict: true, score: 0 }), scored({ verdict: false, score: 1 })]);
    expect(passed).toEqual([true, false]);
  });

  it('a user threshold comes before the rules for scores', () => {
    const { passed, rules } = decide([scored({ score: 0.4 }), scored({ score: 0.5 })], { d: 0.5 });
    expect(passed).toEqual([false, true]);
    expect(describeRule(rules.ruleFor(scored({})))).toContain('your threshold 0.5');
  });

  it('binary scores fail below 1', () => {
    expect(decide([scored({ score: 0 }), scored({ score: 1 })]).passed).toEqual([false, true]);
  });

  it("other scores fail below 0.7 × the dataset's mean, rounded to two decimals", () => {
    // Mean 0.632 as in a real log: the threshold is 0.44.
    const scores = [0, 0, 0.5, 0.66, 1, 1, 1, 0.9, 0.628];
    const mean = scores.reduce((a, b) => a + b) / scores.length;
    const { passed, rules } = decide(scores.map((score) => scored({ score })));
    const threshold = Math.round(0.7 * mean * 100) / 100;
    expect(passed).toEqual(scores.map((score) => score >= threshold));
    expect(rules.ruleFor(scored({ score: 0 }))).toMatchObject({ kind: 'mean', threshold });
  });

  it('datasets and metrics have means of their own', () => {
    const { rules } = decide([scored({ score: 0.5 }), scored({ score: 50, metric: 'bleu' })]);
    expect(rules.ruleFor(scored({}))).toMatchObject({ threshold: 0.35 });
    expect(rules.ruleFor(scored({ metric: 'bleu' }))).toMatchObject({ threshold: 35 });
  });

  it('an errored or unscored example has no verdict and does not move the mean', () => {
    const { passed, rules } = decide([
      scored({ score: 0.5 }),
      scored({ score: 0, error: 'timeout' }),
      scored({ score: null }),
      scored({ verdict: null }),
    ]);
    expect(passed).toEqual([true, null, null, null]);
    expect(rules.ruleFor(scored({ score: 0.5 }))).toMatchObject({ mean: 0.5 });
  });
});
