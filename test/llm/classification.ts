import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Example } from '../../src/model/example';
import { Judgment } from '../../src/model/judgment';
import { errorAtlas } from '../../src/model/taxonomies/builtin';
import { RESIDUAL_CATEGORIES } from '../../src/model/taxonomy';
import type { Cli } from './cli';

const Report = z.object({
  failing: z.number(),
  judged: z.number(),
  abstained: z.number(),
  errors: z.number(),
  cached: z.number(),
  left: z.number(),
  calls: z.number(),
});

const CATEGORIES = new Set<string>([...errorAtlas.categories.map(({ name }) => name), ...RESIDUAL_CATEGORIES]);

/** Classifies twice. What breaks a promise is a problem; what the model says is printed. */
export async function checkClassification(cli: Cli, paths: readonly string[], limit: number): Promise<string[]> {
  const args = [...paths, '--limit', `${limit}`];
  const first = Report.parse((await cli.ask(['classify'], args)).json);
  const judgments = await storedJudgments(cli.options.store);
  const { examples } = z
    .object({ examples: z.array(Example) })
    .parse((await cli.run(['examples', ...paths, '--failing'])).json);
  const outputs = new Map(examples.map(({ key, output }) => [key, output]));
  for (const judgment of judgments) print(judgment);
  console.log(`\n${first.judged} judged, ${first.abstained} abstained, ${first.errors} errors in ${first.calls} calls`);

  const again = Report.parse((await cli.ask(['classify'], args)).json);
  return [
    ...(first.failing === 0 ? ['there is no failing example'] : []),
    ...(first.judged + first.abstained + first.errors === first.failing ? [] : ['not every example got a word']),
    ...(first.judged + first.abstained === 0
      ? ['no reply could be used: the model is too weak, or the prompt is broken']
      : []),
    ...(again.cached === first.judged + first.abstained ? [] : ['what was judged was not known in the second run']),
    ...(again.calls <= 2 * first.errors ? [] : ['the second run asked again for what was judged']),
    ...judgments.flatMap((judgment) => brokenPromises(judgment, outputs.get(judgment.key))),
  ];
}

function brokenPromises({ key, status, category, error, evidence, usage }: Judgment, output = ''): string[] {
  const wrong: string[] = [];
  if (status === 'judged' && !CATEGORIES.has(category)) wrong.push(`the category is none: ${category}`);
  if (status !== 'judged' && category !== '') wrong.push(`a category without a judgment: ${category}`);
  if (status === 'error' && !error) wrong.push('an error without a reason');
  if (status !== 'error' && !usage?.completionTokens) wrong.push('no tokens were counted');
  if (evidence.some(({ quote, start, end }) => output.slice(start, end) !== quote)) wrong.push('a quote is elsewhere');
  return wrong.map((what) => `${key}: ${what}`);
}

async function storedJudgments(store: string): Promise<Judgment[]> {
  const folder = join(store, 'judgments');
  const texts = await Promise.all(
    (await readdir(folder).catch(() => [])).map((name) => readFile(join(folder, name), 'utf8')),
  );
  return texts.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => Judgment.parse(JSON.parse(line)));
}

function print({
  status,
  category,
  title,
  summary,
  error,
  confidence,
  evidence,
  droppedEvidence,
  usage,
}: Judgment): void {
  const quotes = `${evidence.length} quotes found, ${droppedEvidence ?? 0} dropped`;
  const tokens = `${usage?.promptTokens ?? '?'} + ${usage?.completionTokens ?? '?'} tokens`;
  const verdict = status === 'judged' ? `${category}: ${title} (${confidence})` : status;
  console.log(`\n${verdict}\n  ${error ?? summary}\n  ${quotes}, ${tokens}`);
}
