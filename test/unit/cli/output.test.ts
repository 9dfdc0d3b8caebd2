import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli, temporaryFolder } from '../../support/cli';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

/** Clears the screen, recolours, writes a title, turns the direction of writing, begins a new line. */
const HOSTILE = '\u001b[2J\u001b[31mred\u009b0m\u001b]0;owned\u0007\u202e\rreturn\nAll examples pass.';
const STEERS = /(?!\n)[\p{Cc}\p{Cf}]/u;

// Such a file name is possible nowhere else.
describe.skipIf(process.platform === 'win32')('hostile text', () => {
  it('does not reach the terminal in what is printed for people', async () => {
    const runs = join(folder, `runs${HOSTILE.replaceAll('/', '')}`);
    await mkdir(runs);
    const row = { id: HOSTILE, dataset: HOSTILE, model: HOSTILE, input: HOSTILE, output: '', target: HOSTILE };
    const file = join(runs, `log${HOSTILE}.jsonl`);
    await writeFile(file, `${JSON.stringify({ ...row, passed: false })}\n{"broken \u001b[31m\n`);
    const notes = join(runs, `notes${HOSTILE}.json`);
    await writeFile(notes, '{}');
    const store = join(runs, 'store');
    await mkdir(join(store, 'judgments'), { recursive: true });
    await writeFile(join(store, 'judgments', `old${HOSTILE}.jsonl`), 'broken\n');
    const taxonomy = join(runs, `taxonomy${HOSTILE}.json`);
    const category = { id: 'a', name: HOSTILE, description: HOSTILE };
    await writeFile(
      taxonomy,
      JSON.stringify({ id: HOSTILE, version: HOSTILE, name: HOSTILE, source: HOSTILE, categories: [category] }),
    );
    const unwritable = { JUDGE: '' };

    const commands = [
      ['scan', file, notes],
      ['examples', file],
      ['classify', file, '--store', store],
      ['atlas', file, '--store', store],
      ['taxonomy', 'show', taxonomy],
      ['taxonomy', 'validate', taxonomy],
      ['taxonomy', 'validate', notes],
      ['scan', join(runs, `missing${HOSTILE}`)],
      ['taxonomy', 'show', `missing${HOSTILE}`],
      [HOSTILE],
      ['classify', file, '--judge', 'openai', '--model', HOSTILE, '--budget-usd', '1'],
      ['classify', file, '--judge', 'openai', '--model', HOSTILE, '--api-key-env', HOSTILE],
    ];
    for (const args of commands) {
      const { stdout, stderr } = await runCli(args, { env: unwritable });
      expect(stdout + stderr, args[0]).not.toBe('');
      expect(STEERS.exec(stdout + stderr), `${args[0]}: ${JSON.stringify(stdout + stderr)}`).toBeNull();
      // Commander quotes an argument of the user's own as it is, line breaks included.
      if (args[0] !== HOSTILE) expect(stdout + stderr, args[0]).not.toMatch(/^All examples pass/m);
    }
  });

  it('does not reach the terminal in JSON either', async () => {
    const path = join(folder, 'hostile.jsonl');
    await writeFile(path, `${JSON.stringify({ id: 1, model: HOSTILE, input: 'q', output: HOSTILE, passed: false })}\n`);
    const { stdout, json } = await runCli<{ examples: { output: string }[] }>(['examples', path, '--json']);
    expect(/(?!\n)\p{Cc}/u.exec(stdout)).toBeNull();
    expect(json.examples[0]?.output).toBe(HOSTILE);
  });
});

describe('a reader that has seen enough', () => {
  it('is no failure', async () => {
    const path = join(folder, 'many.jsonl');
    const row = (id: number) => ({ id, model: 'm', input: 'q'.repeat(300), output: 'a', passed: false });
    await writeFile(path, Array.from({ length: 3000 }, (_, id) => `${JSON.stringify(row(id))}\n`).join(''));
    for (const options of [['--json'], []]) {
      const { child, finished } = startCli(['examples', path, ...options]);
      child.stdout?.once('data', () => child.stdout?.destroy());
      const { code, stderr } = await finished;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    }
  });
});
