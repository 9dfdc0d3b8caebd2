import { expect, it } from 'vitest';
import { applyTaxonomy, titleJudge, underCategories } from '../../../src/errormap/apply';
import { crosswalk } from '../../../src/errormap/crosswalk';
import { BuildParameters } from '../../../src/errormap/parameters';
import { BUILD_PROMPT_VERSION } from '../../../src/errormap/prompts';
import type { Judgment } from '../../../src/model/judgment';
import type { Taxonomy } from '../../../src/model/taxonomy';
import { RecordedModel } from '../../support/recordedModel';

const taxonomy: Taxonomy = {
  ...{ id: 'mine', version: '2', name: 'Mine', source: 'me' },
  categories: [
    {
      ...{ id: 'sums', name: 'Sum Slip', description: 'Sums.' },
      children: [
        { id: 'carry', name: 'Carry Slip', description: 'Carries.' },
        { id: 'sign', name: 'Sign Slip', description: 'Signs.' },
      ],
    },
    { id: 'reading', name: 'Reading Lapse', description: 'Reading.' },
  ],
};

const TITLES = [
  'carry forgotten in a Sum',
  'sign lost in a Sum',
  'plain Sum',
  'Reading too fast',
  'wholly odd',
  'never answered',
  '',
];

it('sorts titles into categories and, where there are any, into their children', async () => {
  const model = new RecordedModel({
    categories: () => [],
    categoryOf(title, names) {
      if (title.startsWith('never')) return undefined;
      if (title.startsWith('wholly')) return 'Strange Thing';
      const word = names.includes('Carry Slip') ? ['Carry', 'Sign'] : ['Sum', 'Reading'];
      return (
        names.find((name) =>
          word.some((own) => name.startsWith(own) && title.toLowerCase().includes(own.toLowerCase())),
        ) ?? 'Other'
      );
    },
  });
  const failures = TITLES.flatMap((title, i) => [0, 1].map((n) => ({ key: `${i}${n}`, title, summary: 's' })));
  const applied = await applyTaxonomy({
    ...{ failures, taxonomy, model, parameters: BuildParameters.parse({}), signal: new AbortController().signal },
  });
  const places = Object.fromEntries(TITLES.map((title, i) => [title, applied.places.get(`${i}1`)]));
  expect(places).toEqual({
    'carry forgotten in a Sum': ['Sum Slip', 'Carry Slip'],
    'sign lost in a Sum': ['Sum Slip', 'Sign Slip'],
    'plain Sum': ['Sum Slip'],
    'Reading too fast': ['Reading Lapse'],
    'wholly odd': ['Other'],
    'never answered': undefined,
    '': undefined,
  });
  expect(Object.fromEntries(applied.reasons)).toEqual({
    'wholly odd': 'the model named "Strange Thing", which is no category',
    'never answered': 'the model left the title out',
  });
});

it('keeps the analysis of a judgment, not its bill', () => {
  const judge = titleJudge({ kind: 'openai', model: 'm' }, taxonomy);
  const before = {
    ...{
      key: 'k',
      category: 'Computation Error',
      subcategory: 'x',
      title: 't',
      summary: 's',
      criteria: [],
      evidence: [],
    },
    ...{ confidence: 0.7, judge: { ...judge, taxonomy: 'erroratlas@1' }, createdAt: '2026-01-01T00:00:00.000Z' },
    ...{ status: 'judged', usage: { promptTokens: 1, completionTokens: 1 }, cost: 3 },
  } as Judgment;
  const after = underCategories(before, ['Sum Slip'], judge, '2026-02-02T00:00:00.000Z');
  expect(after).toEqual({
    ...{ key: 'k', category: 'Sum Slip', title: 't', summary: 's', criteria: [], evidence: [], confidence: 0.7 },
    ...{ judge: { kind: 'openai', model: 'm', promptVersion: `titles-${BUILD_PROMPT_VERSION}`, taxonomy: 'mine@2' } },
    ...{ createdAt: '2026-02-02T00:00:00.000Z', status: 'judged' },
  });
});

it('counts which categories became which', () => {
  const pairs = [
    ['A', 'X'],
    ['A', 'Y'],
    ['A', 'X'],
    ['B', 'X'],
  ] as const;
  expect(crosswalk(pairs)).toEqual({
    examples: 4,
    rows: [
      {
        ...{ category: 'A', count: 3 },
        to: [
          { category: 'X', count: 2, share: 2 / 3 },
          { category: 'Y', count: 1, share: 1 / 3 },
        ],
      },
      { category: 'B', count: 1, to: [{ category: 'X', count: 1, share: 1 }] },
    ],
  });
});
