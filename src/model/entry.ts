import type { Example, Source } from './example';

/**
 * The light form of an example, which stays in memory for every example of a workspace: its names,
 * its verdict and where to read the rest. Its texts are read again when somebody looks.
 */
export interface ExampleEntry {
  key: string;
  id: string;
  dataset: string;
  model: string;
  score: number | null;
  /** The tool's own word, absent when the score decides; see `RawExample`. */
  verdict?: boolean | null;
  /** The beginning of what went wrong in the run. */
  error?: string;
  metric?: string;
  finishReason?: string;
  /** In UTF-16 units. */
  outputLength: number;
  /** The beginning of the last question, on one line. */
  preview: string;
  source: Source;
  /** Decided by the rules over all files of a survey. */
  passed: Example['passed'];
}
