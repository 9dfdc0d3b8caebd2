import { BuiltTaxonomy } from '../../src/model/builtTaxonomy';
import type { Cli, CliAnswer } from './cli';
import { importTitles } from './titledFailures';

/** Builds a taxonomy of titled failures twice. What breaks a promise is a problem; what the model was good for is printed. */
export async function checkTaxonomyBuild(cli: Cli, titles: number): Promise<string[]> {
  const file = await importTitles(cli, titles);
  const started = performance.now();
  const first = await cli.ask(['taxonomy', 'build'], [file]);
  const seconds = Math.round((performance.now() - started) / 1_000);
  const built = BuiltTaxonomy.safeParse(first.json).data;
  if (!built) return [`the build ended without a taxonomy, with exit code ${first.code}`];
  print(built, seconds);
  const again = await cli.ask(['taxonomy', 'build'], [file]);
  const second = BuiltTaxonomy.safeParse(again.json).data;
  console.log(`\nOnce more: ${second?.calls} calls, ${second?.known} replies known, exit code ${again.code}`);
  return [
    ...brokenPromises(first, built, titles),
    ...(second ? brokenPromises(again, second, titles) : ['the second build ended without a taxonomy']),
    ...(second && built.needs?.steps.every(({ refused, fallbacks }) => refused.length + fallbacks === 0)
      ? [...(second.calls === 0 ? [] : ['the second build asked again for what was known'])]
      : []),
  ];
}

function brokenPromises({ code }: CliAnswer, built: BuiltTaxonomy, titles: number): string[] {
  const { categories, unassigned, failing, needs, calls, source } = built;
  const counted = categories.reduce((sum, { count }) => sum + count, 0) + unassigned;
  const fallbacks = needs?.steps.reduce((sum, step) => sum + step.fallbacks, 0) ?? 0;
  const billed = needs?.steps.reduce((sum, step) => sum + step.calls, 0) ?? 0;
  return [
    ...(categories.length > 0 ? [] : ['the taxonomy is empty']),
    ...(failing === titles ? [] : [`${failing} of ${titles} failing examples are in the taxonomy`]),
    ...(counted === failing ? [] : ['the counts do not sum to the failing examples']),
    ...(code === (fallbacks > 0 ? 1 : 0) ? [] : [`exit code ${code} with ${fallbacks} fallbacks`]),
    ...(billed === calls ? [] : [`${billed} calls are told by step, ${calls} in all`]),
    ...(!needs?.byWords || source.startsWith('Grouped by like words') ? [] : ['the source does not tell what it is']),
  ];
}

function print({ source, categories, unassigned, calls, usage, needs }: BuiltTaxonomy, seconds: number): void {
  console.log(`\n${source}\n${categories.length} categories, ${unassigned} unassigned:`);
  for (const { name, count, children } of categories) {
    const below = children.map((child) => `${child.name} (${child.count})`).join(', ');
    console.log(`  ${name} (${count})${below === '' ? '' : `: ${below}`}`);
  }
  console.log(`${calls} calls, ${usage.promptTokens} + ${usage.completionTokens} tokens, ${seconds} s; by step:`);
  for (const step of needs?.steps ?? []) console.log(`  ${JSON.stringify(step)}`);
}
