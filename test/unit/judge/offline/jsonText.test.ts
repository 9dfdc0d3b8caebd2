import { describe, expect, it } from 'vitest';
import { jsonDemand, readJson } from '../../../../src/judge/offline/jsonText';
import { failingExample } from './failingExample';

describe('jsonDemand', () => {
  it.each([
    ['input', { input: 'Give the name as JSON.' }],
    ['reference', { references: ['{"a": 1}'] }],
    ['grader', { explanation: 'Expected output to be valid JSON' }],
    [null, { input: 'What does the JSON file below say?', references: ['[citation needed]'] }],
  ])('%s', (demand, parts) => {
    expect(jsonDemand(failingExample(parts))).toBe(demand);
  });
});

describe('readJson', () => {
  it.each([
    ['{"a": 1}', 'valid', 'nothing'],
    ['```json\n{"a": 1}\n```', 'valid', 'fence'],
    ['Here it is: {"a": 1} Enjoy!', 'valid', 'prose'],
  ])('%j', (output, kind, wrapped) => {
    expect(readJson(output)).toMatchObject({ kind, wrapped });
  });

  it('points at the place that does not parse', () => {
    const output = '{"a": 1, "b": oops}';
    const json = readJson(output);
    expect(json.kind === 'broken' && output.slice(json.at)).toMatch(/^o/);
  });

  it('tells a text that breaks off', () => {
    expect(readJson('{"a": 1, "b": 2')).toMatchObject({ kind: 'broken', cutOff: true });
    expect(readJson("{'a': 1}")).toMatchObject({ kind: 'broken', cutOff: false });
  });

  it('takes no prose with a bracket for JSON', () => {
    expect(readJson('I think [sic] so').kind).toBe('none');
  });
});
