import { describe, expect, it } from 'vitest';
import { invalidJson } from '../../../../../src/judge/offline/rules/invalidJson';
import { found, silent } from '../failingExample';

describe('invalidJson', () => {
  const reference = '{"name": "Bo", "amount": 3}';

  it('finds JSON that does not parse', () => {
    const finding = found(invalidJson, { output: "{'name': 'Bo'}", references: [reference] });
    expect(finding.title).toBe('Invalid JSON');
    expect(finding.evidence[0]).toContain("{'name'");
  });

  it('finds words where JSON was asked for', () => {
    const parts = { input: 'Reply with a JSON object only.', output: 'Name: Bo\nAmount: 3', references: [reference] };
    expect(found(invalidJson, parts).kind).toBe('invalid-json/none');
  });

  it('finds a fence around the right JSON', () => {
    const output = `\`\`\`json\n${reference}\n\`\`\``;
    expect(found(invalidJson, { output, references: [reference] }).title).toBe('JSON wrapped in a code fence');
  });

  it('finds words around the right JSON, whatever the order of its keys', () => {
    const output = 'Here you are:\n{"amount": 3, "name": "Bo"}';
    const finding = found(invalidJson, { output, references: [reference] });
    expect(finding.title).toBe('Extra text around JSON');
    expect(finding.evidence).toEqual(['Here you are:\n']);
  });

  it('believes the grader that there is no JSON', () => {
    expect(found(invalidJson, { output: 'Bo owes 3.', explanation: 'Expected output to be valid JSON' }).title).toBe(
      'No JSON in the output',
    );
  });

  it.each([
    ['valid JSON with a wrong value', { output: '{"name": "Al", "amount": 3}', references: [reference] }],
    [
      'fenced JSON with a wrong value',
      { output: '```json\n{"name": "Al", "amount": 3}\n```', references: [reference] },
    ],
    ['JSON that breaks off, which is a cut', { input: 'Answer as JSON', output: '{"name": "Bo", "amount": 3' }],
    ['words with other values', { input: 'Answer as JSON', output: 'Al owes 4.', references: [reference] }],
    ['a task without JSON', { output: "{'name': 'Bo'}", references: ['Bo'] }],
    ['prose, when only the reference is JSON', { input: 'Who owes?', output: 'Bo owes 3.', references: [reference] }],
  ])('keeps silent about %s', (_name, parts) => {
    silent(invalidJson, parts);
  });
});
