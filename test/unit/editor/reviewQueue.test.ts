import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { refOf } from '../../../src/editor/ref';
import { ReviewQueue } from '../../../src/editor/review/reviewQueue';
import type { ExampleEntry } from '../../../src/model/entry';
import { JudgmentStore } from '../../../src/store/judgmentStore';
import { entry, judgment } from '../../support/records';

const keyOf = (i: number) => i.toString(16).padStart(32, '0');
const entries = Array.from({ length: 12 }, (_, i) =>
  entry({ key: keyOf(i), id: `${i}`, source: { path: 'runs/sums.jsonl', format: 'generic-jsonl', line: i + 1 } }),
);

let store: JudgmentStore;
let kept: Map<string, unknown>;
let files: ExampleEntry[];

const memory = () => ({
  get: (name: string) => kept.get(name),
  update: async (name: string, value: unknown) => {
    // As the editor does: what comes back is a copy.
    kept.set(name, structuredClone(value));
  },
  keys: () => [...kept.keys()],
});

function open(): ReviewQueue {
  const evaluations = {
    failing: () => files,
    find: (ref: string) => files.find((one) => refOf(one) === ref),
  };
  return new ReviewQueue(evaluations, store, memory() as never);
}

beforeEach(async () => {
  store = await JudgmentStore.open(join(await mkdtemp(join(tmpdir(), 'error-atlas-review-')), '.error-atlas'));
  kept = new Map();
  files = entries;
  await store.append(entries.map(({ key }) => judgment({ key })));
});

describe('a review', () => {
  it('confirms, changes and skips, each answer a correction; the end comes when all are spoken of', async () => {
    const review = open();
    let at = await review.start({ size: 4, seed: 1 });
    expect(at && review.placeOf(at)).toEqual({
      ...{ index: 1, total: 4, answered: 0, answer: null, category: 'Computation Error' },
    });
    const first = at;
    at = at && (await review.answer(at));
    const second = at;
    at = at && (await review.answer(at, { category: 'Factual Error', note: 'a date' }));
    const third = at;
    at = await review.skip();
    at = at && (await review.answer(at));
    expect(at).toBeUndefined();
    expect(first && store.label(first.key)?.correction).toMatchObject({
      ...{ category: 'Computation Error', judged: 'Computation Error', title: 'Wrong product', id: first?.id },
    });
    expect(second && store.label(second.key)?.correction).toMatchObject({ category: 'Factual Error', note: 'a date' });
    expect(third && store.label(third.key)?.correction).toBeUndefined();
    const { total, answered, skipped, strata } = review.result();
    expect({ total, answered, skipped }).toEqual({ total: 4, answered: 3, skipped: 1 });
    expect(strata).toMatchObject([{ stratum: 'control', drawn: 4, compared: 3, same: 2 }]);
    expect(await readFile(join(store.folder, 'corrections.jsonl'), 'utf8')).toMatch(/^\{"dataset":"sums","id":/);
  });

  it('is taken up after a restart where it was left, skipped ones last', async () => {
    const review = open();
    const first = await review.start({ size: 3, seed: 1 });
    const second = await review.skip();
    const third = second && (await review.answer(second));
    expect(review.stop()).toMatchObject({ answered: 1, skipped: 1 });
    const later = open();
    expect(later.unfinished).toEqual({ left: 2, total: 3 });
    // Nothing is under review until it is taken up.
    expect(third && later.placeOf(third)).toBeNull();
    expect(await later.resume()).toEqual(third);
    expect(third && (await later.answer(third))).toBeUndefined();
    expect(await later.resume()).toEqual(first);
    expect(first && later.placeOf(first)?.answer).toBe('skipped');
    await (first && later.answer(first));
    expect(later.unfinished).toBeUndefined();
  });

  it('goes back and forth, and an answer that is taken back is open again', async () => {
    const review = open();
    const first = await review.start({ size: 3, seed: 1 });
    const second = first && (await review.answer(first));
    expect(await review.step(-1)).toEqual(first);
    expect(first && review.placeOf(first)).toMatchObject({ index: 1, answer: 'confirmed', answered: 1 });
    const said = first && store.label(first.key)?.correction;
    if (said) await store.correct({ ...said, createdAt: new Date().toISOString(), retracted: true });
    expect(first && review.placeOf(first)).toMatchObject({ answer: null, answered: 0 });
    expect(await review.step(-1)).toEqual(first);
    expect(await review.step(1)).toEqual(second);
  });

  it('draws nothing that a person has looked at or that nobody has named', async () => {
    await store.correct({ key: keyOf(0), category: 'Other', author: 'ana', createdAt: new Date().toISOString() });
    await store.append([judgment({ key: 'abstained', status: 'abstained', category: '' })]);
    files = [...entries, entry({ key: 'abstained' }), entry({ key: 'unjudged' })];
    expect(
      open()
        .candidates()
        .map(({ key }) => key),
    ).toEqual(entries.slice(1).map(({ key }) => key));
  });

  it('passes over examples whose file has gone', async () => {
    const review = open();
    const first = await review.start({ size: 3, seed: 1 });
    const second = first && (await review.answer(first));
    files = files.filter((one) => one !== second);
    const third = await review.step(1);
    expect(third).toBeDefined();
    expect(third).not.toEqual(second);
  });

  it('forgets what another version has kept and this one does not know', () => {
    kept.set('errorAtlas.review', { items: 'all' });
    expect(open().unfinished).toBeUndefined();
  });
});
