import { appendFile, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompanionLog } from '../../../src/readers/companionLog';
import { openDiskFile } from '../../../src/readers/diskFile';
import { surveyFile } from '../../../src/readers/survey';
import { SurveyCache } from '../../../src/readers/surveyCache';

let folder: string;
let cache: SurveyCache;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'error-atlas-cache-'));
  cache = new SurveyCache(at('cache'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (id: number) =>
  `${JSON.stringify({ id, prompt: 'q', completion: 'a', expected: 'b', correct: id % 2 === 0 })}\n`;

const SAMPLES = 'samples_sums_2026-01-05T10-00-00.000000.jsonl';
const sample = `${JSON.stringify({
  doc_id: 0,
  doc: { question: 'q' },
  target: '1',
  arguments: { gen_args_0: { arg_0: 'q', arg_1: {} } },
  resps: [['2']],
  filtered_resps: ['2'],
  filter: 'none',
  metrics: ['exact_match'],
  exact_match: 0,
})}\n`;

/** Reads a file as the index does: from the cache, else anew and into it. */
async function survey(name: string) {
  const file = await openDiskFile(at(name));
  const known = await cache.find(file);
  if (known !== undefined) return { survey: known, cached: true };
  const log = new CompanionLog(file);
  const fresh = await surveyFile(log.file);
  await cache.keep(file, fresh, log.companions);
  return { survey: fresh, cached: false };
}

describe('surveys on disk', () => {
  it('count only for what the user has said of the file', async () => {
    await writeFile(at('runs.jsonl'), line(1));
    const file = await openDiskFile(at('runs.jsonl'));
    const choices = { mapping: { output: 'completion' } };
    await cache.keep(file, await surveyFile(file, { choicesOf: () => choices }), { files: {} }, choices);
    expect(await cache.find(file)).toBeUndefined();
    expect((await cache.find(file, choices))?.entries).toHaveLength(1);
    expect(await cache.find(file, { mapping: { output: 'prompt' } })).toBeUndefined();
  });

  it('come back as they were, for an evaluation and for a file that is none', async () => {
    await writeFile(at('runs.jsonl'), `${line(1)}{"broken\n${line(2)}`);
    await writeFile(at('log.jsonl'), '{"event":"start"}\n');
    for (const name of ['runs.jsonl', 'log.jsonl']) {
      const first = await survey(name);
      expect(await survey(name)).toEqual({ survey: first.survey, cached: true });
      expect(first.cached).toBe(false);
    }
    expect((await survey('runs.jsonl')).survey?.entries).toHaveLength(2);
    expect((await survey('log.jsonl')).survey).toBeNull();
  });

  it('do not count for a file that has grown or was written anew', async () => {
    await writeFile(at('runs.jsonl'), line(1));
    await survey('runs.jsonl');
    await appendFile(at('runs.jsonl'), line(2));
    const grown = await survey('runs.jsonl');
    expect([grown.cached, grown.survey?.entries.length]).toEqual([false, 2]);
    await utimes(at('runs.jsonl'), new Date(0), new Date(0));
    expect((await survey('runs.jsonl')).cached).toBe(false);
  });

  it('do not count when a companion comes, changes or goes', async () => {
    await writeFile(at(SAMPLES), sample);
    const results = 'results_2026-01-05T10-00-00.000000.json';
    const alone = await survey(SAMPLES);
    expect((await survey(SAMPLES)).cached).toBe(true);
    await writeFile(at(results), '{"model_name":"one"}');
    expect(await survey(SAMPLES)).toMatchObject({ cached: false, survey: { models: ['one'] } });
    expect((await survey(SAMPLES)).cached).toBe(true);
    await writeFile(at(results), '{"model_name":"another"}');
    expect(await survey(SAMPLES)).toMatchObject({ cached: false, survey: { models: ['another'] } });
    await rm(at(results));
    expect(await survey(SAMPLES)).toMatchObject({ cached: false, survey: { models: alone.survey?.models } });
  });

  it('are as good as none when they are damaged or cannot be written', async () => {
    await writeFile(at('runs.jsonl'), line(1));
    await survey('runs.jsonl');
    for (const name of await readdir(at('cache'))) await writeFile(join(at('cache'), name), '{"version":1');
    expect((await survey('runs.jsonl')).cached).toBe(false);
    await writeFile(at('blocked'), '');
    cache = new SurveyCache(at('blocked'));
    expect((await survey('runs.jsonl')).survey?.entries).toHaveLength(1);
  });

  it('of many examples come back whole and in order, or not at all', async () => {
    await writeFile(at('runs.jsonl'), Array.from({ length: 4500 }, (_, id) => line(id)).join(''));
    const first = await survey('runs.jsonl');
    expect(await survey('runs.jsonl')).toEqual({ survey: first.survey, cached: true });
    const [name = ''] = await readdir(at('cache'));
    const written = await readFile(join(at('cache'), name), 'utf8');
    for (const part of [0.2, 0.7, 0.99]) {
      await writeFile(join(at('cache'), name), written.slice(0, written.length * part));
      expect(await survey('runs.jsonl')).toEqual({ survey: first.survey, cached: false });
    }
  });
});
