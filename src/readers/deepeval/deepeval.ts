import { outline } from '../json/outline';
import type { FileHead, Reader } from '../reader';
import { elementExamples, readFacts } from '../rows';
import { folderName, isRow, stem, stringAt } from '../values';
import { toExample } from './testCase';

const CASES = ['testCases[*]', 'conversationalTestCases[*]', 'test_results[*]'];
const HYPERPARAMETERS = 'hyperparameters';
const DATASET = 'datasetAlias';

/** Test runs of DeepEval: `test_run_<time>.json` and `.latest_run_full.json`, or `EvaluationResult` dumped as JSON. */
export const deepeval: Reader = {
  id: 'deepeval',
  name: 'DeepEval',
  detect({ text }: FileHead): boolean {
    const keys = outline(text, 3);
    if (keys.has('test_results[].metrics_data') && keys.has('test_results[].success')) return true;
    const isRun = keys.has('testCases') || keys.has('conversationalTestCases');
    return isRun && ['testCases[]', 'conversationalTestCases[]'].some((item) => keys.has(`${item}.metricsData`));
  },
  async open(file) {
    // Both stand behind the cases.
    const facts = await readFacts(file, [HYPERPARAMETERS, DATASET]);
    const name = stem(file.name);
    const dataset = stringAt(facts.get(DATASET)) ?? (folderName(file.path) || name);
    const model = stringAt(facts.get(HYPERPARAMETERS), 'model') ?? name;
    return elementExamples(file, CASES, {
      format: 'deepeval',
      toExample(value, source) {
        if (!isRow(value)) throw new Error('the test case is not a JSON object');
        return toExample(value, { dataset, model }, source);
      },
    });
  },
};
