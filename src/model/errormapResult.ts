/** What the paper's reference code (IBM/ErrorMap) says of one failing example. */
export interface ErrormapResult {
  id: string;
  dataset: string;
  model: string;
  input: string;
  output: string;
  judgeModel: string;
  /** The judge's reply as it came, mostly JSON of `required_criteria` and `final_answer`. */
  judgeResponse: string;
  title: string;
  summary: string;
  /** Its categories from the outermost one on; empty where all errors fell into one. */
  categories: string[];
}
