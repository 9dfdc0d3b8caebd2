import type { ClassifyReport } from '../../../src/judge/classify';

/** What `scan --json` prints (docs: the CLI's contract). */
export interface ScanDocument {
  files: {
    path: string;
    format: string;
    formatVersion?: string;
    examples: number;
    failing: number;
    errored: number;
    models: string[];
    datasets: string[];
    problems: { line?: number; message: string }[];
  }[];
  totals: { files: number; examples: number; failing: number; errored: number };
}

/** What `classify --json` prints. */
export type ClassifyDocument = ClassifyReport & { failing: number; repeated: number };

/** What `classify --dry-run --json` prints. */
export interface DryRunDocument {
  calls: number;
  cached: number;
  unreadable: number;
  usage: { promptTokens: number; completionTokens: number };
  sharedTokens: number;
  cost: number | null;
  cachedCost: number | null;
  /** The date of the list prices, or `option`; absent when nothing is called. */
  pricesOf?: string;
}

/** Failing examples of examples/, all with texts of their own (examples/expected.json). */
export const FAILING = 94;
