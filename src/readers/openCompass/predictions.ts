import type { Message, Problem } from '../../model/example';
import { CompanionRows, companionProblem, tryCompanion } from '../companion';
import { readElements } from '../json/elements';
import type { FileAccess } from '../reader';
import { asText, at, inputText, isRow, type Row } from '../values';

/** The raw prompts and outputs of a run, by their place in the dataset. */
export interface Predictions {
  /** Undefined where there is none. Throws when the file has changed. */
  at(index: number): Promise<Row | undefined>;
  /** How many there are, over all repeats of the dataset. */
  size: number;
  problems: Problem[];
}

interface Part {
  first: number;
  rows: CompanionRows;
}

/**
 * `predictions/<model>/<dataset>.json` of `results/<model>/<dataset>.json`; the predictions of a big dataset
 * are written in parts, `<dataset>_0.json` and so on, each of which counts from 0.
 */
export async function readPredictions(file: FileAccess): Promise<Predictions> {
  const parts: Part[] = [];
  const problems: Problem[] = [];
  let size = 0;
  for await (const part of partsOf(file)) {
    const rows = new CompanionRows(part);
    for await (const item of readElements(part, ['*'])) {
      if (item.kind === 'problem') problems.push(companionProblem(`the predictions ${part.name}`, item.problem));
      else if (item.key !== undefined && isRow(item.value)) rows.add(item.key, item.place);
    }
    parts.push({ first: size, rows });
    size += rows.size;
  }
  if (parts.length === 0) {
    const folder = file.path.split(/[\\/]/).at(-2) ?? '<model>';
    problems.push({ message: `predictions/${folder}/${file.name} is not there: prompts and raw outputs are missing` });
  }
  return {
    async at(index) {
      const part = parts.findLast(({ first }) => first <= index);
      return part?.rows.row(String(index - part.first));
    },
    size,
    problems,
  };
}

async function* partsOf(file: FileAccess): AsyncGenerator<FileAccess> {
  const folder = file.path.split(/[\\/]/).at(-2) ?? '';
  const at = (name: string) => tryCompanion(file, `../../predictions/${folder}/${name}`);
  const whole = await at(file.name);
  if (whole !== null) {
    yield whole;
    return;
  }
  for (let n = 0; ; n += 1) {
    const part = await at(file.name.replace(/(\.\w+)?$/, `_${n}$1`));
    if (part === null) return;
    yield part;
  }
}

const ROLES: Readonly<Record<string, string>> = { HUMAN: 'user', BOT: 'assistant', SYSTEM: 'system' };

/** A prompt is a text, or the turns of a conversation as {role, prompt}; of ranked labels the first label's. */
export function promptOf(prompt: unknown, prediction?: Row): { input: string; messages?: Message[] } {
  const asked = prompt ?? prediction?.origin_prompt ?? labelPrompt(prediction);
  if (!Array.isArray(asked)) return { input: asText(asked) };
  const messages = asked.filter(isRow).map((turn) => {
    const role = asText(turn.role ?? 'HUMAN');
    return { role: ROLES[role.toUpperCase()] ?? role, content: asText(turn.prompt ?? turn.content) };
  });
  return messages.length === 0 ? { input: '' } : { input: inputText(messages), messages };
}

function labelPrompt(prediction: Row | undefined): unknown {
  const label = Object.keys(prediction ?? {}).find((key) => key.startsWith('label:'));
  return label === undefined ? undefined : at(prediction, label, 'testing input');
}
