import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const leftOver = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('error-atlas-bench-'));

/** Small files say nothing about speed: what is looked at is that the bench runs and cleans up after itself. */
it('the bench of the readers measures what it says', { timeout: 120_000 }, async () => {
  const before = await leftOver();
  const args = ['test/bench/run.mjs', 'readers', '--size', '1mb', '--runs', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const { rows } = JSON.parse(stdout);
  expect(rows.length).toBeGreaterThan(10);
  for (const { what, value, detail } of rows) {
    if (value === undefined) expect(detail).toMatch(/^skipped: /);
    else expect(value, what).toBeGreaterThanOrEqual(0);
  }
  expect((await leftOver()).filter((name) => !before.includes(name))).toEqual([]);
});
