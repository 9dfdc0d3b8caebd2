import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildTaxonomy } from '../../../src/errormap/build';
import { BuildParameters } from '../../../src/errormap/parameters';
import type { BuiltCategory } from '../../../src/model/builtTaxonomy';
import { RecordedModel } from '../../support/recordedModel';
import { type Recording, referenceErrorMap } from '../../support/referenceErrorMap';

const CATEGORIES = ['Sum Slip', 'Sign Slip', 'Table Misreading', 'Proof Gap', 'Date Confusion', 'Unit Confusion'];

/** The same answers for whoever asks: a title's category is in its words, one in twelve titles is forgotten. */
const recording: Recording = {
  categories: (titles, parent, room) =>
    (parent === undefined ? CATEGORIES : subsOf(parent))
      .filter((name) => titles.some((title) => names(title, name)))
      .slice(0, room),
  categoryOf: (title, known) => (hash(title) % 12 === 0 ? undefined : known.find((name) => names(title, name))),
};

function subsOf(parent: string): string[] {
  return ['Early', 'Late', 'Hidden'].map((when) => `${when} ${parent}`);
}

function names(title: string, category: string): boolean {
  return category.split(' ').every((word) => title.includes(word));
}

/** 900 failing examples, of which many share a title. */
const records = Array.from({ length: 900 }, (_, i) => {
  const category = CATEGORIES[hash(`c${i}`) % CATEGORIES.length] ?? '';
  const when = ['Early', 'Late', 'Hidden'][hash(`w${i}`) % 3];
  return { id: `e${i}`, title: `${when} ${category} of kind ${hash(`k${i}`) % 15}` };
});

async function build(own: readonly { id: string; title: string }[]) {
  const { built, places } = await buildTaxonomy({
    failures: own.map(({ id, title }) => ({ key: id, title, summary: '' })),
    id: 'oracle',
    name: 'Oracle',
    model: new RecordedModel(recording),
    parameters: BuildParameters.parse({}),
    signal: new AbortController().signal,
  });
  return { built, places };
}

describe("ours against the reference's algorithm, with the same replies", () => {
  it('assigns every failing example where the reference loses those that share a title', async () => {
    const reference = referenceErrorMap(records, recording);
    const { built, places } = await build(records);
    expect(reference.leaves.length).toBeLessThan(records.length / 2);
    expect(built.failing).toBe(records.length);
    expect(built.unassigned + sum(built.categories)).toBe(records.length);
    expect(places.size + built.unassigned).toBe(records.length);
    expect(leaves(built.categories) + built.unassigned).toBe(records.length);
    // What the model forgot is listed with its reason, where the reference makes it "Other" in silence.
    const forgotten = records.filter(({ title }) => hash(title) % 12 === 0).length;
    expect(built.unassigned).toBe(forgotten);
    expect(built.unassignedTitles.every(({ reason }) => reason === 'the model left the title out')).toBe(true);
    expect(built.coverage.other).toBe(0);
  });

  it('agrees with the reference on what the reference does not lose', async () => {
    const { places } = await build(records);
    for (const { path, record } of referenceErrorMap(records, recording).leaves) {
      if (path[0] === 'Other') continue;
      expect(places.get(record.id), record.title).toEqual(path.filter((name) => name !== 'Other'));
    }
  });

  it('keeps all where every error falls into one category, of which the reference keeps one', async () => {
    const one = records.filter(({ title }) => title.includes('Sum Slip') && hash(title) % 12 !== 0);
    const single: Recording = { ...recording, categories: () => ['Sum Slip'] };
    expect(referenceErrorMap(one, single).leaves).toHaveLength(1);
    const { built } = await buildTaxonomy({
      failures: one.map(({ id, title }) => ({ key: id, title, summary: '' })),
      id: 'one',
      name: 'One',
      model: new RecordedModel(single),
      parameters: BuildParameters.parse({ depth: 1 }),
      signal: new AbortController().signal,
    });
    expect(built.categories.map(({ name, count }) => [name, count])).toEqual([['Sum Slip', one.length]]);
  });
});

function sum(categories: readonly BuiltCategory[]): number {
  return categories.reduce((total, { count }) => total + count, 0);
}

function leaves(categories: readonly BuiltCategory[]): number {
  return categories.reduce(
    (total, { titles, children }) => total + titles.reduce((own, { count }) => own + count, 0) + leaves(children),
    0,
  );
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
