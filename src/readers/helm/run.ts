import type { Problem } from '../../model/example';
import { tryCompanion } from '../companion';
import { readElements } from '../json/elements';
import { parseJson } from '../json/parseJson';
import type { FileAccess } from '../reader';
import { asNumber, folderName, isRow, type Row, stringAt } from '../values';

const RUN_SPEC = 'run_spec.json';
const MAX_SPEC_BYTES = 16 * 1024 * 1024;

/** What holds for the whole run. */
export interface Run {
  model: string;
  /** The run spec's name without its model: subsets (`mmlu:subject=anatomy`) number their instances anew. */
  dataset: string;
  /** `generation`, `multiple_choice_joint`, `multiple_choice_separate_original`, … */
  method: string;
  maxTokens?: number;
  stopSequences: unknown[];
  /** Where the option's letter stands in an output, as a Python regular expression. */
  outputPattern?: string;
  problems: Problem[];
}

export async function readRun(file: FileAccess): Promise<Run> {
  const adapter = await readAdapter(file);
  const spec = await readSpec(file);
  const specName = stringAt(spec, 'name');
  const folder = folderName(file.path);
  const name = specName ?? folder;
  const maxTokens = asNumber(adapter.max_tokens);
  const outputPattern = stringAt(adapter, 'output_mapping_pattern');
  return {
    model: stringAt(adapter, 'model') ?? stringAt(spec, 'adapter_spec', 'model') ?? modelIn(name) ?? 'unknown',
    dataset: withoutModel(name) || folder || 'unknown',
    method: stringAt(adapter, 'method') ?? 'generation',
    ...(maxTokens === null ? {} : { maxTokens }),
    stopSequences: Array.isArray(adapter.stop_sequences) ? adapter.stop_sequences : [],
    ...(outputPattern === undefined ? {} : { outputPattern }),
    problems:
      specName === undefined
        ? [{ message: `${RUN_SPEC} is not beside it, or says no name: the dataset is called after the folder` }]
        : [],
  };
}

/** The adapter's settings stand at the start of the scenario state. */
async function readAdapter(file: FileAccess): Promise<Row> {
  for await (const item of readElements(file, ['adapter_spec'])) {
    return item.kind === 'element' && isRow(item.value) ? item.value : {};
  }
  return {};
}

async function readSpec(file: FileAccess): Promise<unknown> {
  const companion = await tryCompanion(file, RUN_SPEC);
  if (companion === null || companion.size > MAX_SPEC_BYTES) return null;
  try {
    return parseJson(await companion.bytes(0, companion.size));
  } catch {
    return null;
  }
}

/** A name is `<scenario>:<argument>=<value>,…`; the model stands among the arguments, wherever. */
function withoutModel(name: string): string {
  return name.replace(/([:,])model(?:_deployment)?=[^,:]*/g, '').replace(/[:,]$/, '');
}

function modelIn(name: string): string | undefined {
  return /[:,]model=([^,:]+)/.exec(name)?.[1];
}
