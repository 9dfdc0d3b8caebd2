import * as z from 'zod';
import { AtlasDrill, type AtlasToHost, CompareSide, HostToAtlas } from '../../src/protocol';
import { Host } from '../host';

/** The two sides of the comparison that is looked at, as far as they are chosen. */
export const ComparePair = z.object({ a: CompareSide.nullable(), b: CompareSide.nullable() });
export type ComparePair = z.infer<typeof ComparePair>;

/** What survives a reload of the page; the filter is the host's to keep. */
export const Saved = z.object({
  drill: AtlasDrill.nullable().default(null),
  compare: ComparePair.nullable().default(null),
  /** The model whose shares order the signatures; `null`: the overall count does. */
  sort: z.string().nullable().default(null),
  /** How the categories are ordered. */
  order: z.enum(['frequency', 'fixFirst']).default('frequency'),
  /** Whether the categories are drawn or listed in a table. */
  display: z.enum(['chart', 'table']).default('chart'),
  signatures: z.enum(['heatmap', 'multiples']).default('heatmap'),
  /** Whether the panel has unfolded all of its filters. */
  allFilters: z.boolean().default(false),
  scroll: z.number().default(0),
});
export type Saved = z.infer<typeof Saved>;

export type AtlasMessage = Extract<HostToAtlas, { type: 'atlas' }>;
export type ExamplesMessage = Extract<HostToAtlas, { type: 'examples' }>;
export type ComparisonMessage = Extract<HostToAtlas, { type: 'comparison' }>;

/** Rows that are asked for at once. */
export const PAGE_SIZE = 100;

export function connect(): Host<HostToAtlas, AtlasToHost, Saved> {
  return new Host<HostToAtlas, AtlasToHost, Saved>(HostToAtlas, Saved, Saved.parse({}));
}

export function isSameSide(a: CompareSide | null, b: CompareSide | null): boolean {
  return a?.kind === b?.kind && a?.name === b?.name;
}
