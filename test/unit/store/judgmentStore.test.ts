import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { JudgmentStore } from '../../../src/store/judgmentStore';
import { judgment } from '../../support/records';

let folder: string;
let warnings: string[];
const open = () => JudgmentStore.open(folder, (message) => warnings.push(message));

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'error-atlas-store-')), '.error-atlas');
  warnings = [];
});

async function segments(): Promise<string[]> {
  return (await readdir(join(folder, 'judgments'))).map((name) => join(folder, 'judgments', name));
}

describe('judgments', () => {
  it('are there again when the store is opened anew, details and all', async () => {
    await (await open()).append([judgment()]);
    const store = await open();
    const header = store.label('k1')?.judgment;
    expect(header).toMatchObject({ category: 'Computation Error', title: 'Wrong product', status: 'judged' });
    expect(header && (await store.details(header))).toEqual(judgment());
  });

  it('write nothing before the first record, and keep themselves out of git', async () => {
    const store = await open();
    await store.append([]);
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
    await store.append([judgment()]);
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toContain('judgments/');
  });

  it('are in the file when they are appended, and synced behind that, cleared meanwhile or not', async () => {
    const store = await open();
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.append([judgment({ key: `k${i}` })])));
    const [path = ''] = await segments();
    expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(20);
    await store.sync();
    await store.append([judgment({ key: 'last' })]);
    await store.clear();
    await expect(store.sync()).resolves.toBeUndefined();
  });

  it('are read back where they were written, though they were not read', async () => {
    const store = await open();
    const titles = ['plain', 'naïve “quotes” 数学', 'x'.repeat(3_000)];
    for (const title of titles) await store.append([judgment({ key: title, title }), judgment({ key: `${title} 2` })]);
    for (const title of titles) {
      const header = store.label(title)?.judgment;
      expect(header && (await store.details(header)).title).toBe(title);
    }
    expect((await open()).label('plain')).toEqual(store.label('plain'));
  });

  it('are found by the judge that made them, unless it failed', async () => {
    const store = await open();
    const other = { kind: 'openai' as const, model: 'gpt', promptVersion: '1', taxonomy: 'erroratlas@1' };
    await store.append([judgment(), judgment({ key: 'k2', status: 'error', error: 'refused' })]);
    expect(store.find('k1', judgment().judge)).toBeDefined();
    expect(store.find('k1', other)).toBeUndefined();
    expect(store.find('k2', judgment().judge)).toBeUndefined();
  });

  it('show a category rather than a later abstention or error, and the later of two categories', async () => {
    const store = await open();
    const by = (model: string) => ({ ...judgment().judge, model });
    await store.append([
      judgment({ judge: by('a') }),
      judgment({ judge: by('b'), status: 'abstained', category: '', createdAt: '2026-01-02T00:00:00.000Z' }),
      judgment({ judge: by('c'), status: 'error', category: '', createdAt: '2026-01-03T00:00:00.000Z' }),
    ]);
    expect(store.label('k1')?.judgment?.category).toBe('Computation Error');
    await store.append([
      judgment({ judge: by('d'), category: 'Factual Error', createdAt: '2026-01-04T00:00:00.000Z' }),
    ]);
    expect(store.label('k1')?.judgment?.category).toBe('Factual Error');
  });

  it('of the same judge: the later one counts, by the journal, though the clock stands still or goes back', async () => {
    const store = await open();
    await store.append([judgment(), judgment({ category: 'Factual Error' })]);
    expect(store.label('k1')?.judgment?.category).toBe('Factual Error');
    await store.append([judgment({ category: 'Incomplete Reasoning', createdAt: '2025-01-01T00:00:00.000Z' })]);
    for (const window of [store, await open()]) {
      expect(window.label('k1')?.judgment?.category).toBe('Incomplete Reasoning');
    }
  });

  it('of two judges: the later one counts, though the clock goes back', async () => {
    const store = await open();
    const other = { ...judgment().judge, model: 'other' };
    await store.append([judgment()]);
    await store.append([judgment({ judge: other, category: 'Factual Error', createdAt: '2025-01-01T00:00:00.000Z' })]);
    for (const window of [store, await open()]) expect(window.label('k1')?.judgment?.category).toBe('Factual Error');
  });

  it('are not hidden by a failed call of the same judge', async () => {
    const store = await open();
    await store.append([judgment()]);
    const failed = { status: 'error' as const, category: '', title: '', createdAt: '2026-01-02T00:00:00.000Z' };
    await store.append([judgment(failed)]);
    for (const window of [store, await open()]) {
      expect(window.label('k1')?.judgment?.category).toBe('Computation Error');
      expect(window.find('k1', judgment().judge)).toBeDefined();
    }
  });

  it('of a version that we do not know are skipped with one warning', async () => {
    await (await open()).append([judgment()]);
    const [segment] = await segments();
    const future = { ...judgment({ key: 'k9' }), judge: { ...judgment().judge, kind: 'oracle' } };
    await appendFile(segment ?? '', `${JSON.stringify(future)}\n`.repeat(50));
    const store = await open();
    await store.refresh();
    expect(store.label('k1')).toBeDefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('49 more');
  });

  it('are read across the borders of what is read at once, and offsets stay exact', async () => {
    const many = Array.from({ length: 40 }, (_, i) => judgment({ key: `k${i}`, summary: 'ö'.repeat(20_000 + i) }));
    await (await open()).append(many);
    const store = await open();
    for (const { key, summary } of many) {
      const header = store.label(key)?.judgment;
      expect(header && (await store.details(header)).summary).toBe(summary);
    }
  });

  it('of a folder that cannot be read are an error that names the folder, until it can be read', async () => {
    await (await open()).append([judgment()]);
    const hidden = join(folder, 'judgments');
    await rename(hidden, `${hidden}-away`);
    await writeFile(hidden, 'a file where the folder should be');
    await expect(open()).rejects.toMatchObject({ name: 'StoreError', message: expect.stringContaining(folder) });
    const store = new JudgmentStore(folder);
    await expect(store.refresh()).rejects.toThrow('ENOTDIR');
    await rm(hidden);
    await rename(`${hidden}-away`, hidden);
    await store.refresh();
    expect(store.label('k1')).toBeDefined();
  });

  it('lose only a torn last line to a crash, with a warning', async () => {
    await (await open()).append([judgment(), judgment({ key: 'k2' })]);
    const [segment] = await segments();
    await appendFile(segment ?? '', '{"key":"k3","categ');
    const store = await open();
    expect(store.label('k1')).toBeDefined();
    expect(store.label('k2')).toBeDefined();
    expect(warnings.join()).toContain('not complete');
  });

  it('skip a broken line and keep what follows it', async () => {
    await (await open()).append([judgment()]);
    const [segment] = await segments();
    await appendFile(segment ?? '', `nonsense\n{"key":"x"}\n${JSON.stringify(judgment({ key: 'k2' }))}\n`);
    const store = await open();
    expect(store.label('k2')).toBeDefined();
    expect(warnings).toHaveLength(2);
  });

  it('are shared by two processes on one folder', async () => {
    const [one, two] = [await open(), await open()];
    await Promise.all([one.append([judgment({ key: 'a' })]), two.append([judgment({ key: 'b' })])]);
    await one.append([judgment({ key: 'c' })]);
    await Promise.all([one.refresh(), two.refresh()]);
    for (const store of [one, two]) {
      for (const key of ['a', 'b', 'c']) expect(store.label(key), key).toBeDefined();
    }
  });

  it('say which keys have changed', async () => {
    const store = await open();
    const changed: string[] = [];
    store.changes.listen((change) => changed.push(...('keys' in change ? change.keys : ['all'])));
    await store.append([judgment({ key: 'a' }), judgment({ key: 'b' })]);
    expect(changed).toEqual(['a', 'b']);
  });
});

describe('clear', () => {
  it('takes judgments away but not corrections, in every window, and can be undone', async () => {
    const [store, other] = [await open(), await open()];
    await store.append([judgment()]);
    await store.correct({ key: 'k2', category: 'Factual Error', author: 'a', createdAt: '2026-01-01T00:00:00.000Z' });
    await other.refresh();
    const undo = await store.clear();
    await other.refresh();
    for (const window of [store, other, await open()]) {
      expect(window.label('k1')).toBeUndefined();
      expect(window.label('k2')?.correction?.category).toBe('Factual Error');
    }
    await store.append([judgment({ key: 'k3' })]);
    await undo();
    for (const key of ['k1', 'k3']) expect((await open()).label(key)?.judgment).toBeDefined();
    expect(store.label('k1')?.judgment).toBeDefined();
  });

  it('by another window in the middle of a run: what follows is kept and seen, and Undo loses nothing', async () => {
    const [run, other] = [await open(), await open()];
    await run.append([judgment({ key: 'before' })]);
    await other.refresh();
    const undo = await other.clear();
    await run.append([judgment({ key: 'after' })]);
    expect(run.label('after')).toBeDefined();
    expect(run.label('before')).toBeUndefined();
    await undo();
    await run.append([judgment({ key: 'last' })]);
    for (const window of [run, await open()]) {
      await window.refresh();
      for (const key of ['before', 'after', 'last']) expect(window.label(key), key).toBeDefined();
    }
  });

  it('is noticed when the whole folder is deleted', async () => {
    const store = await open();
    await store.append([judgment()]);
    await rm(folder, { recursive: true });
    await store.append([judgment({ key: 'k2' })]);
    expect(store.label('k1')).toBeUndefined();
    expect(store.label('k2')).toBeDefined();
  });

  it('of an empty store does nothing', async () => {
    await (await (await open()).clear())();
    expect((await open()).label('k1')).toBeUndefined();
  });
});

describe('corrections', () => {
  const correction = { key: 'k1', category: 'Factual Error', author: 'ada', createdAt: '2026-01-01T00:00:00.000Z' };

  it('are kept beside the judgment, the last one counts, and can be taken back', async () => {
    const store = await open();
    await store.append([judgment()]);
    await store.correct(correction);
    await store.correct({ ...correction, category: 'Logical Reasoning Error', note: 'sure' });
    expect((await open()).label('k1')).toMatchObject({
      judgment: { category: 'Computation Error' },
      correction: { category: 'Logical Reasoning Error', note: 'sure' },
    });
    await store.correct({ ...correction, retracted: true });
    expect((await open()).label('k1')?.correction).toBeUndefined();
  });

  it('heal a torn last line before they are appended', async () => {
    const store = await open();
    await store.correct(correction);
    await appendFile(join(folder, 'corrections.jsonl'), '{"key":"torn');
    await store.correct({ ...correction, key: 'k2' });
    const again = await open();
    expect(again.label('k1')?.correction).toBeDefined();
    expect(again.label('k2')?.correction).toBeDefined();
  });

  it('with the marks of a merge conflict: both sides are read, the marks are told once', async () => {
    const store = await open();
    await store.correct(correction);
    const line = (key: string) => JSON.stringify({ ...correction, key });
    await writeFile(
      join(folder, 'corrections.jsonl'),
      `${line('k1')}\n<<<<<<< HEAD\n${line('ours')}\n=======\n${line('theirs')}\n>>>>>>> branch\n`,
    );
    await store.refresh();
    await store.refresh();
    for (const key of ['k1', 'ours', 'theirs']) expect(store.label(key)?.correction, key).toBeDefined();
    expect(warnings).toHaveLength(1);
  });

  it('are told as changed only when they have changed', async () => {
    const store = await open();
    await store.correct(correction);
    const changed: unknown[] = [];
    store.changes.listen((change) => changed.push(change));
    await store.refresh();
    expect(changed).toEqual([]);
  });

  it('follow the file when somebody edits or merges it', async () => {
    const store = await open();
    await store.correct(correction);
    await writeFile(join(folder, 'corrections.jsonl'), `${JSON.stringify({ ...correction, key: 'k9' })}\n`);
    await store.refresh();
    expect(store.label('k1')).toBeUndefined();
    expect(store.label('k9')?.correction).toBeDefined();
  });
});

describe('what was said of an example', () => {
  it('is listed newest first: the last word of each judge, and every word of a person', async () => {
    const store = await open();
    const at = (minute: number) => `2026-11-25T10:0${minute}:00.000Z`;
    const judge = { kind: 'openai' as const, model: 'm', promptVersion: '1', taxonomy: 'erroratlas@1' };
    await store.append([
      judgment({ createdAt: at(1) }),
      judgment({ createdAt: at(3), category: 'Factual Error', judge }),
    ]);
    const said = { key: 'k1', author: 'ana' };
    await store.correct({ ...said, category: 'Other', createdAt: at(2) });
    await store.correct({ ...said, category: 'Counting/Enumeration Error', createdAt: at(4) });
    await store.correct({ ...said, category: 'Counting/Enumeration Error', createdAt: at(5), retracted: true });
    const words = (await open())
      .history('k1')
      .map((word) =>
        'judgment' in word
          ? word.judgment.category
          : `${word.correction.category}${word.correction.retracted ? ' −' : ''}`,
      );
    expect(words).toEqual([
      'Counting/Enumeration Error −',
      'Counting/Enumeration Error',
      'Factual Error',
      'Other',
      'Computation Error',
    ]);
    expect(store.history('unknown')).toEqual([]);
  });

  it('is one readable line in corrections.jsonl, the same order each time', async () => {
    const store = await open();
    const createdAt = '2026-11-25T10:00:00.000Z';
    const place = { key: 'k1', model: 'gpt', id: '17', dataset: 'gsm8k' };
    await store.correct({
      createdAt,
      note: 'why',
      title: 'Wrong\nsum',
      judged: 'Other',
      author: 'ana',
      category: 'C',
      ...place,
    });
    await store.correct({ ...place, author: 'bo', createdAt, category: 'D' });
    const lines = (await readFile(join(folder, 'corrections.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines).toEqual([
      `{"dataset":"gsm8k","id":"17","model":"gpt","category":"C","judged":"Other","title":"Wrong\\nsum","note":"why","author":"ana","createdAt":"${createdAt}","key":"k1"}`,
      `{"dataset":"gsm8k","id":"17","model":"gpt","category":"D","author":"bo","createdAt":"${createdAt}","key":"k1"}`,
    ]);
  });

  it('is read from lines without the readable fields, too', async () => {
    await (await open()).correct({ key: 'k1', category: 'C', author: 'ana', createdAt: '2026-11-25T10:00:00.000Z' });
    expect((await open()).label('k1')?.correction?.category).toBe('C');
  });
});
