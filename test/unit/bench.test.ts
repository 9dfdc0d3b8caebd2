import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Small files say nothing about speed: what is looked at is that the bench runs and cleans up after itself. */
it('the bench of the readers measures what it says', { timeout: 120_000 }, async () => {
  // A temporary folder of its own: other runs of the bench on this machine are none of ours.
  const temporary = await mkdtemp(join(tmpdir(), 'error-atlas-bench-test-'));
  const env = { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const args = ['test/bench/run.mjs', 'readers', '--size', '1mb', '--runs', '1', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const { rows } = JSON.parse(stdout);
  expect(rows.length).toBeGreaterThan(10);
  for (const { what, value, detail } of rows) {
    if (value === undefined) expect(detail).toMatch(/^skipped: /);
    else expect(value, what).toBeGreaterThanOrEqual(0);
  }
  expect((await readdir(temporary)).filter((name) => name.startsWith('error-atlas-bench-'))).toEqual([]);
  await rm(temporary, { recursive: true, force: true });
});
