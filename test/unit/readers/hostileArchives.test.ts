import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';
import { type ZipEntry, zip } from '../../support/zipWriter';

const header = JSON.stringify({
  version: 2,
  status: 'success',
  eval: { run_id: 'r', task: 't', model: 'm', scorers: [{ name: 'match' }] },
});
const sample = (id: string) =>
  JSON.stringify({ id, epoch: 1, input: 'q', target: 'a', scores: { match: { value: 'I' } } });
const log = (...samples: ZipEntry[]) => zip([{ name: 'header.json', data: header }, ...samples]);
const entry = (name: string, id = name): ZipEntry => ({ name: `samples/${name}_epoch_1.json`, data: sample(id) });

async function survey(data: Uint8Array, name = 'log.eval') {
  const found = await surveyFile(memoryFile(name, data));
  return { ids: found?.entries.map(({ id }) => id), problems: found?.problems.map(({ message }) => message) };
}

/** Where the directory's record of an entry begins. */
function central(data: Buffer, name: string): number {
  return data.lastIndexOf(name) - 46;
}

describe('archives made to do harm', () => {
  it('have names that are no paths', async () => {
    const names = ['../../etc/passwd', '/abs', 'C:\\x', 'a\0b', 'x'.repeat(5000), '../'.repeat(400)];
    expect(await survey(log(...names.map((name) => entry(name))))).toEqual({ ids: names, problems: [] });
  });

  it('say which entry is encrypted, and the others are read', async () => {
    const data = log(entry('open'), entry('locked'));
    const at = central(data, 'samples/locked');
    data.writeUInt16LE(data.readUInt16LE(at + 8) | 1, at + 8);
    expect(await survey(data)).toEqual({
      ids: ['open'],
      problems: ['samples/locked_epoch_1.json: the entry is encrypted'],
    });
  });

  it('say that their directory is cut off or damaged, wherever that is', async () => {
    const whole = log(entry('a'), entry('b'));
    const start = central(whole, 'header.json');
    for (let length = start; length < whole.length; length += 7) {
      const { ids, problems } = await survey(whole.subarray(0, length));
      expect(ids).toEqual([]);
      expect(problems?.[0]).toContain("the zip can't be read");
    }
    for (const at of [start, start + 28, whole.length - 10, whole.length - 6]) {
      const copy = Buffer.from(whole);
      copy.fill(0xee, at, at + 2);
      const { problems } = await survey(copy);
      expect(problems).toHaveLength(1);
    }
  });

  it('are stopped where an entry unpacks to more than it says, and the others are read', {
    timeout: 60_000,
  }, async () => {
    const data = log(
      entry('a'),
      { name: 'samples/bomb_epoch_1.json', data: Buffer.alloc(400_000_000, ' ') },
      entry('b'),
    );
    const at = central(data, 'samples/bomb');
    const { ids, problems } = await survey(data);
    expect(ids).toEqual(['a', 'b']);
    expect(problems?.[0]).toMatch(/^samples\/bomb_epoch_1\.json: the entry unpacks to more than 200 times its size/);
    data.writeUInt32LE(100, at + 24);
    expect((await survey(data)).problems?.[0]).toMatch(/another size/);
  });

  it('are stopped in time when they are gzip', { timeout: 60_000 }, async () => {
    const row = `${JSON.stringify({ id: 1, prompt: 'q', completion: 'a', expected: 'b', correct: false })}\n`;
    const bomb = gzipSync(Buffer.concat([Buffer.from(row), Buffer.alloc(100_000_000, '\n')]));
    const started = process.cpuUsage();
    const { ids, problems } = await survey(bomb, 'x.jsonl.gz');
    const { user, system } = process.cpuUsage(started);
    expect(ids).toEqual(['1']);
    expect(problems?.[0]).toMatch(/unpacks to more than 250 times its size/);
    expect((user + system) / 1e6).toBeLessThan(8);
  });
});
