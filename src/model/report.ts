import type { Atlas } from './atlas';

/** A failing example as the HTML report tells it: names and the judge's words, not the texts. */
export interface ReportFailure {
  dataset: string;
  id: string;
  model: string;
  category: string | null;
  title: string;
  summary: string;
  /** The beginning of the input, one line. */
  preview: string;
  /** `path:line`. */
  place: string;
  confidence: number | null;
  /** Who put the category right, when somebody did. */
  corrected?: string;
  note?: string;
}

/** All that an HTML report shows; it carries this as JSON. */
export interface Report {
  /** Of what, for people. */
  name: string;
  /** ISO 8601. */
  createdAt: string;
  /** Counts over all failing examples, also those that are not listed. */
  atlas: Atlas;
  failures: ReportFailure[];
  /** How many failing examples are counted, but not listed, to keep the file readable in a browser. */
  unlisted: number;
}
