import * as z from 'zod';
import type { ImportedCategory } from './importTree';

/** A row of the results table of the paper's reference code, as a CSV reader gives it. */
export type ResultsRow = Readonly<Record<string, string | undefined>>;

const DEPTH = /^category_depth_(\d+)$/;

const CategoryInfo = z.object({ name: z.string(), description: z.string().default('') });

/** Whether a table with these columns is one. */
export function isResultsTable(columns: readonly string[]): boolean {
  return columns.includes('error_title') && columns.some((column) => DEPTH.test(column));
}

/** The categories of a row from the top down; the first is the root of the tree and is left out. */
export function pathOfRow(row: ResultsRow): ImportedCategory[] {
  return Object.keys(row)
    .flatMap((column) => {
      const depth = DEPTH.exec(column)?.[1];
      const info = CategoryInfo.safeParse(json(row[column])).data;
      return depth === undefined || !info ? [] : [{ depth: Number(depth), info }];
    })
    .sort((a, b) => a.depth - b.depth)
    .filter(({ depth }) => depth > 0)
    .map(({ info }) => info);
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
