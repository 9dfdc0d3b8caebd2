import { parseJson } from '../json/parseJson';
import type { FileAccess } from '../reader';
import { at, folderName, isRow, stem, stringAt } from '../values';

/** What stands only outside the samples file: in its name and in the results file of the same run. */
export interface RunFacts {
  task: string;
  model: string;
  /** Absent where the results don't say. */
  higherIsBetter(metric: string): boolean | undefined;
  version?: string;
  /** The results file is not there or unreadable: model and direction are guesses. */
  note?: string;
}

const TIMESTAMP = /_(\d{4}-\d{2}-\d{2}T\d{2}[-:]\d{2}[-:]\d{2}(?:\.\d+)?)$/;
const MAX_RESULTS_BYTES = 64 * 1024 * 1024;

/** One folder holds many runs and tasks; the timestamp in the names says which results belong to a file. */
export async function runFacts(file: FileAccess): Promise<RunFacts> {
  const name = stem(file.name);
  const timestamp = TIMESTAMP.exec(name)?.[1];
  const named = name.replace(TIMESTAMP, '').replace(/^samples_/, '') || name;
  const resultsName = timestamp === undefined ? 'results.json' : `results_${timestamp}.json`;
  const results = await readResults(file, resultsName);
  if (results === null) {
    const model = folderName(file.path) || name;
    return {
      task: named,
      model,
      higherIsBetter: () => undefined,
      note: `${resultsName} is not beside the samples: the model is called after the folder, "${model}"`,
    };
  }
  const version = stringAt(results, 'lm_eval_version');
  const task = taskOf(results, named);
  return {
    task,
    model: modelName(results) ?? (folderName(file.path) || name),
    higherIsBetter(metric) {
      const direction = at(results, 'higher_is_better', task, metric);
      return typeof direction === 'boolean' ? direction : undefined;
    },
    ...(version === undefined ? {} : { version }),
  };
}

/** Before 0.4.3 the model's arguments stand before the task (`pretrained__gpt2_arc_easy.jsonl`): the results tell them apart. */
function taskOf(results: unknown, named: string): string {
  const tasks = Object.keys(at(results, 'configs') ?? {});
  if (tasks.includes(named)) return named;
  const ending = tasks.filter((task) => named.endsWith(`_${task}`));
  return ending.sort((a, b) => b.length - a.length)[0] ?? named;
}

function modelName(results: unknown): string | undefined {
  const args = at(results, 'config', 'model_args');
  const inArgs =
    typeof args === 'string'
      ? /(?:^|,)(?:pretrained|model)=([^,]+)/.exec(args)?.[1]
      : (stringAt(args, 'pretrained') ?? stringAt(args, 'model'));
  return stringAt(results, 'model_name') ?? inArgs;
}

async function readResults(file: FileAccess, name: string): Promise<unknown> {
  try {
    const results = await file.sibling(name);
    if (results.size > MAX_RESULTS_BYTES) return null;
    const parsed = parseJson(await results.bytes(0, results.size));
    return isRow(parsed) ? parsed : null;
  } catch {
    // Absent, or of a run that is still writing it: the samples are read all the same.
    return null;
  }
}
