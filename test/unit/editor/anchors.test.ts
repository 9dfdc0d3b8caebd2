import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Anchors, byLine } from '../../../src/editor/inline/anchors';
import type { Survey } from '../../../src/readers/survey';
import { entry } from '../../support/records';

const EMPTY: Survey = {
  path: 'f',
  format: 'generic-jsonl',
  models: [],
  datasets: [],
  problems: [],
  notes: [],
  entries: [],
};

function anchorsAt(...lines: number[]): Anchors {
  const survey: Survey = {
    ...EMPTY,
    entries: lines.map((line) =>
      entry({ key: `k${line}`, source: { path: 'f', format: 'generic-jsonl', line: line + 1 } }),
    ),
  };
  return Anchors.of(survey);
}

const linesOf = (anchors: Anchors) => anchors.all.map(({ line }) => line);
const range = (startLine: number, startCharacter: number, endLine: number, endCharacter: number) =>
  ({
    start: { line: startLine, character: startCharacter },
    end: { line: endLine, character: endCharacter },
  }) as Parameters<Anchors['shift']>[0]['range'];

describe('the places of failing examples in an open document', () => {
  it('are found by line', () => {
    const anchors = anchorsAt(2, 5, 9);
    expect(anchors.between(3, 9).map(({ line }) => line)).toEqual([5, 9]);
    expect(anchors.at(1)).toBeUndefined();
    expect(anchors.at(5)?.line).toBe(5);
    expect(anchors.at(8)?.line).toBe(5);
    expect(anchors.next(5, 1)?.line).toBe(9);
    expect(anchors.next(9, 1)?.line).toBe(2);
    expect(anchors.next(2, -1)?.line).toBe(9);
  });

  it('end where the next example begins, though that one passes', () => {
    const source = (line: number) => ({ path: 'f', format: 'generic-jsonl' as const, line });
    const examples = [entry({ source: source(1) }), entry({ source: source(2), passed: true })];
    const anchors = Anchors.of({ ...EMPTY, entries: examples });
    expect(anchors.at(0)?.entry).toBe(examples[0]);
    expect(anchors.at(1)).toBeUndefined();
    expect(linesOf(anchors)).toEqual([0]);
    anchors.shift({ range: range(0, 0, 0, 0), text: '\n' });
    expect(anchors.at(1)?.entry).toBe(examples[0]);
    expect(anchors.at(2)).toBeUndefined();
  });

  it('of many examples on one line are one line', () => {
    const lines = byLine(anchorsAt(3, 3, 3, 7).all);
    expect([...lines].map(([line, anchors]) => [line, anchors.length])).toEqual([
      [3, 3],
      [7, 1],
    ]);
  });

  it('move with lines that come or go above them, and go with their own line', () => {
    const anchors = anchorsAt(2, 5, 9);
    anchors.shift({ range: range(3, 0, 3, 0), text: 'a\nb\n' });
    expect(linesOf(anchors)).toEqual([2, 7, 11]);
    anchors.shift({ range: range(6, 4, 8, 0), text: '' });
    expect(linesOf(anchors)).toEqual([2, 9]);
    anchors.shift({ range: range(0, 0, 0, 3), text: 'no new line' });
    expect(linesOf(anchors)).toEqual([2, 9]);
  });

  it('follow any edit exactly as the text itself does', () => {
    const edit = fc.record({ start: fc.nat(12), removed: fc.nat(4), added: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        let text = Array.from({ length: 14 }, (_, i) => (i % 3 === 0 ? `fail ${i}` : `pass ${i}`));
        const anchors = anchorsAt(...text.flatMap((line, i) => (line.startsWith('fail') ? [i] : [])));
        for (const { start, removed, added } of edits) {
          // Lines rewritten in place (a replace-all, a formatter) keep their anchors: see the next test.
          if (start + removed > text.length || removed === added) continue;
          anchors.shift({ range: range(start, 0, start + removed, 0), text: 'new\n'.repeat(added) });
          text = [...text.slice(0, start), ...Array<string>(added).fill('new'), ...text.slice(start + removed)];
        }
        expect(linesOf(anchors)).toEqual(text.flatMap((line, i) => (line.startsWith('fail') ? [i] : [])));
      }),
    );
  });

  it('stay where lines are rewritten in place', () => {
    const anchors = anchorsAt(2, 5);
    anchors.shift({ range: range(0, 0, 6, 0), text: 'x\n'.repeat(6) });
    expect(linesOf(anchors)).toEqual([2, 5]);
  });
});
