import type { ExampleEntry } from '../../src/model/entry';
import type { Judgment } from '../../src/model/judgment';

/** A failing example's entry; give what the test is about. */
export function entry(given: Partial<ExampleEntry> = {}): ExampleEntry {
  return {
    key: 'k1',
    id: '1',
    dataset: 'sums',
    model: 'm',
    score: 0,
    passed: false,
    outputLength: 12,
    preview: 'What is 17 * 24?',
    source: { path: 'runs/sums.jsonl', format: 'generic-jsonl', line: 1 },
    ...given,
  };
}

/** A judgment of the offline judge; give what the test is about. */
export function judgment(given: Partial<Judgment> = {}): Judgment {
  return {
    key: 'k1',
    category: 'Computation Error',
    title: 'Wrong product',
    summary: '17 * 24 is 408, not 398.',
    criteria: [],
    evidence: [],
    confidence: 0.9,
    judge: { kind: 'offline', model: 'rules', promptVersion: '1', taxonomy: 'erroratlas@1' },
    createdAt: '2026-01-01T00:00:00.000Z',
    status: 'judged',
    ...given,
  };
}
