import { describe, expect, it } from 'vitest';
import { readers } from '../../../src/readers/readers';
import { surveyFile } from '../../../src/readers/survey';
import { check } from '../../fuzz/check';
import { makeInput } from '../../fuzz/inputs';
import { SEEDS } from '../../fuzz/seeds';
import { contentsOf } from '../../fuzz/seeds/seed';
import { memoryFolder } from '../../support/memoryFile';

/** The same inputs at every run, as many as there is time for; `npm run fuzz` takes others each time. */
const MASTER_SEED = 20_260_101;
const SECONDS = 20;

describe('mutated files of every format', () => {
  it('begin from whole ones', async () => {
    const seeded = new Set(SEEDS.map(({ format }) => format));
    expect(readers.map(({ id }) => id).filter((id) => !seeded.has(id))).toEqual([]);
    for (const seed of SEEDS) {
      const survey = await surveyFile(memoryFolder(contentsOf(seed), { folder: seed.folder })(seed.name));
      expect(survey, `${seed.format} ${seed.name}`).toMatchObject({ format: seed.format, problems: [] });
      expect(survey?.entries.length, `${seed.format} ${seed.name}`).toBeGreaterThan(0);
    }
  });

  it('are read without a throw, a hang or a silent loss', { timeout: 120_000 }, async () => {
    const until = Date.now() + SECONDS * 1000;
    for (let index = 0; Date.now() < until; index += 1) {
      const input = makeInput(MASTER_SEED, index);
      const wrong = await check(input, input.chunkBytes);
      const again = `npm run fuzz -- --seed ${MASTER_SEED} --only ${index}`;
      expect(wrong, `${input.description}; again: ${again}`).toBeNull();
    }
  });
});
