import * as z from 'zod';
import { HostToList, ListFilter, ListQuery, type ListToHost } from '../../src/protocol';
import { Host } from '../host';

/** What survives a reload of the page. */
const Saved = z.object({
  query: ListQuery,
  /** The example that stands out, by its ref. */
  selected: z.string().nullable(),
  /** Of the rows, in pixels. */
  scroll: z.number(),
});
type Saved = z.infer<typeof Saved>;

export type FileMessage = Extract<HostToList, { type: 'file' }>;
export type ResultMessage = Extract<HostToList, { type: 'result' }>;
export type ListHost = Host<HostToList, ListToHost, Saved>;

export const NO_FILTER: ListFilter = {
  outcomes: [],
  categories: [],
  models: [],
  datasets: [],
  finishReasons: [],
  minScore: null,
  maxScore: null,
  corrected: false,
};

/** People come for what fails. */
export const DEFAULT_FILTER: ListFilter = { ...NO_FILTER, outcomes: ['failing'] };

export function connect(): ListHost {
  return new Host<HostToList, ListToHost, Saved>(HostToList, Saved, {
    query: { text: '', inTexts: false, filter: DEFAULT_FILTER, sort: null },
    selected: null,
    scroll: 0,
  });
}

export function isDefault(filter: ListFilter): boolean {
  return JSON.stringify(ListFilter.parse(filter)) === JSON.stringify(ListFilter.parse(DEFAULT_FILTER));
}
