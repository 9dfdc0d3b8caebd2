import { expect } from 'vitest';
import type { Finding, Rule } from '../../../../src/judge/offline/rule';
import type { Example } from '../../../../src/model/example';

/** A failing example with only what a test is about. */
export function failingExample(parts: Partial<Example>): Example {
  return {
    key: '0'.repeat(32),
    id: '1',
    dataset: 'test',
    model: 'test-model',
    input: '',
    output: '',
    references: [],
    score: 0,
    passed: false,
    source: { path: 'test.jsonl', format: 'generic-jsonl' },
    ...parts,
  };
}

/** The rule's finding, which must be there and must quote only what stands in the output. */
export function found(rule: Rule, parts: Partial<Example>): Finding & { evidence: string[] } {
  const example = failingExample(parts);
  const finding = rule.apply(example);
  if (finding === null) throw new Error(`${rule.id} found nothing in: ${example.output}`);
  expect(finding.title.split(/\s+/).length).toBeLessThanOrEqual(8);
  for (const { start, end } of finding.quotes) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(example.output.length);
  }
  return { ...finding, evidence: finding.quotes.map(({ start, end }) => example.output.slice(start, end)) };
}

/** The rule must keep silent. */
export function silent(rule: Rule, parts: Partial<Example>): void {
  expect(rule.apply(failingExample(parts))).toBeNull();
}
