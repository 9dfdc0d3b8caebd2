import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Reclassified } from '../../src/editor/taxonomies/reclassifyCommand';
import type { Crosswalk } from '../../src/errormap/crosswalk';
import type { BuiltTaxonomy } from '../../src/model/builtTaxonomy';
import { type JudgeServer, startJudgeServer } from '../support/judgeServer';
import { PAYLOADS } from '../support/payloads';
import { plantedAnswers } from '../support/plantedTree';
import { api, startUnclassified, until, workspacePath } from './support/api';
import { noticesDuring } from './support/notices';
import { picking } from './support/picks';
import { judgeAsPlanted, MINE, taxonomyPath, withoutTaxonomies, writeTaxonomyFile } from './support/taxonomies';

const run = <T>(command: string, ...rest: unknown[]) =>
  Promise.resolve(vscode.commands.executeCommand<T>(`errorAtlas.${command}`, ...rest));
const activeEditor = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
const judgeSettings = () => vscode.workspace.getConfiguration('errorAtlas.judge');

async function judgeAt(url: string): Promise<void> {
  await judgeSettings().update('baseUrl', url, vscode.ConfigurationTarget.Global);
  await judgeSettings().update('model', 'gpt-5-mini', vscode.ConfigurationTarget.Global);
  await judgeSettings().update('kind', 'openai', vscode.ConfigurationTarget.Global);
}

describe('taxonomies in the editor', () => {
  let server: JudgeServer | undefined;
  beforeEach(withoutTaxonomies);
  afterEach(async () => {
    for (const name of ['kind', 'baseUrl', 'model']) {
      await judgeSettings().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    await server?.close();
    server = undefined;
    await rm(workspacePath('.error-atlas', 'replies'), { recursive: true, force: true });
    await withoutTaxonomies();
  });

  it('one is chosen from a list with numbers; judges, corrections and the atlas follow', async () => {
    const { taxonomies, judging, model } = await api();
    await writeTaxonomyFile('mine', MINE);
    await taxonomies.load();
    const [items] = await picking(['$(list-tree) Mine'], () => run('chooseTaxonomy'));
    const labels = items?.map(({ label }) => label.replace(/^\$\([a-z-]+\) /, '')) ?? [];
    assert.equal(labels[0], 'Mine');
    assert.match(items?.[0]?.detail ?? '', /^5 categories .* no failing example judged/);
    assert.ok(labels.some((label) => label.startsWith('New from my failures')));
    assert.equal(judging.taxonomy.id, 'mine');
    assert.equal(model.atlas({}).taxonomy, 'mine@1');
    const [categories] = await picking([null], () => {
      const [entry] = model.failing({});
      return run('changeCategory', (entry?.key ?? '') + entry?.source.path);
    });
    assert.ok(categories?.some(({ label }) => label === 'Reading Lapse'));
    await run('chooseTaxonomy', 'erroratlas');
    assert.equal(judging.taxonomy.id, 'erroratlas');
  });

  it('labels are those of the chosen taxonomy, and the others again when it is left', async () => {
    const { store, model, taxonomies } = await api();
    await judgeAsPlanted();
    const [entry] = model.failing({});
    assert.ok(entry);
    const header = store.label(entry.key)?.judgment;
    assert.ok(header);
    const { judge, ...judgment } = await store.details(header);
    await store.append([{ ...judgment, category: 'Reading Lapse', judge: { ...judge, taxonomy: 'mine@1' } }]);
    assert.equal(store.label(entry.key)?.judgment?.category, 'Computation Error');
    await writeTaxonomyFile('mine', MINE);
    await run('chooseTaxonomy', 'mine');
    assert.equal(store.label(entry.key)?.judgment?.category, 'Reading Lapse');
    assert.equal(taxonomies.current.version, '1');
  });

  it('a broken one is told with its place, and ErrorAtlas stands in until it is mended', async () => {
    const { judging, taxonomies } = await api();
    await writeTaxonomyFile('mine', MINE);
    await run('chooseTaxonomy', 'mine');
    const twice = { ...MINE, categories: [...MINE.categories, { ...MINE.categories[0], id: 'again' }] };
    const told = await noticesDuring(async () => {
      await writeTaxonomyFile('mine', twice as typeof MINE);
      await until(() => judging.taxonomy.id === 'erroratlas', 'ErrorAtlas stands in');
    });
    assert.match(
      told.join(),
      /taxonomies\/mine\.json:\d+:\d+ can’t be used: The name "Computation Slip" is used twice.*\[Open File\]/,
    );
    const problems = await until(() => {
      const found = vscode.languages.getDiagnostics(vscode.Uri.file(taxonomyPath('mine')));
      return found.length > 0 && found;
    }, 'the fault is among the problems');
    assert.equal(problems[0]?.source, 'ErrorAtlas');
    assert.match(
      readFileSync(taxonomyPath('mine'), 'utf8').split('\n')[problems[0]?.range.start.line ?? 0] ?? '',
      /Computation Slip/,
    );
    assert.equal(await run('chooseTaxonomy', 'mine'), undefined);
    await writeTaxonomyFile('mine', MINE);
    await until(() => judging.taxonomy.id === 'mine', 'the mended file counts');
    await taxonomies.load();
    const file = vscode.Uri.file(taxonomyPath('mine'));
    await until(() => vscode.languages.getDiagnostics(file).length === 0, 'the problem is gone');
  });

  it('a setting names no file outside of the folder', async () => {
    const { taxonomies } = await api();
    await writeFile(workspacePath('elsewhere.json'), JSON.stringify(MINE));
    const told = await noticesDuring(async () => {
      await run('chooseTaxonomy', workspacePath('elsewhere.json'));
      const settings = vscode.workspace.getConfiguration('errorAtlas');
      await settings.update('taxonomy', '../../elsewhere', vscode.ConfigurationTarget.Workspace);
      await taxonomies.load();
    });
    await rm(workspacePath('elsewhere.json'));
    assert.match(told.join(), /There is no taxonomy “\.\.\/\.\.\/elsewhere”/);
    assert.equal(taxonomies.current.id, 'erroratlas');
  });

  it('is built from like words, with every failing example counted, and opened as a tree', async () => {
    const { model, store } = await api();
    await judgeAsPlanted();
    const built = await run<BuiltTaxonomy>('buildTaxonomy', { offline: true, confirmed: true, id: 'words' });
    const counted = built?.categories.reduce((sum, { count }) => sum + count, 0) ?? 0;
    const failing = model.failing({});
    assert.equal(counted + (built?.unassigned ?? 0), failing.length);
    assert.match(built?.source ?? '', /without a language model/);
    const input = activeEditor();
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'errorAtlas.taxonomyEditor');
    assert.equal(input.uri.fsPath, taxonomyPath('words'));
    const ref = `words@${built?.version}`;
    assert.ok(failing.every(({ key }) => store.under(key, ref)));
  });

  it('is built by the judge’s model: nothing is sent before a yes, only titles after it', async () => {
    const { model } = await api();
    const tree = await judgeAsPlanted();
    server = await startJudgeServer({ answer: plantedAnswers(tree) });
    await judgeAt(server.url);
    const told = await noticesDuring(async () => {
      assert.equal(await run('buildTaxonomy', { id: 'planted' }), undefined);
    });
    assert.match(
      told.join(),
      /Build a taxonomy from \d+ failing examples with \d+ distinct titles\? .*\[Build\] \[Group by Like Words\]/,
    );
    assert.equal(server.requests.length, 0);
    const built = await run<BuiltTaxonomy>('buildTaxonomy', { id: 'planted', confirmed: true });
    const planted = new Set(tree.tops.keys());
    assert.ok(built && built.categories.length > 1);
    assert.ok(built.categories.every(({ name }) => planted.has(name) || name === 'Other'));
    const sent = server.requests.map(({ body }) => JSON.stringify(body.messages)).join('\n');
    assert.equal(built.calls, server.requests.length);
    assert.ok([...tree.truth.keys()].every((title) => sent.includes(title)));
    for (const entry of model.failing({}).slice(0, 20)) {
      if (entry.preview.length > 20) assert.ok(!sent.includes(entry.preview.slice(0, 20)), 'an input was sent');
    }
    const again = await run<BuiltTaxonomy>('buildTaxonomy', { id: 'planted', confirmed: true });
    assert.equal(again?.calls, 0, 'every reply is known from before');
    assert.equal(again?.version, built.version);
  });

  it('fewer than five titles make none, and it says so', async () => {
    await startUnclassified();
    const told = await noticesDuring(async () => {
      assert.equal(await run('buildTaxonomy', { offline: true, confirmed: true }), undefined);
    });
    assert.match(
      told.join(),
      /at least 5 failing examples.*there are 0.*no judge has named.*\[Classify Failing Examples\] \[Use ErrorAtlas\]/,
    );
    assert.equal(existsSync(taxonomyPath('errormap')), false);
  });

  it('failing examples are sorted into another by their titles alone, and both can be compared', async () => {
    const { store, model } = await api();
    const tree = await judgeAsPlanted();
    await writeTaxonomyFile('mine', MINE);
    server = await startJudgeServer({ answer: plantedAnswers(tree) });
    await judgeAt(server.url);
    await run('chooseTaxonomy', 'mine');
    const asked = await noticesDuring(async () => {
      assert.equal(await run('reclassifyUnderTaxonomy', 'mine'), undefined);
    });
    assert.match(asked.join(), /Sort \d+ titles of \d+ failing examples into “Mine”\? .*\[Sort\]/);
    assert.equal(server.requests.length, 0);
    const outcome = await run<Reclassified>('reclassifyUnderTaxonomy', 'mine', { confirmed: true });
    const failing = model.failing({});
    assert.equal((outcome?.sorted ?? 0) + (outcome?.unassigned ?? 0), failing.length);
    assert.ok(server.requests.every(({ body }) => body.messages.some(({ content }) => content.includes('<titles'))));
    const [entry] = failing;
    const header = entry && store.label(entry.key)?.judgment;
    assert.equal(header?.judge.taxonomy, 'mine@1');
    assert.match(header ? (await store.details(header)).summary : '', /^Summary of example/, 'the analysis stays');
    const calls = server.requests.length;
    const again = await run<Reclassified>('reclassifyUnderTaxonomy', 'mine', { confirmed: true });
    assert.equal(again?.sorted, 0);
    assert.equal(server.requests.length, calls);

    const walk = await run<Crosswalk>('mapTaxonomies', 'erroratlas', 'mine');
    assert.equal(walk?.examples, failing.length);
    assert.deepEqual(
      walk?.rows.map(({ category }) => category),
      ['Computation Error'],
    );
  });

  it('comes in from the reference code’s tree and goes out to a file, whatever the texts', async () => {
    const { taxonomies } = await api();
    const leaf = { id: 'l', name: 'x', info: { example_id: '1', error_title: 't' }, children: [] };
    const names = PAYLOADS.filter((text) => text.trim() !== '' && /\p{L}/u.test(text)).slice(0, 40);
    const children = names.map((name, i) => ({
      id: `n${i}`,
      name: `${i} ${name}`,
      info: { description: name },
      children: [leaf],
    }));
    const file = workspacePath('tree.json');
    await writeFile(file, JSON.stringify({ id: 'root', name: 'root', info: {}, children }));
    assert.equal(await run('importTaxonomy', file, 'theirs'), 'theirs@1');
    assert.equal(taxonomies.find('theirs')?.taxonomy?.categories.length, names.length);
    const out = workspacePath('exported.json');
    assert.equal(await run('exportTaxonomy', 'theirs', out), out);
    assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), taxonomies.find('theirs')?.taxonomy);
    const told = await noticesDuring(() => run('exportTaxonomy', 'theirs', out));
    assert.match(told.join(), /is there already: nothing was overwritten/);
    const wrong = await noticesDuring(() => run('importTaxonomy', join(workspacePath(), 'package-of-nothing.json')));
    assert.match(wrong.join(), /package-of-nothing\.json can't be read \(ENOENT\)/);
    await rm(file);
    await rm(out);
  });

  it('results of the reference code come in as judgments', async () => {
    const { model, store } = await api();
    const [entry] = model.failing({});
    assert.ok(entry);
    const example = await (await api()).evaluations.load(entry);
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const row = {
      ...{ dataset: example.dataset, example_id: example.id, model: example.model, input_text: example.input },
      ...{ output_text: example.output, error_title: 'Wrong sum', error_summary: '', judge_response: '{}' },
      category_depth_0: '{"name":"root"}',
      category_depth_1: '{"name":"Slips","description":"All slips."}',
    };
    const lines = [row, { ...row, example_id: 'nowhere', input_text: 'x', output_text: 'y' }].map((cells) =>
      Object.values(cells).map(cell).join(','),
    );
    const file = workspacePath('exp_name=construct_taxonomy_recursively__exp_id=7.csv');
    await writeFile(file, [Object.keys(row).join(','), ...lines, ''].join('\n'));
    const imported = await run<Record<string, number>>('importErrormapResults', file);
    assert.deepEqual(imported, { results: 2, written: 1, known: 0, unmatched: 1, problems: 0 });
    assert.equal(store.under(entry.key, 'errormap@7')?.category, 'Slips');
    const again = await run<Record<string, number>>('importErrormapResults', file);
    assert.deepEqual([again?.written, again?.known], [0, 1]);
    await rm(file);
  });

  it('a built-in one is edited as a copy', async () => {
    const path = await run<string>('openTaxonomy', 'agents');
    assert.equal(path, taxonomyPath('my-agents'));
    assert.equal(JSON.parse(readFileSync(path ?? '', 'utf8')).version, '1');
    assert.equal(await run('openTaxonomy', 'agents'), path);
  });
});
