import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import type { Taxonomy } from '../../../src/model/taxonomy';
import { runCli, storedJudgments, temporaryFolder } from '../../support/cli';

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(() => remove());

async function refused(args: string[], message: RegExp | string): Promise<void> {
  const { code, stdout, stderr } = await runCli(args);
  expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
}

describe('what is asked in the wrong way', () => {
  it('exits with 2 and says what is wrong', async () => {
    const openai = ['classify', 'examples', '--judge', 'openai', '--store', join(folder, 'store')];
    await Promise.all([
      refused(['scan', 'no/such/folder'], 'no/such/folder does not exist'),
      refused(['classify', 'no/such/folder'], 'no/such/folder does not exist'),
      refused(['scan'], "missing required argument 'path'"),
      refused(['frobnicate'], "unknown command 'frobnicate'"),
      refused(['scan', 'examples', '--frobnicate'], "unknown option '--frobnicate'"),
    ]);
    await Promise.all([
      refused(['taxonomy', 'frobnicate'], "unknown command 'frobnicate'"),
      refused(['taxonomy', 'show', 'erroratlas', '--frobnicate'], "unknown option '--frobnicate'"),
      refused(['examples', 'examples', '--limit', 'x'], /--limit.*whole number/),
      refused(['classify', 'examples', '--judge', 'oracle'], 'Allowed choices are offline, openai'),
      refused(['classify', 'examples', '--ratio', '2'], /--ratio.*up to 1/),
    ]);
    await Promise.all([
      refused(['classify', 'examples', '--concurrency', '0'], /--concurrency.*above 0/),
      refused(['classify', 'examples', '--budget-usd', ''], /--budget-usd.*above 0/),
      refused(openai, '--judge openai needs --model'),
      refused([...openai, '--model', 'm', '--api-key-env', 'NOT_SET_HERE'], 'NOT_SET_HERE is not set'),
      refused([...openai, '--model', 'm', '--base-url', 'ftp://judge'], 'not an http(s) address'),
    ]);
    expect(await storedJudgments(join(folder, 'store'))).toEqual([]);
  });

  it('takes an empty key for none', async () => {
    const { code, stderr } = await runCli(
      ['classify', 'examples', '--judge', 'openai', '--model', 'm', '--api-key-env', 'JUDGE_KEY'],
      { env: { JUDGE_KEY: ' ' } },
    );
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error-atlas: The environment variable JUDGE_KEY is not set.\n',
    });
  });
});

describe('help', () => {
  it('has two examples or more for each command', async () => {
    const taxonomy = ['build', 'show', 'validate', 'apply', 'map', 'import'].map((name) => `taxonomy ${name}`);
    const commands = [
      '',
      'scan',
      'examples',
      'classify',
      'atlas',
      'compare',
      'import',
      'batch',
      'taxonomy',
      ...taxonomy,
    ];
    for (const command of commands) {
      const { code, stdout } = await runCli([...command.split(' ').filter((word) => word !== ''), '--help']);
      expect(code).toBe(0);
      const shown = stdout.match(new RegExp(`^  error-atlas ${command}.*\\S`, 'gm')) ?? [];
      expect(shown.length, command).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('taxonomy', () => {
  const write = async (name: string, text: string) => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it('shows the built-in one', async () => {
    const { code, json } = await runCli<Taxonomy>(['taxonomy', 'show', 'erroratlas', '--json']);
    expect(code).toBe(0);
    expect(json).toEqual(errorAtlas);
    const { stdout } = await runCli(['taxonomy', 'show', 'erroratlas']);
    expect(stdout).toContain(`(erroratlas@${errorAtlas.version})`);
    for (const { name, description } of errorAtlas.categories) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(`\n  ${description}\n`);
    }
  });

  it('finds a good file valid, and works with it', async () => {
    const own = { ...errorAtlas, id: 'ours', version: '7', categories: errorAtlas.categories.slice(0, 5) };
    const path = await write('ours.json', JSON.stringify(own));
    const { code, stdout } = await runCli(['taxonomy', 'validate', path]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'ours@7: 5 categories, valid.\n' });
    const store = join(folder, 'ours');
    const { json } = await runCli<{ byCategory: Record<string, number> }>([
      ...['classify', 'examples', '--taxonomy', path, '--store', store, '--json'],
    ]);
    const names = own.categories.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(json.byCategory)));
  });

  it('says where a bad file is wrong', async () => {
    const noName = {
      ...errorAtlas,
      categories: [
        { id: 'a', name: 'A', description: '' },
        { id: 'B!', name: '' },
      ],
    };
    const schema = await write('schema.json', JSON.stringify(noName));
    await refused(['taxonomy', 'validate', schema], /schema\.json:1:\d+: "categories\.1\.name"/);
    const syntax = await write('syntax.json', '{\n  "id": "x",\n  "version": oops\n}');
    await refused(['taxonomy', 'validate', syntax], /syntax\.json:3:\d+: This is not valid JSON/);
    await refused(
      ['classify', 'examples', '--taxonomy', syntax],
      /syntax\.json is no taxonomy:\n.*syntax\.json:3:\d+: /,
    );
    await refused(['atlas', 'examples', '--taxonomy', syntax], /syntax\.json is no taxonomy:\n.*syntax\.json:3:\d+: /);
    await refused(['taxonomy', 'validate', join(folder, 'none.json')], /none\.json can't be read/);
    await refused(['taxonomy', 'validate', folder], /can't be read/);
  });
});
