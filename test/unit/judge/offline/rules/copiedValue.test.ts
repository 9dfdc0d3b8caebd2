import { describe, expect, it } from 'vitest';
import { copiedValue } from '../../../../../src/judge/offline/rules/copiedValue';
import { found, silent } from '../failingExample';

describe('copiedValue', () => {
  const input = "Extract name and amount as JSON from: 'We received 230.78 EUR from Bo Stone.'";
  const references = ['{"name": "Bo Stone", "amount": 230.78}'];

  it('finds a value that stands otherwise in the input', () => {
    const finding = found(copiedValue, { input, references, output: '{"name": "Bo Stone", "amount": 230.87}' });
    expect(finding.evidence).toEqual(['230.87']);
    expect(finding.summary).toContain('230.78');
  });

  it.each([
    ['right values in another writing', { output: '{"name": "bo stone", "amount": 230.780}' }],
    ['a missing key', { output: '{"name": "Bo Stone"}' }],
    ['several wrong values', { output: '{"name": "Al", "amount": 1}' }],
    [
      'a value that is not in the input',
      { references: ['{"name": "Bo Stone", "amount": 231}'], output: '{"name": "Bo Stone", "amount": 230}' },
    ],
    ['no JSON', { output: 'Bo Stone: 230.87' }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(copiedValue, { input, references, ...parts });
  });
});
