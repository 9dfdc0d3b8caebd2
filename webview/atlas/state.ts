import * as z from 'zod';
import { AtlasFilter, type AtlasToHost, type ExampleRow, HostToAtlas } from '../../src/protocol';
import { Host } from '../host';

/** What the user looks into: one category (`null`: what needs a judge), of one model or of all. */
export const Drill = z.object({ category: z.string().nullable(), model: z.string().optional() });
export type Drill = z.infer<typeof Drill>;

/** What survives a reload of the page. */
const Saved = z.object({
  drill: Drill.nullable(),
  filter: AtlasFilter,
  /** The model whose shares order the signatures; `null`: the overall count does. */
  sort: z.string().nullable(),
  scroll: z.number(),
});
type Saved = z.infer<typeof Saved>;

export type AtlasMessage = Extract<HostToAtlas, { type: 'atlas' }>;

/** The examples of the drill-down as far as the host has sent them. */
export interface Page {
  total: number;
  rows: ExampleRow[];
}

export const PAGE_SIZE = 100;

export function connect(): Host<HostToAtlas, AtlasToHost, Saved> {
  return new Host<HostToAtlas, AtlasToHost, Saved>(HostToAtlas, Saved, {
    drill: null,
    filter: { models: [], datasets: [] },
    sort: null,
    scroll: 0,
  });
}

/** Puts an answer of the host to the rows that are there; what does not follow on them is of an older question. */
export function mergePage(
  page: Page | null,
  answer: { offset: number; total: number; rows: ExampleRow[] },
): Page | null {
  if (answer.offset === 0) return { total: answer.total, rows: answer.rows };
  if (page?.rows.length !== answer.offset) return page;
  return { total: answer.total, rows: [...page.rows, ...answer.rows] };
}

export function isFiltered(filter: AtlasFilter): boolean {
  return filter.models.length > 0 || filter.datasets.length > 0;
}
