import { describe, expect, it } from 'vitest';
import { missingKeys } from '../../../../../src/judge/offline/rules/missingKeys';
import { found, silent } from '../failingExample';

describe('missingKeys', () => {
  const references = ['{"name": "Bo", "date": "2023-02-02", "amount": 3}'];

  it('finds a key left out', () => {
    const finding = found(missingKeys, { output: '```json\n{"name": "Bo", "amount": 3}\n```', references });
    expect(finding.summary).toContain('the key “date”');
    expect(finding.evidence).toEqual(['{"name": "Bo", "amount": 3}']);
  });

  it.each([
    ['all keys', '{"name": "Al", "date": "2023-02-02", "amount": 4}'],
    ['renamed keys', '{"name": "Bo", "day": "2023-02-02", "amount": 3}'],
    ['another kind of object', '{"error": "no"}'],
    ['an array', '["Bo"]'],
    ['prose', 'Bo, 3'],
  ])('keeps silent about %s', (_name, output) => {
    silent(missingKeys, { output, references });
  });

  it('keeps silent where another accepted answer has no more keys', () => {
    silent(missingKeys, { output: '{"name": "Bo"}', references: ['{"name": "Bo", "age": 3}', '{"name": "Bob"}'] });
  });
});
