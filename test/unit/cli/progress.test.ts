import { describe, expect, it } from 'vitest';
import { progressText } from '../../../src/cli/classifyReport';
import { ProgressLine, Rate } from '../../../src/cli/progress';

function terminal(isTTY: boolean, columns = 40) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

describe('the progress line', () => {
  it('comes after a moment, not too often, and goes without a trace', () => {
    let now = 0;
    const screen = terminal(true);
    const line = new ProgressLine(screen, () => now);
    line.show(() => 'too early');
    now = 300;
    line.show(() => 'one');
    now = 350;
    line.show(() => 'too soon');
    now = 400;
    line.show(() => 'two');
    line.clear();
    line.clear();
    expect(screen.written).toEqual(['\r\x1b[2Kone', '\r\x1b[2Ktwo', '\r\x1b[2K']);
  });

  it('never breaks the line', () => {
    let now = 0;
    const screen = terminal(true, 20);
    const line = new ProgressLine(screen, () => now);
    now = 1000;
    line.show(() => 'Reading a/rather/long/path/to/a/file.jsonl');
    expect(screen.written).toEqual(['\r\x1b[2KReading a…ile.jsonl']);
  });

  it('is silent where nobody looks', () => {
    let now = 0;
    const pipe = terminal(false);
    const line = new ProgressLine(pipe, () => now);
    now = 1000;
    line.show(() => {
      throw new Error('not asked for');
    });
    line.clear();
    expect(pipe.written).toEqual([]);
  });
});

describe('the rate', () => {
  it('is that of the last ten seconds', () => {
    let now = 0;
    const rate = new Rate(() => now);
    expect(rate.perSecond(0)).toBeNull();
    now = 1_000;
    expect(rate.perSecond(1000)).toBe(1000);
    for (now = 2_000; now < 60_000; now += 1_000) rate.perSecond(1000 + now / 100);
    expect(rate.perSecond(1000 + now / 100)).toBeCloseTo(10);
  });

  it('is told with what is done, what is left and what it cost', () => {
    expect(progressText({ done: 412, total: 985, cost: 0.1234 }, 38)).toBe(
      '412 of 985 judged · 38/s · 16 s left · $0.1234',
    );
    expect(progressText({ done: 1, total: 985, cost: 0 }, null)).toBe('1 of 985 judged');
    expect(progressText({ done: 1, total: 985, cost: 0 }, 0.5)).toBe('1 of 985 judged · 0.5/s · 33 min left');
  });
});
