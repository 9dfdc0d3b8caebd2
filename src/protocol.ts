/**
 * The messages between the extension host and its webviews: one discriminated union per
 * direction, parsed with zod on arrival at both ends.
 */
import * as z from 'zod';
import { Atlas } from './model/atlas';
import { AtlasFilter } from './model/atlasFilter';
import { Change, Comparison } from './model/comparison';
import { Example } from './model/example';
import { Correction, Judgment } from './model/judgment';
import { Priority } from './model/priority';
import { TrendPoint } from './model/trend';

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

export const JudgeStatus = z.object({
  /** As shown to people, such as "Offline rules" or "gpt-5-mini at api.openai.com". */
  label: z.string(),
  /** `cost`: US dollars of the run so far. */
  running: z.object({ done: z.number(), total: z.number(), cost: z.number().optional() }).nullable(),
  /** US dollars since the window was opened. */
  spent: z.number().optional(),
});
export type JudgeStatus = z.infer<typeof JudgeStatus>;

/** What someone looks into: a category (`null`: what needs a judge), and in it a sub-category, a title, a model. */
export const AtlasDrill = z.object({
  category: z.string().nullable(),
  subcategory: z.string().optional(),
  title: z.string().optional(),
  model: z.string().optional(),
});
export type AtlasDrill = z.infer<typeof AtlasDrill>;

/** One side of a comparison: a model, or an evaluation file as the panel names it. */
export const CompareSide = z.object({ kind: z.enum(['model', 'file']), name: z.string() });
export type CompareSide = z.infer<typeof CompareSide>;

/** An example that both sides have answered; refs are `null` where the file has gone since. */
export const ChangedRow = z.object({
  dataset: z.string(),
  id: z.string(),
  preview: z.string(),
  a: z.object({ ref: z.string().nullable(), category: z.string().nullable() }),
  b: z.object({ ref: z.string().nullable(), category: z.string().nullable() }),
});
export type ChangedRow = z.infer<typeof ChangedRow>;

export const HostToAtlas = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('atlas'),
    /** `loading`: files are still being read; `empty`: no evaluation file in the workspace. */
    state: z.enum(['loading', 'empty', 'ready']),
    atlas: Atlas,
    filter: AtlasFilter,
    /** From where the filter looks, whatever was said of the examples there. */
    scope: z.object({ examples: z.number(), failing: z.number() }),
    /** In the order of "Fix first". */
    priorities: z.array(Priority),
    /** By day, oldest first. */
    trend: z.array(TrendPoint),
    /** All there is to choose from, whatever the filter. */
    models: z.array(z.string()),
    datasets: z.array(z.string()),
    /** Evaluation files by the names under which filters and comparisons know them. */
    runs: z.array(z.string()),
    judges: z.array(z.object({ id: z.string(), label: z.string() })),
    categories: z.array(z.string().nullable()),
    files: z.number(),
    problems: z.number(),
    judge: JudgeStatus,
  }),
  z.object({ type: z.literal('judge'), judge: JudgeStatus }),
  z.object({
    type: z.literal('examples'),
    /** As asked for. */
    version: z.number(),
    total: z.number(),
    offset: z.number(),
    rows: z.array(ExampleRow),
    /** What the examples are made of, where it was asked for. */
    inside: z
      .object({
        level: z.enum(['subcategory', 'title']),
        groups: z.array(z.object({ name: z.string(), count: z.number() })),
        /** Groups that are not listed. */
        more: z.number(),
      })
      .nullable()
      .optional(),
  }),
  /** Shows the comparison of two sides, as if the user had chosen them in the panel. */
  z.object({ type: z.literal('openCompare'), a: CompareSide.nullable(), b: CompareSide.nullable() }),
  z.object({
    type: z.literal('comparison'),
    /** As asked for. */
    a: CompareSide,
    b: CompareSide,
    /** Its examples are asked for by `changes`; `null` where a side has none. */
    comparison: Comparison.nullable(),
  }),
  z.object({
    type: z.literal('changes'),
    version: z.number(),
    total: z.number(),
    offset: z.number(),
    rows: z.array(ChangedRow),
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
  'errorAtlas.mapFields',
  'errorAtlas.chooseMetric',
  'errorAtlas.export',
]);
export type PanelCommand = z.infer<typeof PanelCommand>;

/** A page of a long list; the answer bears the same version. */
const PageAsked = z.object({
  version: z.number(),
  offset: z.number().int().nonnegative(),
  limit: z.number().int().positive().max(1_000),
});

export const AtlasToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('filter'), filter: AtlasFilter }),
  /** Failing examples of a category, and what they are made of. */
  PageAsked.extend({ type: z.literal('examples'), drill: AtlasDrill, inside: z.boolean() }),
  z.object({ type: z.literal('compare'), a: CompareSide, b: CompareSide }),
  /** Examples of the comparison that was asked for last. */
  PageAsked.extend({ type: z.literal('changes'), change: Change }),
  /** Writes the comparison that was asked for last to a file that the user names. */
  z.object({ type: z.literal('exportComparison'), format: z.enum(['json', 'markdown']) }),
  z.object({ type: z.literal('openExample'), ref: z.string() }),
  z.object({ type: z.literal('openSource'), ref: z.string() }),
  z.object({ type: z.literal('command'), command: PanelCommand }),
]);
export type AtlasToHost = z.infer<typeof AtlasToHost>;

/** How a text is shown: as it is written, or as Markdown with code and formulas. */
const TextMode = z.enum(['raw', 'rendered']);
/** What the user likes to see rendered: conversations, other inputs, outputs with their references. */
export const Reading = z.object({ chat: TextMode, plain: TextMode, output: TextMode });
export type Reading = z.infer<typeof Reading>;

/** One word on the example, a judge's or a person's. */
export const HistoryItem = z.object({
  by: z.enum(['judge', 'person']),
  /** The judge as people know it, or the person. */
  who: z.string(),
  /** `null`: no category was named, or a person took a correction back. */
  category: z.string().nullable(),
  title: z.string(),
  note: z.string().optional(),
  confidence: z.number().nullable(),
  status: z.enum(['judged', 'abstained', 'error', 'corrected', 'retracted']),
  createdAt: z.string(),
  /** Prompt and taxonomy, for a judge. */
  version: z.string(),
  /** It is what counts now. */
  counts: z.boolean(),
});
export type HistoryItem = z.infer<typeof HistoryItem>;

/** How often the shown judge said what people said, of the examples that both have named; κ is Cohen's. */
export const JudgeAgreement = z.object({ same: z.number(), named: z.number(), kappa: z.number().nullable() });
export type JudgeAgreement = z.infer<typeof JudgeAgreement>;

/** Where someone is in the review queue. */
export const ReviewPlace = z.object({
  /** From 1. */
  index: z.number(),
  total: z.number(),
  answered: z.number(),
  /** What was said of this one already. */
  answer: z.enum(['confirmed', 'changed', 'skipped']).nullable(),
  /** What accepting confirms; `null` when no judge has named a category. */
  category: z.string().nullable(),
});
export type ReviewPlace = z.infer<typeof ReviewPlace>;

/** What a review came to. */
export const ReviewResult = z.object({
  total: z.number(),
  answered: z.number(),
  skipped: z.number(),
  strata: z.array(
    z.object({
      stratum: z.enum(['disagreement', 'labelNoise', 'lowConfidence', 'control']),
      drawn: z.number(),
      /** Those where a judge and the person both named a category. */
      compared: z.number(),
      same: z.number(),
      /** 95 % interval of the share of the same; `null` when nothing was compared. */
      interval: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
});
export type ReviewResult = z.infer<typeof ReviewResult>;

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
    /** The answer that the output comes to, where it says one; to be compared with the reference. */
    finalAnswer: z.string().nullable(),
    /** Of an agent: its steps as indexes of the messages; empty for other examples. */
    steps: z.array(z.object({ act: z.number().nullable(), observed: z.array(z.number()) })),
    /** Newest first. */
    history: z.array(HistoryItem),
    agreement: JudgeAgreement.nullable(),
    reading: Reading,
    review: ReviewPlace.nullable(),
  }),
  /** The review queue has come to its end, or was stopped. */
  z.object({ type: z.literal('reviewed'), result: ReviewResult }),
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
  z.object({ type: z.literal('copy'), what: z.enum(['markdown', 'input', 'output', 'prompt']) }),
  /** With a judge that the user picks, once. */
  z.object({ type: z.literal('reclassifyWith') }),
  z.object({ type: z.literal('reading'), reading: Reading }),
  z.object({ type: z.literal('measureJudge') }),
  /** In the review queue: confirms the judge's category, leaves the example aside, or ends the review. */
  z.object({ type: z.literal('review'), act: z.enum(['accept', 'skip', 'stop', 'resume']) }),
]);
export type ExampleToHost = z.infer<typeof ExampleToHost>;

/** In which of the four counts an example belongs; see `outcomeOf`. */
export const OutcomeName = z.enum(['failing', 'errored', 'unscored', 'passed']);

/** One example, failing or not, as a row of the example list. */
export const ListRow = ExampleRow.extend({
  outcome: OutcomeName,
  score: z.number().nullable(),
  finishReason: z.string().nullable(),
  /** In UTF-16 units. */
  outputLength: z.number(),
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
    /** What the user can choose about how the file is read. */
    choice: z.enum(['fields', 'metrics']).nullable(),
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
