import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Crosswalk } from '../../../src/errormap/crosswalk';
import type { Stability } from '../../../src/errormap/stability';
import type { Atlas } from '../../../src/model/atlas';
import type { BuiltTaxonomy } from '../../../src/model/builtTaxonomy';
import { filesBelow, runCli, startCli, storedJudgments, temporaryFolder } from '../../support/cli';
import { type JudgeServer, startJudgeServer } from '../../support/judgeServer';
import { namesIn, titlesIn } from '../../support/recordedModel';

let folder: string;
let remove: () => Promise<void>;
const servers: JudgeServer[] = [];
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
  await writeFile(join(folder, 'runs.jsonl'), rows(120).join('\n'));
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await remove();
});

const KINDS = ['Addition', 'Reading', 'Logic', 'Format'];

function rows(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `q${i}`,
      model: 'm',
      dataset: 'd',
      input: `question ${i}`,
      output: `${KINDS[i % 4]} answer ${i}`,
      target: 'right',
      score: 0,
    }),
  );
}

/** Judges by the first word of an output, and sorts by the first word of a title. */
async function start(delayMs = 0): Promise<JudgeServer> {
  const server = await startJudgeServer({
    delayMs,
    answer: (_, { body }) => {
      const [system = '', user = ''] = body.messages.map(({ content }) => content);
      const form = (body.response_format?.json_schema as { name?: string } | undefined)?.name;
      const titles = titlesIn(user);
      const nameOf = (title: string) => `${title.split(' ')[0]} Lapse`;
      const reply = (content: unknown) => ({ kind: 'reply' as const, content: JSON.stringify(content) });
      if (form === 'synonyms') return reply({ same: [] });
      if (form === 'categories') {
        const names = new Set([...namesIn(user), ...titles.map(nameOf)]);
        return reply({ categories: [...names].map((name) => ({ name, description: `All ${name}.` })) });
      }
      if (form === 'assigned') {
        const known = namesIn(system);
        return reply({
          assigned: titles.map((title, i) => ({
            n: i + 1,
            category: known.find((name) => name.startsWith(title.split(' ')[0] ?? '')) ?? 'Other',
          })),
        });
      }
      const output = /<output(\d+)>\n([\s\S]*?)\n<\/output\1>/.exec(user)?.[2] ?? '';
      const [kind = ''] = output.split(' ');
      const item = Number(output.split(' ').at(-1)) % 17;
      const title = `${kind} slip of sort ${item}`;
      return reply({
        criteria: [],
        noise: '',
        summary: `The ${kind} went wrong.`,
        title,
        category: 'Computation Error',
        confidence: 0.8,
      });
    },
  });
  servers.push(server);
  return server;
}

const model = (server: JudgeServer) => ['--judge', 'openai', '--base-url', server.url, '--model', 'test-judge'];

function sum(categories: readonly { count: number }[]): number {
  return categories.reduce((total, { count }) => total + count, 0);
}

describe('taxonomy build', () => {
  it('judges what has no judgment yet, builds, and keeps taxonomy, record and replies', async () => {
    const server = await start();
    const store = join(folder, 'build');
    const args = ['taxonomy', 'build', join(folder, 'runs.jsonl'), '--json', '--store', store, ...model(server)];
    const { code, stderr, json } = await runCli<BuiltTaxonomy>(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json.categories.map(({ name, count }) => [name, count]).sort()).toEqual(
      KINDS.map((kind) => [`${kind} Lapse`, 30]).sort(),
    );
    expect(sum(json.categories) + json.unassigned).toBe(120);
    expect(json).toMatchObject({
      id: 'errormap',
      failing: 120,
      unassigned: 0,
      version: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
    expect(await storedJudgments(store)).toHaveLength(120);
    const calls = server.requests.length;
    expect(json.calls).toBe(calls - 120);

    // A second build asks nothing: judgments and replies are known.
    const again = await runCli<BuiltTaxonomy>(args);
    expect(again.json).toMatchObject({
      calls: 0,
      known: json.calls,
      version: json.version,
      categories: json.categories,
    });
    expect(server.requests).toHaveLength(calls);

    const shown = await runCli<{ id: string; version: string }>([
      'taxonomy',
      'show',
      'errormap',
      '--store',
      store,
      '--json',
    ]);
    expect(shown.json).toMatchObject({ id: 'errormap', version: json.version });
    const valid = await runCli(['taxonomy', 'validate', join(store, 'taxonomies/errormap.json')]);
    expect(valid).toMatchObject({ code: 0, stdout: `errormap@${json.version}: 4 categories, valid.\n` });
    expect(await readFile(join(store, 'replies/.gitignore'), 'utf8')).toBe('*\n');
  });

  it('goes on where it was cut short', async () => {
    const store = join(folder, 'killed');
    await runCli(['classify', join(folder, 'runs.jsonl'), '--store', store, ...model(await start())]);
    const server = await start(150);
    const args = [
      'taxonomy',
      'build',
      join(folder, 'runs.jsonl'),
      '--json',
      '--store',
      store,
      '--classify-batch',
      '4',
      '--concurrency',
      '2',
      ...model(server),
    ];
    const { child, finished } = startCli(args);
    while (server.requests.length < 6) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGKILL');
    await finished;
    const kept = (await readdir(join(store, 'replies'))).filter((name) => name.endsWith('.json')).length;
    expect(kept).toBeGreaterThanOrEqual(3);
    const asked = server.requests.length;
    const { code, json } = await runCli<BuiltTaxonomy>(args);
    expect({ code, known: json.known }).toEqual({ code: 0, known: kept });
    expect(json.calls).toBe(server.requests.length - asked);
    const questions = server.requests.map(({ body }) => JSON.stringify(body.messages));
    // Only what was under way when the process died is asked again.
    expect(questions.length - new Set(questions).size).toBeLessThanOrEqual(2);
  });

  it('tells how stable it is, and shows its categories in the atlas', async () => {
    const server = await start();
    const store = join(folder, 'stable');
    const args = [
      'taxonomy',
      'build',
      join(folder, 'runs.jsonl'),
      '--json',
      '--store',
      store,
      '--stability',
      '--apply',
      ...model(server),
    ];
    const { json } = await runCli<BuiltTaxonomy & { stability: Stability }>(args);
    expect(json.stability).toMatchObject({ seeds: [0, 1], top: { adjustedRandIndex: 1 } });
    const atlas = await runCli<Atlas>([
      'atlas',
      join(folder, 'runs.jsonl'),
      '--store',
      store,
      '--taxonomy',
      'errormap',
      '--json',
    ]);
    expect(atlas.json.categories.map(({ name, count }) => [name, count]).sort()).toEqual(
      KINDS.map((kind) => [`${kind} Lapse`, 30]).sort(),
    );
    // What the judge itself found is still there.
    const before = await runCli<Atlas>(['atlas', join(folder, 'runs.jsonl'), '--store', store, '--json']);
    expect(before.json.categories).toMatchObject([{ name: 'Computation Error', count: 120 }]);
  });

  it('without a model groups by words, and says so', async () => {
    const store = join(folder, 'offline');
    const { code, json } = await runCli<BuiltTaxonomy>(['taxonomy', 'build', 'examples', '--json', '--store', store]);
    expect(code).toBe(0);
    expect(json.source).toContain('without a language model');
    expect(sum(json.categories) + json.unassigned).toBe(json.failing);
    expect(json.failing).toBe(94);
    const text = await runCli(['taxonomy', 'build', 'examples', '--store', store]);
    expect(text.stdout).toContain('Grouped by like words without a language model');
  });

  it('with a model of no use: groups by words, exit code 1, and why on stderr', async () => {
    const store = join(folder, 'weak');
    await runCli(['classify', join(folder, 'runs.jsonl'), '--store', store, ...model(await start())]);
    const server = await startJudgeServer({
      answer: () => ({ kind: 'reply', content: '{"categories":[{"name":"…"}]}' }),
    });
    servers.push(server);
    const args = ['taxonomy', 'build', join(folder, 'runs.jsonl'), '--store', store, '--apply', ...model(server)];
    const { code, stderr, json } = await runCli<BuiltTaxonomy>([...args, '--json']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/questions got no usable reply from the model .* grouped by like words instead/);
    expect(json.needs?.byWords).toBe(true);
    expect(sum(json.categories) + json.unassigned).toBe(120);
    const stored = (await storedJudgments(store)) as unknown as { judge: { kind: string; taxonomy: string } }[];
    const kept = stored.filter(({ judge }) => judge.taxonomy.startsWith('errormap@'));
    expect(new Set(kept.map(({ judge }) => judge.kind))).toEqual(new Set(['offline']));
    const text = await runCli(args);
    expect(text.stdout).toMatch(/first categories +\d+ +\d+ +\d+/);
  });

  it('too few failures: exit code 2, what to do, and nothing kept', async () => {
    const few = join(folder, 'few.jsonl');
    await writeFile(few, rows(3).join('\n'));
    const store = join(folder, 'few');
    const { code, stdout, stderr } = await runCli([
      'taxonomy',
      'build',
      few,
      '--json',
      '--store',
      store,
      ...model(await start()),
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/at least 5 failing examples.*there are 3.*classify --taxonomy erroratlas/);
    expect(existsSync(join(store, 'taxonomies'))).toBe(false);
  });

  it('a dry run calls nothing and writes nothing', async () => {
    const server = await start();
    const store = join(folder, 'build');
    const files = await filesBelow(store);
    const args = [
      'taxonomy',
      'build',
      join(folder, 'runs.jsonl'),
      '--json',
      '--store',
      store,
      '--dry-run',
      '--price',
      '1/2',
      ...model(server),
    ];
    const { json } = await runCli<{ calls: number; titles: number; cost: number }>(args);
    expect(json.titles).toBe(68);
    expect(json.calls).toBeGreaterThanOrEqual(4);
    expect(json.cost).toBeGreaterThan(0);
    expect(server.requests).toHaveLength(0);
    expect(await filesBelow(store)).toEqual(files);
  });

  it('leaves a broken taxonomy file under its name alone', async () => {
    const store = join(folder, 'guarded');
    await cp(join(folder, 'build'), store, { recursive: true });
    const file = join(store, 'taxonomies/errormap.json');
    await writeFile(file, '{ "id": "mine", // half');
    const { code, stderr } = await runCli([
      'taxonomy',
      'build',
      join(folder, 'runs.jsonl'),
      '--store',
      store,
      ...model(await start()),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain('it was left as it is');
    expect(await readFile(file, 'utf8')).toBe('{ "id": "mine", // half');
  });
});

describe('other taxonomies', () => {
  it('apply sorts by titles alone; map counts what became what', async () => {
    const server = await start();
    const store = join(folder, 'apply');
    await runCli(['classify', join(folder, 'runs.jsonl'), '--store', store, ...model(server)]);
    const judged = server.requests.length;
    const mine = join(folder, 'mine.json');
    const categories = KINDS.map((kind) => ({
      id: kind.toLowerCase(),
      name: `${kind} Woe`,
      description: `All ${kind}.`,
    }));
    await writeFile(mine, JSON.stringify({ id: 'mine', version: '3', name: 'Mine', source: 'me', categories }));
    const args = ['taxonomy', 'apply', mine, join(folder, 'runs.jsonl'), '--json', '--store', store, ...model(server)];
    const plan = await runCli<{ calls: number; cost: number }>([...args, '--dry-run', '--price', '1/1']);
    expect(server.requests).toHaveLength(judged);
    const { code, json, stderr } = await runCli<{ sorted: number; calls: number; byCategory: Record<string, number> }>(
      args,
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/^68 titles to sort: about 2 calls, cost not known\.\n$/);
    expect(json).toMatchObject({ sorted: 120, calls: plan.json.calls, byCategory: { 'Logic Woe': 30 } });
    expect(server.requests).toHaveLength(judged + json.calls);
    const stored = (await storedJudgments(store)) as unknown as {
      judge: { taxonomy: string };
      title: string;
      summary: string;
    }[];
    const own = stored.filter(({ judge }) => judge.taxonomy === 'mine@3');
    expect(own).toHaveLength(120);
    expect(own.every(({ title, summary }) => title.includes('slip of sort') && summary !== '')).toBe(true);
    const again = await runCli<{ sorted: number; cached: number; calls: number }>(args);
    expect(again.json).toMatchObject({ sorted: 0, cached: 120, calls: 0 });

    const map = await runCli<Crosswalk>([
      'taxonomy',
      'map',
      'erroratlas',
      mine,
      join(folder, 'runs.jsonl'),
      '--store',
      store,
      '--json',
    ]);
    expect(map.json).toMatchObject({ examples: 120, rows: [{ category: 'Computation Error', count: 120 }] });
    expect(map.json.rows[0]?.to.map(({ category, count, share }) => [category, count, share])).toEqual(
      KINDS.map((kind) => [`${kind} Woe`, 30, 0.25]).sort(),
    );
    const whole = await runCli<Crosswalk>(['taxonomy', 'map', 'erroratlas', mine, '--store', store, '--json']);
    expect(whole.json).toEqual(map.json);
    const none = await runCli(['taxonomy', 'map', 'agents', mine, join(folder, 'runs.jsonl'), '--store', store]);
    expect(none).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No failing example is judged under both agents@1'),
    });
  });

  it("export for the reference's viewer, and import of what it writes", async () => {
    const store = join(folder, 'stable');
    const out = join(folder, 'reference');
    const exported = await runCli([
      'atlas',
      join(folder, 'runs.jsonl'),
      '--store',
      store,
      '--taxonomy',
      'errormap',
      '--errormap',
      out,
    ]);
    expect(exported.code).toBe(0);
    const tree = 'exp_name=construct_taxonomy_recursively__exp_id=error-atlas';
    for (const file of [`${tree}.json`, `${tree}.csv`]) {
      const id = file.endsWith('.csv') ? 'from-csv' : 'from-tree';
      const { code, json } = await runCli<{ taxonomy: string; categories: number }>([
        'taxonomy',
        'import',
        join(out, file),
        '--id',
        id,
        '--store',
        store,
        '--json',
      ]);
      expect({ code, ...json }).toMatchObject({ code: 0, taxonomy: `${id}@1`, categories: 4 });
    }
    const list = await runCli<{ taxonomies: { id: string; categories: number }[] }>([
      'taxonomy',
      'list',
      '--json',
      '--store',
      store,
    ]);
    expect(list.json.taxonomies.map(({ id, categories }) => [id.replace(/@[0-9a-f]{8}$/, ''), categories])).toEqual([
      ['erroratlas@1', 17],
      ['agents@1', 17],
      ['errormap', 4],
      ['from-csv@1', 4],
      ['from-tree@1', 4],
    ]);
    const copy = join(folder, 'copy.json');
    expect((await runCli(['taxonomy', 'export', 'from-tree', copy, '--store', store])).code).toBe(0);
    const twice = await runCli(['taxonomy', 'export', 'from-tree', copy, '--store', store]);
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was overwritten') });
  });

  it('validate names every fault with its place, and show refuses the file', async () => {
    const file = join(folder, 'broken.json');
    await writeFile(
      file,
      '{"id": "x", "version": "1", "name": "X", "source": "me",\n "categories": [{"id": "a", "name": "A", "description": ""},\n  {"id": "a", "name": "B", "description": ""}]}',
    );
    const result = await runCli(['taxonomy', 'validate', file]);
    expect(result).toMatchObject({ code: 2, stderr: `${file}:3:10: The id "a" is used twice.\n` });
    const json = await runCli<{ valid: boolean; faults: { line: number }[] }>(['taxonomy', 'validate', file, '--json']);
    expect(json.json).toMatchObject({ valid: false, faults: [{ line: 3, column: 10 }] });
    expect(await runCli(['taxonomy', 'show', file])).toMatchObject({ code: 2, stdout: '' });
  });

  it('the schema that editors get is the one that taxonomies are read by', async () => {
    const schema = JSON.parse(await readFile('dist/taxonomy.schema.json', 'utf8'));
    expect(schema.required).toEqual(['id', 'version', 'name', 'source', 'categories']);
    expect(schema.definitions.category.properties.description.description).toContain('Judges decide by it');
    const { contributes } = JSON.parse(await readFile('package.json', 'utf8'));
    expect(contributes.jsonValidation).toEqual([
      { fileMatch: '**/.error-atlas/taxonomies/*.json', url: './dist/taxonomy.schema.json' },
    ]);
  });
});
