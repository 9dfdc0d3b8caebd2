/** Messages of the extension host as a real workspace would send them. */
import type { Atlas, Signature } from '../../../src/model/atlas';
import { NO_FILTER } from '../../../src/model/atlasFilter';
import type { CategoryDifference, Comparison } from '../../../src/model/comparison';
import type { Correction, Judgment } from '../../../src/model/judgment';
import type { Priority } from '../../../src/model/priority';
import errorAtlas from '../../../src/model/taxonomies/erroratlas.json';
import type { TrendPoint } from '../../../src/model/trend';
import type { ExampleRow, HostToAtlas, HostToExample } from '../../../src/protocol';

type AtlasMessage = Extract<HostToAtlas, { type: 'atlas' }>;
type ExamplesMessage = Extract<HostToAtlas, { type: 'examples' }>;
type ComparisonMessage = Extract<HostToAtlas, { type: 'comparison' }>;
type ExampleMessage = Extract<HostToExample, { type: 'example' }>;

export const OFFLINE = { label: 'Offline rules', running: null };

const MODELS = ['meta-llama/Llama-3.2-3B-Instruct', 'gpt-5-mini', 'Qwen/Qwen3-8B'];
const DATASETS = ['gsm8k', 'ifeval', 'triviaqa', 'mmlu_pro'];

/** Category → failing examples of each model. */
const COUNTS: Record<string, [number, number, number]> = {
  'Missing Required Element': [9, 4, 6],
  'Logical Reasoning Error': [8, 3, 4],
  'Computation Error': [9, 1, 3],
  'Specification Misinterpretation': [3, 5, 2],
  'Factual Error': [5, 1, 3],
  'Output Formatting Error': [1, 5, 2],
  'Incorrect Identification': [3, 1, 2],
  'Counting/Enumeration Error': [2, 1, 2],
  'Inappropriate Refusal or Non-Response': [0, 4, 0],
  'Concept Misapplication': [2, 0, 1],
  'Unit or Conversion Error': [1, 0, 1],
  'Irrelevant or Extraneous Content': [2, 0, 0],
};
const OPEN = [18, 9, 16] as const;

function tallies(counts: readonly [string, number][]): Record<string, { count: number; share: number }> {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries(
    counts.filter(([, count]) => count > 0).map(([name, count]) => [name, { count, share: count / total }]),
  );
}

function signature(name: string, index: number): Signature {
  const counts = Object.entries(COUNTS).map(([category, byModel]): [string, number] => [category, byModel[index] ?? 0]);
  const classified = counts.reduce((sum, [, count]) => sum + count, 0);
  const failing = classified + (OPEN[index] ?? 0);
  return { name, examples: 91, failing, errored: 1, classified, categories: tallies(counts) };
}

/** Wide enough to be seen; the true ones are tested where they are counted. */
function interval(count: number, of: number): [number, number] {
  const reach = 1.96 * Math.sqrt(count / of / of);
  return [Math.max(0, count / of - reach), Math.min(1, count / of + reach)];
}

/** The first model fails most by the rarer categories: the order is another than that by frequency. */
function priorities({ categories }: Atlas): Priority[] {
  return categories
    .map(({ name, share }, i) => {
      const lift = 0.5 + ((i * 7) % 12) / 3;
      const rate = share / 2;
      return { category: name, rate, others: rate / lift, lift, score: rate * lift, model: MODELS[i % 3] ?? '' };
    })
    .sort((a, b) => b.score - a.score);
}

/** Three days of the same models and datasets, failing less and less. */
export function trend(): TrendPoint[] {
  const day = (date: string, failing: number): TrendPoint => ({
    date,
    dated: 'name',
    runs: 9,
    scored: 271,
    failing,
    classified: failing - 20,
    models: MODELS,
    datasets: DATASETS,
    categories: Object.fromEntries(
      Object.entries(COUNTS).map(([name, counts]) => [
        name,
        Math.round((counts.reduce((sum, count) => sum + count, 0) * failing) / 160),
      ]),
    ),
  });
  return [day('2026-10-28', 171), day('2026-11-03', 158), day('2026-11-10', 139)];
}

function fullAtlas(): Atlas {
  const models = MODELS.map(signature);
  const sum = (pick: (model: Signature) => number) => models.reduce((total, model) => total + pick(model), 0);
  const classified = sum((model) => model.classified);
  const failing = sum((model) => model.failing);
  const open = failing - classified;
  return {
    taxonomy: 'erroratlas@1',
    totals: {
      examples: 273,
      failing,
      errored: 2,
      unscored: 0,
      classified,
      corrected: 3,
      abstained: open - 12,
      judgeErrors: 0,
      unjudged: 12,
      repeated: 0,
    },
    categories: Object.entries(COUNTS)
      .map(([name, byModel]) => {
        const known = errorAtlas.categories.find((category) => category.name === name);
        const count = byModel.reduce((total, one) => total + one, 0);
        return {
          name,
          count,
          share: count / classified,
          interval: interval(count, classified),
          corrected: name === 'Computation Error' ? 2 : name === 'Factual Error' ? 1 : 0,
          ...(known !== undefined && {
            description: known.description,
            source: known.source as 'paper' | 'reconstructed',
          }),
        };
      })
      .sort((a, b) => b.count - a.count),
    models,
    datasets: [],
    rules: [
      { dataset: 'gsm8k', rule: "the evaluation tool's own verdict" },
      { dataset: 'triviaqa', rule: "score below 0.42 (0.7 × the dataset's mean 0.597)" },
    ],
  };
}

export function atlas(change: Partial<AtlasMessage> = {}): AtlasMessage {
  return {
    type: 'atlas',
    state: 'ready',
    atlas: fullAtlas(),
    filter: NO_FILTER,
    scope: { examples: 273, failing: 139 },
    priorities: priorities(fullAtlas()),
    trend: trend(),
    models: MODELS,
    datasets: DATASETS,
    runs: MODELS.flatMap((model) => DATASETS.map((dataset) => `runs/${model}/samples_${dataset}.jsonl`)),
    judges: [
      { id: 'offline|rules|1|erroratlas@1', label: 'Offline rules · rules 1 · erroratlas@1' },
      { id: 'openai|gpt-5-mini|3|erroratlas@1', label: 'gpt-5-mini · prompt 3 · erroratlas@1' },
    ],
    categories: [...Object.keys(COUNTS), null],
    files: 9,
    problems: 0,
    judge: OFFLINE,
    ...change,
  };
}

const NOTHING: Atlas = {
  taxonomy: 'erroratlas@1',
  totals: {
    examples: 0,
    failing: 0,
    errored: 0,
    unscored: 0,
    classified: 0,
    corrected: 0,
    abstained: 0,
    judgeErrors: 0,
    unjudged: 0,
    repeated: 0,
  },
  categories: [],
  models: [],
  datasets: [],
  rules: [],
};

const NO_NAMES = { models: [], datasets: [], runs: [], judges: [], categories: [], priorities: [], trend: [] };
const NO_EXAMPLES = { atlas: NOTHING, scope: { examples: 0, failing: 0 }, ...NO_NAMES, files: 0 };

export const loading = () => atlas({ state: 'loading', ...NO_EXAMPLES });

export const empty = (problems = 0) => atlas({ state: 'empty', ...NO_EXAMPLES, problems });

export const running = () =>
  atlas({ judge: { label: 'gpt-5-mini at api.openai.com', running: { done: 31, total: 107 } } });

export function allPass(): AtlasMessage {
  return atlas({
    atlas: { ...NOTHING, totals: { ...NOTHING.totals, examples: 182, errored: 2 } },
    scope: { examples: 182, failing: 0 },
  });
}

/** Failing examples, none with a category: not yet judged, or left open by the judge. */
export function unclassified(which: 'unjudged' | 'abstained' = 'unjudged'): AtlasMessage {
  const totals = { ...NOTHING.totals, examples: 182, failing: 107, [which]: 107 };
  return atlas({ atlas: { ...NOTHING, totals }, scope: { examples: 182, failing: 107 } });
}

export function manyModels(): AtlasMessage {
  const full = fullAtlas();
  const models = Array.from({ length: 12 }, (_, i) => ({
    ...signature(MODELS[i % 3] ?? '', i % 3),
    name: i === 0 ? 'an-organisation/a-model-with-an-uncommonly-long-name-v2.5-Instruct-AWQ' : `model-${i + 1}`,
  }));
  return atlas({ atlas: { ...full, models }, models: models.map(({ name }) => name) });
}

const TITLES = [
  'Adds 18 and 24 to 44',
  'Forgets the discount on the second ticket',
  'Multiplies the weekly wage by 5 days and again by 7 although the text says that she rests on two of them',
  'Rounds before the last step',
];
const PREVIEWS = [
  'Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many…',
  'A robe takes 2 bolts of blue fiber and half that much white fiber. How many bolts in total does it take?',
  '<img src=x onerror=alert(1)> Josh decides to try flipping a house. He buys a house for $80,000 and then…',
];

export function rows(category: string | null, count: number, offset = 0): ExampleRow[] {
  return Array.from({ length: count }, (_, i): ExampleRow => {
    const n = offset + i;
    return {
      ref: `ref-${n}`,
      id: `gsm8k-${n + 1}`,
      dataset: DATASETS[n % 2] ?? '',
      model: MODELS[n % 3] ?? '',
      preview: PREVIEWS[n % 3] ?? '',
      category,
      title: category === null ? '' : (TITLES[n % 4] ?? ''),
      status: category !== null ? 'judged' : n % 3 === 0 ? 'unjudged' : n % 3 === 1 ? 'abstained' : 'error',
      corrected: category !== null && n % 5 === 1,
      confidence: category === null ? null : ([0.93, 0.64, 0.35][n % 3] ?? 0.5),
      place: `samples_gsm8k_2026-11-03T10-22.jsonl:${n * 7 + 1}`,
    };
  });
}

/** The host's answer to what the page has asked for last. */
export function examples(
  category: string | null,
  total: number,
  { version = 1, offset = 0, ...change }: Partial<ExamplesMessage> = {},
): ExamplesMessage {
  return {
    type: 'examples',
    version,
    total,
    offset,
    rows: rows(category, Math.min(200, total - offset), offset),
    inside: category === null ? null : inside(),
    ...change,
  };
}

export function inside(): NonNullable<ExamplesMessage['inside']> {
  const groups = TITLES.map((name, i) => ({ name, count: 9 - 2 * i }));
  const more = Array.from({ length: 8 }, (_, i) => ({ name: `Slip number ${i + 1} in a long division`, count: 1 }));
  return { level: 'title', groups: [...groups, ...more], more: 0 };
}

function difference(name: string, a: number, b: number, adjustedPValue: number): CategoryDifference {
  const of = 91;
  const change = (b - a) / of;
  return {
    name,
    a: { count: a, share: a / of },
    b: { count: b, share: b / of },
    difference: change,
    interval: [change - 0.04, change + 0.05],
    pValue: adjustedPValue / 2,
    adjustedPValue,
    significant: adjustedPValue < 0.05,
  };
}

export function comparison(change: Partial<Comparison> = {}): ComparisonMessage {
  const side = (name: string, failing: number) => ({
    ...{ name, models: [name], scored: 91, failing, classified: failing - 9, unpaired: 0 },
  });
  const [a, b] = [MODELS[0] ?? '', MODELS[1] ?? ''];
  const { name: _, adjustedPValue: __, significant: ___, ...failing } = difference('', 58, 34, 0.0004);
  return {
    type: 'comparison',
    a: { kind: 'model', name: a },
    b: { kind: 'model', name: b },
    comparison: {
      a: side(a, 58),
      b: side(b, 34),
      paired: true,
      pairs: 91,
      failing,
      categories: [
        difference('Computation Error', 9, 1, 0.012),
        difference('Inappropriate Refusal or Non-Response', 0, 7, 0.021),
        difference('Missing Required Element', 9, 4, 0.3),
        difference('Output Formatting Error', 3, 4, 1),
      ],
      changes: { fixed: 31, broken: 7, 'still failing': 12, 'failure changed kind': 15 },
      examples: [],
      sentence: `On the 91 examples that both answered, ${b} fails less often than ${a} (63.7 % → 37.4 %, p < 0.001): 31 fixed, 7 broken. Computation Error fell from 9.9 % to 1.1 % (95 % −12.8 pp to −3.8 pp).`,
      ...change,
    },
  };
}

export function changes(total: number, version = 1): Extract<HostToAtlas, { type: 'changes' }> {
  return {
    type: 'changes',
    version,
    offset: 0,
    total,
    rows: Array.from({ length: total }, (_, i) => ({
      dataset: DATASETS[i % 2] ?? '',
      id: `gsm8k-${i}`,
      preview: PREVIEWS[i % 3] ?? '',
      a: { ref: `a-${i}`, category: null },
      b: { ref: `b-${i}`, category: 'Computation Error' },
    })),
  };
}

const QUESTION = `Tickets for the aquarium cost $18 for a child and $24 for an adult. On Tuesdays, every second ticket is half price.

Mia buys one child's ticket and one adult's ticket on a Tuesday; the adult's is the second. How much does she pay?`;

const OUTPUT = `Let me work through this step by step.

1. The child's ticket costs $18.
2. The adult's ticket costs $24, and being the second one it is half price on a Tuesday: $24 / 2 = $12.
3. Together that is 18 + 24 = $44.

So Mia pays **$44**.

#### 44`;

function quote(output: string, text: string) {
  const start = output.indexOf(text);
  return { quote: text, start, end: start + text.length };
}

export function judgment(change: Partial<Judgment> = {}): Judgment {
  return {
    key: '0123456789abcdef0123456789abcdef',
    category: 'Computation Error',
    title: 'Adds 18 and 24 to 44, and forgets the halved price',
    summary:
      'The discount is worked out correctly in step 2, but step 3 adds the full prices and gets that sum wrong as well. The correct total is 18 + 12 = 30.',
    criteria: [
      {
        criterion: 'Halves the price of the second ticket',
        presentInOutput: true,
        quality: 'correct',
        evidence: '$24 / 2 = $12',
        comment: '',
      },
      {
        criterion: 'Adds $18 and the halved $12',
        presentInOutput: true,
        quality: 'incorrect',
        evidence: '18 + 24 = $44',
        comment: 'Uses the full price, and 18 + 24 is 42.',
      },
      {
        criterion: 'Gives the answer after ####',
        presentInOutput: true,
        quality: 'partially correct',
        evidence: '#### 44',
        comment: 'In the right form, but the number is wrong.',
      },
      {
        criterion: 'Says that it is a Tuesday price',
        presentInOutput: false,
        quality: null,
        evidence: '',
        comment: '',
      },
    ],
    evidence: [quote(OUTPUT, '18 + 24 = $44'), quote(OUTPUT, '#### 44')],
    confidence: 0.86,
    judge: { kind: 'openai', model: 'gpt-5-mini', promptVersion: '3', taxonomy: 'erroratlas@1' },
    usage: { promptTokens: 1843, completionTokens: 312 },
    cost: 0.0011,
    createdAt: '2026-11-25T13:02:11.000Z',
    status: 'judged',
    ...change,
  };
}

export function correction(change: Partial<Correction> = {}): Correction {
  return {
    key: '0123456789abcdef0123456789abcdef',
    category: 'Logical Reasoning Error',
    note: 'The sum is a slip, but the real error is that step 3 drops what step 2 found.',
    author: 'ana',
    createdAt: '2026-11-25T14:10:00.000Z',
    ...change,
  };
}

export function example(
  change: Omit<Partial<ExampleMessage>, 'example'> & { example?: Partial<ExampleMessage['example']> } = {},
): ExampleMessage {
  const { example: changed, ...rest } = change;
  return {
    type: 'example',
    judgment: judgment(),
    correction: null,
    correctPredictions: [
      { model: 'gpt-5-mini', output: '18 + 24 / 2 = 18 + 12 = 30\n\n#### 30' },
      { model: 'Qwen/Qwen3-8B', output: 'The second ticket is half price, so 18 + 12 = 30.\n#### 30' },
    ],
    position: { index: 3, total: 27 },
    categories: errorAtlas.categories.map(({ name, description }) => ({ name, description })),
    rule: "the evaluation tool's own verdict",
    judge: { label: 'gpt-5-mini at api.openai.com', running: null },
    finalAnswer: '44',
    steps: [],
    history: [],
    agreement: null,
    reading: { chat: 'rendered', plain: 'raw', output: 'raw' },
    review: null,
    ...rest,
    example: {
      key: '0123456789abcdef0123456789abcdef',
      id: 'gsm8k-117',
      dataset: 'gsm8k',
      model: 'meta-llama/Llama-3.2-3B-Instruct',
      input: QUESTION,
      messages: [
        { role: 'system', content: 'Solve the problem. Write the answer after ####.' },
        { role: 'user', content: QUESTION },
      ],
      output: OUTPUT,
      references: ['30'],
      score: 0,
      passed: false,
      metric: 'exact_match',
      finishReason: 'stop',
      metadata: { split: 'test', seed: 7, tags: ['money', 'discount'] },
      source: { path: 'results/llama-3b/samples_gsm8k_2026-11-03T10-22.jsonl', format: 'lm-eval', line: 117 },
      ...changed,
    },
  };
}

export const HOSTILE =
  '</div></error-atlas-example><script>window.pwned = 1</script><img src=x onerror="window.pwned = 1"><style>*{display:none}</style>{{7*7}}';

export function hostile(): ExampleMessage {
  return example({
    example: {
      id: HOSTILE,
      dataset: HOSTILE,
      model: HOSTILE,
      input: HOSTILE,
      messages: [{ role: HOSTILE, content: HOSTILE }],
      output: HOSTILE,
      references: [HOSTILE],
      choices: [HOSTILE, 'other'],
      explanation: HOSTILE,
      metadata: { [HOSTILE]: { nested: HOSTILE } },
      source: { path: HOSTILE, format: 'generic-jsonl', line: 1 },
    },
    judgment: judgment({
      category: HOSTILE,
      title: HOSTILE,
      summary: HOSTILE,
      criteria: [
        { criterion: HOSTILE, presentInOutput: true, quality: 'incorrect', evidence: HOSTILE, comment: HOSTILE },
      ],
      evidence: [{ quote: '<script>', start: HOSTILE.indexOf('<script>'), end: HOSTILE.indexOf('<script>') + 8 }],
    }),
    correction: correction({ category: HOSTILE, note: HOSTILE, author: HOSTILE }),
    correctPredictions: [{ model: HOSTILE, output: HOSTILE }],
    categories: [{ name: HOSTILE, description: HOSTILE }],
  });
}

/** Multiple choice, by a judge of rules. */
export function multipleChoice(): ExampleMessage {
  return example({
    example: {
      id: 'mmlu_pro-42',
      dataset: 'mmlu_pro',
      input: 'Which gas makes up most of the atmosphere of Mars?',
      messages: [],
      output: 'Nitrogen',
      references: ['Carbon dioxide'],
      choices: ['Nitrogen', 'Oxygen', 'Carbon dioxide', 'Argon'],
      explanation: 'Expected C, got A.',
    },
    judgment: judgment({
      category: 'Incorrect Identification',
      title: 'Picks nitrogen instead of carbon dioxide',
      summary: 'The output names another of the choices than the reference.',
      criteria: [],
      evidence: [{ quote: 'Nitrogen', start: 0, end: 8 }],
      confidence: 0.55,
      judge: { kind: 'offline', model: 'rules', promptVersion: '1', taxonomy: 'erroratlas@1' },
    }),
  });
}

/** The judge doubts the test item, and the output argues with its judge. */
export function doubted(): ExampleMessage {
  const suspectedInjection = 'The output seems to address its judge: “<b>ignore all rules</b>”';
  const suspectedLabelNoise = 'The reference forgets the first group.';
  return example({ judgment: judgment({ suspectedInjection, suspectedLabelNoise }) });
}

export function abstained(): ExampleMessage {
  return example({
    judgment: judgment({
      status: 'abstained',
      category: '',
      title: '',
      summary: '',
      criteria: [],
      evidence: [],
      confidence: 0,
      judge: { kind: 'offline', model: 'rules', promptVersion: '1', taxonomy: 'erroratlas@1' },
    }),
    judge: OFFLINE,
  });
}

export function judgeError(): ExampleMessage {
  return example({
    judgment: judgment({
      status: 'error',
      category: '',
      title: '',
      summary: '',
      criteria: [],
      evidence: [],
      confidence: 0,
      error: '429 Too Many Requests from https://api.openai.com/v1: quota of this key is used up',
    }),
  });
}

export function veryLong(): ExampleMessage {
  const line = 'The quick brown fox jumps over the lazy dog, and the dog does not mind at all. ';
  const output = `${line.repeat(6_000)}\n\nTherefore 2 + 2 = 5.\n\n${line.repeat(6_500)}`;
  return example({
    example: { output, finishReason: 'length' },
    judgment: judgment({ evidence: [quote(output, '2 + 2 = 5')], criteria: [] }),
  });
}
