import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Example } from '../../src/model/example';
import { exampleKey } from '../../src/model/key';
import erroratlas from '../../src/model/taxonomies/erroratlas.json';

/** One line of `dev/`, `test/` or `passing/`: an example as a reader would give it, without what a reader works out. */
export const GoldLine = Example.pick({
  id: true,
  dataset: true,
  model: true,
  input: true,
  messages: true,
  output: true,
  references: true,
  score: true,
  metric: true,
  choices: true,
  finishReason: true,
  explanation: true,
  metadata: true,
}).strict();
export type GoldLine = z.infer<typeof GoldLine>;

export const HARD_TO_ANALYZE = 'Hard to Analyze';

const categoryNames: [string, ...string[]] = [HARD_TO_ANALYZE, ...erroratlas.categories.map(({ name }) => name)];

/** What one annotator said about one failing example; the guide is in README.md. */
export const GoldLabel = z
  .object({
    dataset: z.string(),
    id: z.string(),
    model: z.string(),
    category: z.enum(categoryNames),
    technical: z.boolean(),
    /** The reference or the grader is wrong, not the model. */
    labelNoise: z.literal(true).optional(),
    note: z.string().optional(),
  })
  .strict();
export type GoldLabel = z.infer<typeof GoldLabel>;

export type GoldPart = 'dev' | 'test' | 'passing';
export type Annotator = 'A' | 'B' | 'settled';

/** The same for a line and for its labels. */
export function goldKey({ dataset, id, model }: Pick<GoldLine, 'dataset' | 'id' | 'model'>): string {
  return JSON.stringify([dataset, id, model]);
}

/**
 * The examples of one part, in the order of files and lines; those of `passing` passed, the others fail.
 * Throws an `Error` that says file, line and what is wrong (its cause) for a line that isn't one.
 */
export async function readGold(part: GoldPart, gold: string = import.meta.dirname): Promise<Example[]> {
  const folder = join(gold, part);
  const examples: Example[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const path = join(folder, file);
    for (const { line, value } of await readLines(path, GoldLine)) {
      const source = { path, format: 'generic-jsonl' as const, line };
      examples.push({ ...value, key: exampleKey(value), passed: part === 'passing', source });
    }
  }
  return examples;
}

/** The labels of one annotator by `goldKey`; none when there is no such file yet. Throws as `readGold`, and for a label given twice. */
export async function readLabels(
  annotator: Annotator,
  gold: string = import.meta.dirname,
): Promise<Map<string, GoldLabel>> {
  const folder = join(gold, 'labels');
  const labels = new Map<string, GoldLabel>();
  const name = `${annotator}.jsonl`;
  if (!(await readdir(folder)).includes(name)) return labels;
  for (const { line, value } of await readLines(join(folder, name), GoldLabel)) {
    const key = goldKey(value);
    if (labels.has(key)) throw new Error(`${name}:${line}: ${key} has a label already`);
    labels.set(key, value);
  }
  return labels;
}

async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<{ line: number; value: T }[]> {
  const rows = (await readFile(path, 'utf8')).split('\n').map((text, index) => ({ text, line: index + 1 }));
  return rows
    .filter(({ text }) => text !== '')
    .map(({ text, line }) => {
      try {
        return { line, value: schema.parse(JSON.parse(text)) };
      } catch (error) {
        throw new Error(`${path}:${line}: ${String(error)}`, { cause: error });
      }
    });
}
