import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../src/editor/search/query';
import { TextSearch } from '../../../src/editor/search/textSearch';
import type { ExampleEntry } from '../../../src/model/entry';
import type { Example } from '../../../src/model/example';
import { entry } from '../../support/records';

const ENTRIES = Array.from({ length: 40 }, (_, i) => entry({ key: `k${i}`, id: `${i}`, preview: '' }));

/** Every tenth has the word; number 7 can't be read. `loads` counts who was asked for. */
function searching(loads: string[] = [], onAnswer: (found: boolean) => void = () => {}) {
  const load = async (one: ExampleEntry): Promise<Example> => {
    loads.push(one.id);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (one.id === '7') throw new Error('the file has changed');
    return { ...one, input: '', output: Number(one.id) % 10 === 0 ? 'a needle' : 'hay', references: [] };
  };
  return new TextSearch(parseQuery('needle'), load, (one) => ({ entry: one, label: undefined }), onAnswer);
}

async function ended(search: TextSearch): Promise<void> {
  while (search.progress().running) await new Promise((resolve) => setTimeout(resolve, 2));
}

const found = (search: TextSearch) => [...search.answers].filter(([, holds]) => holds).map(([{ id }]) => id);

describe('the search in the texts', () => {
  it('reads every text once, in their order, and tells each answer', async () => {
    const loads: string[] = [];
    let told = 0;
    const search = searching(loads, () => {
      told += 1;
    });
    search.want(ENTRIES);
    await ended(search);
    expect(loads).toEqual(ENTRIES.map(({ id }) => id));
    expect(found(search)).toEqual(['0', '10', '20', '30']);
    expect(search.progress()).toEqual({ done: 40, total: 40, unread: 1, running: false });
    expect(told).toBe(40);
  });

  it('stops, and goes on where it stopped', async () => {
    const loads: string[] = [];
    const search: TextSearch = searching(loads, () => {
      if (search.answers.size === 10) search.pause();
    });
    search.want(ENTRIES);
    await ended(search);
    const { done, total } = search.progress();
    expect(done).toBeGreaterThanOrEqual(10);
    expect(done).toBeLessThan(20);
    expect(total).toBe(40);
    search.goOn();
    await ended(search);
    expect(search.progress().done).toBe(40);
    expect(new Set(loads).size).toBe(loads.length);
  });

  it('takes up another list without reading again what it knows', async () => {
    const loads: string[] = [];
    const search = searching(loads);
    search.want(ENTRIES.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 3));
    search.want(ENTRIES.slice(10));
    await ended(search);
    expect(new Set(loads).size).toBe(loads.length);
    for (const one of ENTRIES.slice(10)) expect(search.answers.has(one)).toBe(true);
  });
});
