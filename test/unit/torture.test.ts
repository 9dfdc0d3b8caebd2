import { beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../support/tempFolder';
import { type FaultsOutcome, tortureByFaults } from '../torture/faults';
import { tortureByKills } from '../torture/kills';

// Slices of `npm run torture`, which takes ten thousand examples.

describe('a judge that fails in every way, one call in twenty each', () => {
  let outcome: FaultsOutcome;
  beforeAll(async () => {
    const { path: folder } = await tempFolder({});
    const scale = { examples: 1_200, concurrency: 64, timeoutSeconds: 0.5 };
    outcome = await tortureByFaults({ folder, seed: 20260101, share: 0.05, ...scale });
  }, 120_000);

  it('leaves each example with one record, and the tool alive', () => {
    expect(outcome.wrong).toEqual([]);
  });

  it('is mostly overcome: what stays an error is what asking again does not help', () => {
    const errors = Object.values(outcome.errors).reduce((sum, count) => sum + count, 0);
    expect(outcome.judged + outcome.abstained + errors).toBe(1_200);
    expect(errors).toBeLessThan(1_200 * 0.25);
    expect(Object.keys(outcome.errors).join('\n')).toMatch(/The judge refused/);
  });
});

describe.skipIf(process.platform === 'win32')('a tool that is killed', () => {
  it('loses nothing that was stored, and asks again only about what was under way', { timeout: 120_000 }, async () => {
    const { path: folder } = await tempFolder({});
    const { wrong, kills } = await tortureByKills({ folder, examples: 600, kills: 5, seed: 7, concurrency: 16 });
    expect(wrong).toEqual([]);
    expect(kills).toHaveLength(5);
    expect(kills.at(-1)?.stored).toBeGreaterThan(0);
  });
});
