import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Runs the bench in a temporary folder of its own (others' runs are none of ours) and sees that it cleans up. */
async function bench<Document>(...args: string[]): Promise<Document> {
  const temporary = await mkdtemp(join(tmpdir(), 'error-atlas-bench-test-'));
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['test/bench/run.mjs', ...args, '--json'], { env });
    expect((await readdir(temporary)).filter((name) => name.startsWith('error-atlas-bench-'))).toEqual([]);
    return JSON.parse(stdout);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Rows {
  rows: { what: string; value?: number; detail: string }[];
}

// Small files and short runs say nothing about speed: what is looked at is that the benches measure.

it('the bench of the readers measures what it says', { timeout: 120_000 }, async () => {
  const { rows } = await bench<Rows>('readers', '--size', '1mb', '--runs', '1');
  expect(rows.length).toBeGreaterThan(10);
  for (const { what, value, detail } of rows) {
    if (value === undefined) expect(detail).toMatch(/^skipped: /);
    else expect(value, what).toBeGreaterThanOrEqual(0);
  }
});

it('the bench of runs measures what it says, and a second run calls nobody', { timeout: 120_000 }, async () => {
  const { rows } = await bench<Rows>('run', '--examples', '300', '--delay', '20', '--concurrency', '16');
  const value = (what: string) => rows.find((row) => row.what === what)?.value;
  expect(value('wall against ideal')).toBeGreaterThan(1);
  expect(value('growth of memory (RSS)')).toBeLessThan(300);
  expect(value('calls of that')).toBe(0);
  for (const { what, value } of rows) expect(value, what).toBeGreaterThanOrEqual(0);
});

it('the bench of the prompts counts tokens', { timeout: 60_000 }, async () => {
  type Figures = Record<'examples' | 'system' | 'schema' | 'uncached', number> & { user: { mean: number } };
  const figures = await bench<Figures>('tokens', 'examples', '--rows', '20');
  expect(figures).toMatchObject({ examples: 20, rows: 20, correct: 1 });
  expect(figures.system).toBeGreaterThanOrEqual(1_024);
  expect(figures.uncached).toBeCloseTo(figures.system + figures.schema + figures.user.mean);
});

it('the bench of the judges measures the offline judge', { timeout: 60_000 }, async () => {
  const args = ['--split', 'dev', '--limit', '20', '--runs', '2'];
  const { measured, examples } = await bench<{ measured: unknown[]; examples: number }>('judge', ...args);
  expect(examples).toBe(20);
  expect(measured[0]).toMatchObject({
    judge: { kind: 'offline' },
    all: { examples: 20, errors: 0 },
    self: { runs: 2, unanimous: 1 },
    callsPerFailure: 0,
  });
});

interface TaxonomyFigures {
  calls: number;
  referenceCalls: number;
  ofIdeal: number;
  peak: number;
}

it('5,000 titles take no more calls than the reference, and 300 MB at most', { timeout: 120_000 }, async () => {
  const { calls, referenceCalls, ofIdeal, peak } = await bench<TaxonomyFigures>(
    ...['taxonomy', '--titles', '5000', '--latency', '5'],
  );
  expect(calls).toBeGreaterThan(200);
  expect(calls).toBeLessThanOrEqual(referenceCalls);
  expect(peak).toBeLessThan(300e6);
  // Of such short answers the time says nothing: `npm run bench -- taxonomy` waits for longer ones.
  expect(ofIdeal).toBeGreaterThan(0.9);
});
