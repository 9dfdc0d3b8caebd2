import type { Problem, RawExample } from '../../src/model/example';
import { EvaluationFile } from '../../src/readers/evaluationFile';
import type { FileAccess, Reading } from '../../src/readers/reader';

export interface Readings {
  format: string | null;
  examples: RawExample[];
  problems: Problem[];
  notes: string[];
}

/** Everything that a file's reader says, sorted by kind; each example must load again just as it was read. */
export async function readAll(file: FileAccess): Promise<Readings> {
  const evaluation = await EvaluationFile.detect(file);
  const found: Readings = { format: evaluation?.format ?? null, examples: [], problems: [], notes: [] };
  if (!evaluation) return found;
  for await (const reading of evaluation.read()) add(found, reading);
  for (const example of found.examples) {
    const again = await evaluation.raw(example.source);
    if (JSON.stringify(again) !== JSON.stringify(example)) throw new Error(`${example.id} loads differently`);
  }
  await evaluation.close();
  return found;
}

function add(found: Readings, reading: Reading): void {
  if (reading.kind === 'example') found.examples.push(reading.example);
  else if (reading.kind === 'problem') found.problems.push(reading.problem);
  else found.notes.push(reading.message);
}

/** The one example of a file that must have just one. */
export async function readOne(file: FileAccess): Promise<RawExample> {
  const { examples, problems } = await readAll(file);
  const [example] = examples;
  if (!example || examples.length !== 1) throw new Error(`${examples.length} examples: ${JSON.stringify(problems)}`);
  return example;
}
