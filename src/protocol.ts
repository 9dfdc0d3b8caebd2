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
