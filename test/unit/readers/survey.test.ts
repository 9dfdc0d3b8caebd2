import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { EvaluationFile, loadExample } from '../../../src/readers/evaluationFile';
import { findEvaluationFiles } from '../../../src/readers/findFiles';
import { countOutcomes, surveyFile, surveyFiles } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';

const row = (over: object = {}) =>
  `${JSON.stringify({ id: 'q', model: 'm', task: 't', prompt: 'Why?', output: 'x', score: 0, ...over })}\n`;

describe('surveyFiles', () => {
  it('decides by rules over all files', async () => {
    const a = memoryFile('a.jsonl', row({ score: 0.1 }) + row({ id: 'r', score: 0.8 }));
    const b = memoryFile('b.jsonl', row({ score: 0.9 }) + row({ id: 'r', score: 1 }));
    const { surveys } = await surveyFiles([a, b]);
    expect(surveys.map(({ entries }) => entries.map(({ passed }) => passed))).toEqual([
      [false, true],
      [true, true],
    ]);
    const { surveys: strict } = await surveyFiles([a, b], { thresholds: { t: 0.95 } });
    expect(strict.map(countOutcomes).map(({ failing }) => failing)).toEqual([2, 1]);
  });

  it('keeps entries light and reports progress', async () => {
    const seen: number[] = [];
    const long = row({ prompt: `  line one\nline two ${'x'.repeat(500)}`, error: 'e'.repeat(900) });
    const { surveys } = await surveyFiles([memoryFile('a.jsonl', long), memoryFile('x.json', '{}')], {
      onProgress: ({ files }) => seen.push(files),
    });
    const entry = surveys[0]?.entries[0];
    expect(entry?.preview).toMatch(/^line one line two x+$/);
    expect(entry?.preview).toHaveLength(80);
    expect(entry?.error).toHaveLength(200);
    expect(surveys).toHaveLength(1);
    expect(seen).toEqual([1, 2]);
  });

  it('stops when cancelled', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const files = [memoryFile('a.jsonl', row())];
    await expect(surveyFiles(files, { signal: controller.signal })).rejects.toThrow('enough');
  });

  it('counts the problems beyond a hundred', async () => {
    const survey = await surveyFile(memoryFile('a.jsonl', row().repeat(200) + 'oops\n'.repeat(150)));
    expect(survey?.entries).toHaveLength(200);
    expect(survey?.problems).toHaveLength(101);
    expect(survey?.problems.at(-1)).toEqual({ message: 'and 50 more problems' });
  });

  it('lists an unreadable evaluation with its problem', async () => {
    const survey = await surveyFile(memoryFile('torn.eval', Buffer.from('PK\x03\x04 header.json and no more')));
    expect(survey).toMatchObject({ format: 'inspect', entries: [] });
    expect(survey?.problems[0]?.message).toContain("the zip can't be read");
  });
});

describe('EvaluationFile', () => {
  it('loads the whole example behind an entry', async () => {
    const file = memoryFile('a.jsonl', row() + row({ id: 'r', output: 'y' }));
    const survey = await surveyFile(file);
    const entry = survey?.entries[1];
    if (!entry) throw new Error('no entry');
    expect(await loadExample(file, entry)).toMatchObject({ key: entry.key, id: 'r', output: 'y', passed: false });
    const changed = await EvaluationFile.detect(memoryFile('a.jsonl', row() + row({ id: 'r', output: 'z' })));
    await expect(changed?.load(entry)).rejects.toThrow('a.jsonl:2: the file has changed');
  });
});

describe('findEvaluationFiles', () => {
  let folder = '';
  const found = async (...paths: string[]) => {
    const files: string[] = [];
    for await (const path of findEvaluationFiles(paths)) files.push(relative(folder, path));
    return files;
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'readers-'));
    for (const path of [
      'b/x.jsonl',
      'b/.git/y.json',
      'node_modules/z.json',
      '.error-atlas/j.jsonl',
      'a.eval',
      'c.txt',
    ]) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), row());
    }
    await symlink(folder, join(folder, 'b', 'loop'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('walks folders and passes over what is hidden or foreign', async () => {
    expect(await found(folder)).toEqual(['a.eval', 'b/x.jsonl']);
  });

  it('takes a file that was named, whatever it is called, and each only once', async () => {
    expect(await found(join(folder, 'c.txt'), join(folder, 'b'), join(folder, 'b'))).toEqual(['c.txt', 'b/x.jsonl']);
  });

  it('says that a path does not exist', async () => {
    await expect(found(join(folder, 'gone'))).rejects.toThrow('gone does not exist');
  });

  it('reads files of the disk by stream, by bytes and by their neighbours', async () => {
    const file = await openDiskFile(join(folder, 'b/x.jsonl'));
    const text = row();
    expect(Buffer.from(await file.bytes(3, 4)).toString()).toBe(text.slice(3, 7));
    expect(await file.bytes(0, 1e12)).toHaveLength(file.size);
    expect(await file.bytes(1e12, 5)).toHaveLength(0);
    const parts: Uint8Array[] = [];
    for await (const chunk of file.stream(2, 9)) parts.push(chunk);
    expect(Buffer.concat(parts).toString()).toBe(text.slice(2, 9));
    expect(await file.siblings()).toContain('x.jsonl');
    await expect(file.sibling('none')).rejects.toThrow();
    await expect(openDiskFile(folder)).rejects.toThrow('is not a file');
    expect((await surveyFile(file))?.entries).toHaveLength(1);
  });
});
