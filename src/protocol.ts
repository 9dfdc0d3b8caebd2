/**
 * The messages between the extension host and its webviews: one discriminated union per
 * direction, parsed with zod on arrival at both ends.
 */
import * as z from 'zod';
import { Atlas } from './model/atlas';
import { Example } from './model/example';
import { Correction, Judgment } from './model/judgment';

/** One failing example as a row of a list. */
export const ExampleRow = z.object({
  /** Names the example for the host; means nothing to the webview. */
  ref: z.string(),
  id: z.string(),
  dataset: z.string(),
  model: z.string(),
  /** The beginning of the input, one line. */
  preview: z.string(),
  category: z.string().nullable(),
  title: z.string(),
  status: z.enum(['judged', 'abstained', 'error', 'unjudged']),
  corrected: z.boolean(),
  confidence: z.number().nullable(),
  /** `file:line`, shortened for people. */
  place: z.string(),
});
export type ExampleRow = z.infer<typeof ExampleRow>;

/** Which failing examples to look at; an empty list means all. `category: null` asks for those without one. */
export const AtlasFilter = z.object({ models: z.array(z.string()), datasets: z.array(z.string()) });
export type AtlasFilter = z.infer<typeof AtlasFilter>;

export const JudgeStatus = z.object({
  /** As shown to people, such as "Offline rules" or "gpt-5-mini at api.openai.com". */
  label: z.string(),
  running: z.object({ done: z.number(), total: z.number() }).nullable(),
});
export type JudgeStatus = z.infer<typeof JudgeStatus>;

export const HostToAtlas = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('atlas'),
    /** `loading`: files are still being read; `empty`: no evaluation file in the workspace. */
    state: z.enum(['loading', 'empty', 'ready']),
    atlas: Atlas,
    filter: AtlasFilter,
    /** All there is to choose from, whatever the filter. */
    models: z.array(z.string()),
    datasets: z.array(z.string()),
    files: z.number(),
    problems: z.number(),
    judge: JudgeStatus,
  }),
  z.object({ type: z.literal('judge'), judge: JudgeStatus }),
  z.object({
    type: z.literal('examples'),
    category: z.string().nullable(),
    /** As asked for. */
    model: z.string().optional(),
    total: z.number(),
    offset: z.number(),
    rows: z.array(ExampleRow),
  }),
]);
export type HostToAtlas = z.infer<typeof HostToAtlas>;

/** Palette commands that a button in the panel may run. */
export const PanelCommand = z.enum([
  'errorAtlas.classifyFailing',
  'errorAtlas.reclassifyAll',
  'errorAtlas.chooseJudge',
  'errorAtlas.openAtlas',
  'errorAtlas.showProblems',
]);
export type PanelCommand = z.infer<typeof PanelCommand>;

export const AtlasToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('filter'), filter: AtlasFilter }),
  /** Ask for a page of a category's failing examples (`null`: those that need a judge), of one model or of all in the filter. */
  z.object({
    type: z.literal('examples'),
    category: z.string().nullable(),
    model: z.string().optional(),
    offset: z.number(),
    limit: z.number(),
  }),
  z.object({ type: z.literal('openExample'), ref: z.string() }),
  z.object({ type: z.literal('openSource'), ref: z.string() }),
  z.object({ type: z.literal('command'), command: PanelCommand }),
]);
export type AtlasToHost = z.infer<typeof AtlasToHost>;

export const HostToExample = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('example'),
    example: Example,
    judgment: Judgment.nullable(),
    correction: Correction.nullable(),
    /** Other models' outputs that passed this example. */
    correctPredictions: z.array(z.object({ model: z.string(), output: z.string() })),
    /** Place among the failing examples of its file, counted from 1. */
    position: z.object({ index: z.number(), total: z.number() }),
    categories: z.array(z.object({ name: z.string(), description: z.string() })),
    /** Why this example counts as failing. */
    rule: z.string(),
    judge: JudgeStatus,
  }),
  z.object({ type: z.literal('judge'), judge: JudgeStatus }),
  /** The example could not be read: the file is gone or has changed. */
  z.object({ type: z.literal('problem'), message: z.string() }),
]);
export type HostToExample = z.infer<typeof HostToExample>;

export const ExampleToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('changeCategory'), category: z.string(), note: z.string().optional() }),
  z.object({ type: z.literal('retractCorrection') }),
  z.object({ type: z.literal('reclassify') }),
  z.object({ type: z.literal('step'), by: z.union([z.literal(1), z.literal(-1)]) }),
  z.object({ type: z.literal('openSource') }),
  z.object({ type: z.literal('openAtlas') }),
  z.object({ type: z.literal('chooseJudge') }),
  z.object({ type: z.literal('copy'), what: z.enum(['markdown', 'input', 'output']) }),
]);
export type ExampleToHost = z.infer<typeof ExampleToHost>;

/** In which of the four counts an example belongs; see `outcomeOf`. */
export const OutcomeName = z.enum(['failing', 'errored', 'unscored', 'passed']);

/** One example, failing or not, as a row of the example list. */
export const ListRow = ExampleRow.extend({
  outcome: OutcomeName,
  score: z.number().nullable(),
  finishReason: z.string().nullable(),
  /** In UTF-16 units; known once a search has read the texts. */
  outputLength: z.number().nullable(),
});
export type ListRow = z.infer<typeof ListRow>;

export const ListColumn = z.enum([
  'outcome',
  'category',
  'title',
  'id',
  'model',
  'dataset',
  'score',
  'finishReason',
  'outputLength',
  'preview',
]);
export type ListColumn = z.infer<typeof ListColumn>;

/** An empty list asks for all; `category: null` is a failing example without one. */
export const ListFilter = z.object({
  outcomes: z.array(OutcomeName),
  categories: z.array(z.string().nullable()),
  models: z.array(z.string()),
  datasets: z.array(z.string()),
  finishReasons: z.array(z.string()),
  minScore: z.number().nullable(),
  maxScore: z.number().nullable(),
  corrected: z.boolean(),
});
export type ListFilter = z.infer<typeof ListFilter>;

/** What the example list shows; `sort: null` is the order of the file. */
export const ListQuery = z.object({
  /** As typed into the search box; docs/search.md has its syntax. */
  text: z.string().max(2_000),
  /** Whether the whole texts are to be read for it, or only what is in the table looked at. */
  inTexts: z.boolean(),
  filter: ListFilter,
  sort: z.object({ column: ListColumn, descending: z.boolean() }).nullable(),
});
export type ListQuery = z.infer<typeof ListQuery>;

export const HostToList = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('file'),
    /** `reading`: there are rows, and more to come. */
    state: z.enum(['loading', 'reading', 'ready', 'notEvaluation', 'unreadable']),
    name: z.string(),
    /** The tool's name, with the version of its format. */
    format: z.string(),
    /** Why the file can't be read. */
    message: z.string().optional(),
    totals: z.object({
      examples: z.number(),
      passed: z.number(),
      failing: z.number(),
      errored: z.number(),
      unscored: z.number(),
    }),
    /** All there is to choose from, whatever the filter. */
    facets: z.object({
      models: z.array(z.string()),
      datasets: z.array(z.string()),
      finishReasons: z.array(z.string()),
      /** With the number of failing examples, most first; `null`: those without a category. */
      categories: z.array(z.object({ name: z.string().nullable(), count: z.number() })),
      corrected: z.number(),
      scored: z.boolean(),
    }),
    /** Places that could not be read. */
    problems: z.number(),
    notes: z.array(z.string()),
  }),
  /** The answer to a query, and again whenever it changes: labels come in, the file is read again, texts are found. */
  z.object({
    type: z.literal('result'),
    queryId: z.number(),
    /** Rows of another version are of another result. */
    version: z.number(),
    total: z.number(),
    /** What is wrong with the text of the query. */
    problems: z.array(z.string()),
    /** Parts of the query that can be told only from the texts, and wait for them to be searched. */
    waiting: z.array(z.string()),
    /** The search in the texts; `null` when there was nothing to read. */
    search: z.object({ done: z.number(), total: z.number(), unread: z.number(), running: z.boolean() }).nullable(),
    /** Place of the selected example in this result. */
    selected: z.number().nullable(),
  }),
  z.object({ type: z.literal('rows'), version: z.number(), offset: z.number(), rows: z.array(ListRow) }),
]);
export type HostToList = z.infer<typeof HostToList>;

export const ListToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('query'), queryId: z.number(), query: ListQuery, selected: z.string().nullable() }),
  z.object({
    type: z.literal('rows'),
    version: z.number(),
    offset: z.number().int().nonnegative(),
    limit: z.number().int().positive().max(1_000),
  }),
  z.object({ type: z.literal('select'), ref: z.string().nullable() }),
  /** Stops the search in the texts, or goes on with it. */
  z.object({ type: z.literal('search'), go: z.boolean() }),
  z.object({ type: z.literal('openExample'), ref: z.string() }),
  /** `ref: null`: the file, at its beginning. */
  z.object({ type: z.literal('openRaw'), ref: z.string().nullable() }),
  z.object({ type: z.literal('command'), command: PanelCommand }),
]);
export type ListToHost = z.infer<typeof ListToHost>;
