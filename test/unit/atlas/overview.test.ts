import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate } from '../../../src/atlas/aggregate';
import { atlasIndexOf } from '../../../src/atlas/atlasIndex';
import { below, type Drill, insideOf } from '../../../src/atlas/drill';
import { FilterTest } from '../../../src/atlas/filter';
import { type Overview, overviewOf } from '../../../src/atlas/overview';
import { dateInName } from '../../../src/atlas/trend';
import { AtlasFilter } from '../../../src/model/atlasFilter';
import { distinctExamples } from '../../../src/model/distinct';
import type { ExampleEntry } from '../../../src/model/entry';
import type { Judgment } from '../../../src/model/judgment';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import type { RunDate } from '../../../src/model/trend';
import { VerdictRules } from '../../../src/model/verdict';
import type { Label } from '../../../src/store/judgmentStore';
import { entry, judgment } from '../../support/records';

const [MONDAY, TUESDAY] = ['/r/2026-11-02T10-00/a.jsonl', '/r/2026-11-03T10-00/a.jsonl'];
const [C, F] = ['Computation Error', 'Factual Error'];

function judged(given: Partial<Judgment>): Label {
  return { judgment: { ...judgment(given), segment: 's', offset: 0, length: 1 } };
}

/** One letter an example of a file: `.` passed, `c` and `f` fail by that category, `?` fails without a label, `!` crashed. */
function file(path: string, model: string, dataset: string, answers: string) {
  const entries = [...answers].map((answer, i) =>
    entry({
      ...{ key: `${model}${dataset}${i}${answer}`, id: `${i}`, model, dataset },
      passed: answer === '.' ? true : answer === '!' ? null : false,
      ...(answer === '!' && { error: 'timeout' }),
      source: { path, format: 'lm-eval', line: i + 1 },
    }),
  );
  return { path, entries };
}

const CATEGORY: Record<string, string> = { c: C, f: F };
function labelOf(key: string): Label | undefined {
  const category = CATEGORY[key.at(-1) ?? ''];
  return category ? judged({ key, category, title: `slip ${key.length % 3}`, confidence: 0.9 }) : undefined;
}

function dateOf(path: string): RunDate | undefined {
  const date = dateInName(path);
  return date === undefined ? undefined : { date, dated: 'name' };
}

type Files = readonly { path: string; entries: ExampleEntry[] }[];

function look(files: Files, filter: Partial<AtlasFilter> = {}, labels = labelOf): Overview {
  const { entries, repeated } = distinctExamples(files.map((one) => one.entries));
  const index = finish(atlasIndexOf({ files, distinct: entries, repeated, labelOf: labels, dateOf }));
  return finish(
    overviewOf({
      ...{ index, filter: AtlasFilter.parse(filter), nameOf: (path: string) => path },
      ...{ taxonomy: errorAtlas, rules: new VerdictRules() },
    }),
  );
}

function finish<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function drill(overview: Overview, into: Drill) {
  return below(overview.failing.get(into.category) ?? [], into, overview.names);
}

describe('the overview', () => {
  const answers = fc.string({ unit: fc.constantFrom('.', 'c', 'f', '?', '!'), minLength: 1, maxLength: 12 });
  const files = fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), fc.constantFrom('p', 'q'), answers), {
    minLength: 1,
    maxLength: 6,
  });

  it('counts by groups what `aggregate` counts one by one, under any filter', () => {
    fc.assert(
      fc.property(
        files,
        fc.subarray(['x', 'y']),
        fc.subarray([C, F, null]),
        fc.boolean(),
        (rows, models, categories, noise) => {
          const all = rows.map(([model, dataset, text], i) => file(`/${i}.jsonl`, model, dataset, text));
          const filter = AtlasFilter.parse({ models, categories, labelNoise: noise });
          const test = new FilterTest(filter, (path) => path);
          const { entries, repeated } = distinctExamples(all.map((one) => one.entries));
          const kept = entries.filter(
            (one) =>
              test.looksAt(one.model, one.dataset, one.source.path) &&
              (one.passed !== false || test.keepsLabel(one, labelOf(one.key))),
          );
          const isFiltered = models.length + categories.length > 0 || noise;
          const expected = aggregate({
            ...{ entries: kept, repeated: isFiltered ? 0 : repeated, labelOf },
            ...{ taxonomy: errorAtlas, rules: new VerdictRules() },
          });
          const { atlas, failing } = look(all, filter);
          // A model all of whose examples a filter leaves out is still one of those that it looks at.
          const present = {
            ...atlas,
            models: atlas.models.filter(({ examples }) => examples > 0),
            datasets: [],
            rules: [],
          };
          expect(present).toEqual({ ...expected, datasets: [], rules: [] });
          const listed = [...failing.values()].flat().reduce((sum, bucket) => sum + bucket.entries.length, 0);
          expect(listed).toBe(atlas.totals.failing);
        },
      ),
    );
  });

  it('keeps by judge, confidence, person, label noise and words', () => {
    const labels: Record<string, Label> = {
      a: judged({ category: C, title: 'Adds the discount twice', confidence: 0.95 }),
      b: judged({ category: C, title: 'Rounds early', confidence: 0.6, suspectedLabelNoise: 'The key says 4.' }),
      c: {
        ...judged({ category: C, title: 'Rounds late', confidence: 0.2 }),
        correction: { key: 'c', category: F, author: 'ada', createdAt: '2026-01-01T00:00:00.000Z' },
      },
      d: judged({
        category: F,
        title: 'Wrong year',
        confidence: 0.95,
        judge: { kind: 'openai', model: 'm', promptVersion: '3', taxonomy: 't@1' },
      }),
    };
    const all = [
      {
        path: MONDAY,
        entries: Object.keys(labels).map((key) =>
          entry({ key, id: `id-${key}`, source: { path: MONDAY, format: 'lm-eval' } }),
        ),
      },
    ];
    const kept = (filter: Partial<AtlasFilter>) =>
      [...look(all, filter, (key) => labels[key]).failing.values()]
        .flat()
        .flatMap(({ entries }) => entries.map(({ key }) => key))
        .sort()
        .join('');
    expect(kept({})).toBe('abcd');
    expect(kept({ confidences: ['high'] })).toBe('ad');
    expect(kept({ confidences: ['low', 'medium'] })).toBe('bc');
    expect(kept({ corrected: true })).toBe('c');
    expect(kept({ labelNoise: true })).toBe('b');
    expect(kept({ categories: [F] })).toBe('cd');
    expect(kept({ search: 'ROUNDS ' })).toBe('bc');
    expect(kept({ search: 'id-d' })).toBe('d');
    expect(kept({ judges: ['openai|m|3|t@1'] })).toBe('d');
    expect(kept({ files: [TUESDAY] })).toBe('');
    expect(look(all, { corrected: true }, (key) => labels[key]).scope).toEqual({ examples: 4, failing: 4 });
  });
});

describe('fix first', () => {
  const all = [
    file('/x', 'x', 'p', 'cccff.....'),
    file('/y', 'y', 'p', 'ff........'),
    file('/z', 'z', 'p', 'fff.......'),
  ];

  it('orders by share × how many times as often as the other models', () => {
    const { priorities } = look(all, { models: ['x'] });
    expect(priorities.map(({ category }) => category)).toEqual([C, F]);
    const [first, second] = priorities;
    expect(first).toMatchObject({ rate: 0.3, others: 0 });
    expect(first?.lift).toBeCloseTo(3.5 / 11 / (0.5 / 21));
    expect(second?.others).toBeCloseTo(5 / 20);
    expect(second?.lift).toBeCloseTo(2.5 / 11 / (5.5 / 21));
    for (const { score, rate, lift } of priorities) expect(score).toBeCloseTo(rate * lift);
  });

  it('without a chosen model names the one in which a category stands out most', () => {
    const { priorities } = look(all);
    expect(priorities[0]).toMatchObject({ category: C, model: 'x' });
    expect(priorities[1]).toMatchObject({ category: F, model: 'z' });
  });

  it('compares on shared datasets only, and is the order of frequency where none is shared', () => {
    const { priorities } = look([file('/x', 'x', 'p', 'cff.'), file('/y', 'y', 'q', 'cccc')], { models: ['x'] });
    expect(priorities.map(({ category, lift }) => [category, lift])).toEqual([
      [F, 1],
      [C, 1],
    ]);
  });
});

describe('the trend', () => {
  it('counts each day by itself, what is the same on both days too', () => {
    const { trend, atlas } = look([file(MONDAY, 'x', 'p', 'cf..'), file(TUESDAY, 'x', 'p', 'cf.f')]);
    expect(trend).toMatchObject([
      { date: '2026-11-02', runs: 1, scored: 4, failing: 2, categories: { [C]: 1, [F]: 1 } },
      { date: '2026-11-03', runs: 1, scored: 4, failing: 3, categories: { [C]: 1, [F]: 2 } },
    ]);
    // The same answers in both files are one example of the atlas.
    expect(atlas.totals).toMatchObject({ examples: 5, repeated: 3 });
  });

  it('reads the day of a run from names with a time, and not the version of a model', () => {
    expect(dateInName('/r/samples_gsm8k_2026-11-03T10-22-05.123.jsonl')).toBe('2026-11-03');
    expect(dateInName('/logs/2024-12-31T23-59-59+00-00_task_Ab1.eval')).toBe('2024-12-31');
    expect(dateInName('/outputs/20250301_101500/predictions/gsm8k.json')).toBe('2025-03-01');
    expect(dateInName('/r/gpt-4o-2024-08-06/samples.jsonl')).toBeUndefined();
    expect(dateInName('/r/2026-02-31T10-00.jsonl')).toBeUndefined();
  });
});

describe('drilling down', () => {
  const labels: Record<string, Label> = {
    a: judged({ category: C, subcategory: 'Addition', title: ' Adds  wrong ' }),
    b: judged({ category: C, subcategory: 'Addition', title: 'Adds wrong' }),
    c: judged({ category: C, subcategory: 'Rounding', title: 'Rounds' }),
    d: {
      ...judged({ category: F, subcategory: 'Years', title: 'Wrong year' }),
      correction: { key: 'd', category: C, author: 'ada', createdAt: '2026-01-01T00:00:00.000Z' },
    },
    e: judged({ status: 'abstained', category: '', title: '' }),
  };
  const all = [
    { path: MONDAY, entries: Object.keys(labels).map((key) => entry({ key, model: key === 'b' ? 'y' : 'x' })) },
  ];
  const overview = look(all, {}, (key) => labels[key]);
  const keys = (into: Drill) =>
    drill(overview, into)
      .entries.map(({ key }) => key)
      .sort()
      .join('');
  const inside = (into: Drill) => insideOf(drill(overview, into), into, overview.names);

  it('goes from a category by sub-category and title to the examples', () => {
    expect(inside({ category: C })).toEqual({
      level: 'subcategory',
      groups: [
        { name: 'Addition', count: 2 },
        { name: 'Rounding', count: 1 },
      ],
      more: 0,
    });
    const addition = { category: C, subcategory: 'Addition' };
    expect(inside(addition)).toEqual({ level: 'title', groups: [{ name: 'Adds wrong', count: 2 }], more: 0 });
    expect(keys(addition)).toBe('ab');
    expect(keys({ ...addition, title: 'Adds wrong', model: 'y' })).toBe('b');
    expect(inside({ ...addition, title: 'Adds wrong' })).toBeNull();
  });

  it('takes nothing from a judge whom a person has corrected, and finds nothing under a name that nobody has', () => {
    expect(keys({ category: C })).toBe('abcd');
    expect(keys({ category: C, subcategory: 'Years' })).toBe('');
    expect(keys({ category: C, title: 'nobody says so' })).toBe('');
    expect(keys({ category: null })).toBe('e');
    expect(inside({ category: null })).toBeNull();
  });
});
