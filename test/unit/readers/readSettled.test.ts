import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDiskFile } from '../../../src/readers/diskFile';
import { EntryMaker } from '../../../src/readers/entry';
import { inThisThread, type ReadFile, surveyFiles } from '../../../src/readers/survey';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settled-'));
});
afterEach(() => rm(folder, { recursive: true }));

const rows = (ids: readonly string[]) =>
  ids.map((id) => `${JSON.stringify({ id, prompt: 'q', completion: 'a', expected: 'b', correct: false })}\n`).join('');

/** Reads the file, and lets something happen to it each time just before the reading ends. */
async function surveyWhile(happens: (path: string, time: number) => Promise<void>) {
  const path = join(folder, 'run.jsonl');
  await writeFile(path, rows(['old-1', 'old-2']));
  const read = inThisThread(new EntryMaker());
  let times = 0;
  const readBy: ReadFile = async (file, hooks) => {
    const survey = await read(file, hooks);
    times += 1;
    await happens(path, times);
    return survey;
  };
  const { surveys } = await surveyFiles([await openDiskFile(path)], { readBy });
  return { times, ids: surveys[0]?.entries.map(({ id }) => id), problems: surveys[0]?.problems };
}

async function replace(path: string, ids: readonly string[]): Promise<void> {
  await writeFile(`${path}.new`, rows(ids));
  await rename(`${path}.new`, path);
}

describe('a file that is replaced while it is read', () => {
  it('is read again', async () => {
    const found = await surveyWhile((path, time) => (time === 1 ? replace(path, ['new-1']) : Promise.resolve()));
    expect(found).toEqual({ times: 2, ids: ['new-1'], problems: [] });
  });

  it('is read again when it was written anew in its place', async () => {
    const found = await surveyWhile(async (path, time) => {
      if (time === 1) await writeFile(path, rows(['new-1']));
    });
    expect(found).toEqual({ times: 2, ids: ['new-1'], problems: [] });
  });

  it('is read once when it has only grown', async () => {
    const found = await surveyWhile((path) => writeFile(path, rows(['old-3']), { flag: 'a' }));
    expect(found).toEqual({ times: 1, ids: ['old-1', 'old-2'], problems: [] });
  });

  it('is given up after some tries, with a problem', async () => {
    const found = await surveyWhile((path, time) => replace(path, [`new-${time}`]));
    expect(found.times).toBe(3);
    expect(found.ids).toEqual(['new-2']);
    expect(found.problems).toMatchObject([{ message: expect.stringContaining('was replaced each time') }]);
  });
});
