import { expect, test } from 'vitest';
import { agreementMarkdown } from '../../../src/editor/agreementMarkdown';
import { againstCorrections, type Corrected } from '../../../src/judge/measure/corrected';
import type { JudgeIdentity } from '../../../src/model/judgment';

const rules: JudgeIdentity = { kind: 'offline', model: 'rules', promptVersion: '2', taxonomy: 'erroratlas@1' };
const model: JudgeIdentity = { kind: 'openai', model: 'a|b <i>', promptVersion: 'v2-1', taxonomy: 'erroratlas@1' };

const word = (judge: JudgeIdentity, category: string) =>
  ({ judge, category, confidence: 0.9, status: category === '' ? 'abstained' : 'judged' }) as const;

function corrected(category: string, byRules: string, byModel?: string): Corrected {
  const judgments = [word(rules, byRules), ...(byModel === undefined ? [] : [word(model, byModel)])];
  return { correction: { category }, judgments };
}

const all = [
  corrected('Factual Error', '', 'Factual Error'),
  corrected('Computation Error', 'Computation Error', 'Factual Error'),
  corrected('Computation Error', 'Computation Error', 'Computation Error'),
  corrected('Computation Error', 'Output Formatting Error'),
];

test('each judge is measured by what it had a word on', () => {
  const [first, second] = againstCorrections(all);
  expect(first).toMatchObject({ judge: rules, scores: { examples: 4, judged: 3, abstained: 1 } });
  expect(first?.scores.precision).toBeCloseTo(2 / 3);
  expect(second).toMatchObject({ judge: model, scores: { examples: 3, judged: 3 } });
  // Equal 2 of 3; by chance 2/3 · 1/3 + 1/3 · 2/3 = 4/9.
  expect(second?.scores.agreement.kappa).toBeCloseTo((2 / 3 - 4 / 9) / (1 - 4 / 9));
});

test('the page tells κ with its interval, and what is taken for what', () => {
  const page = agreementMarkdown(againstCorrections(all), all.length);
  expect(page).toContain('4 examples have a category from a person.');
  expect(page).toMatch(/κ, 95 % interval \| 0\.40 \(-?\d\.\d\d to 1\.00\) \|/);
  expect(page).toContain('| Output Formatting Error | Computation Error | 1 |');
  expect(page).toContain('## a\\|b \\<i\\>');
  expect(page).toContain('| Factual Error | Computation Error | 1 |');
});

test('without a judge it says what to do', () => {
  expect(agreementMarkdown([], 1)).toMatch(/1 example has .* Classify the failing examples/s);
});
