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

  it('finds JSON that breaks off, and says why', () => {
    const output = '{"name": "Bo", "amount": 3';
    expect(found(invalidJson, { output, input: 'Answer as JSON', finishReason: 'length' }).summary).toContain(
      'length limit',
    );
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
    ['a task without JSON', { output: "{'name': 'Bo'}", references: ['Bo'] }],
    [
      'prose, when only the input speaks of JSON',
      { input: 'Give it as JSON.', output: 'Bo owes 3.', references: ['Bo'] },
    ],
  ])('keeps silent about %s', (_name, parts) => {
    silent(invalidJson, parts);
  });
});
