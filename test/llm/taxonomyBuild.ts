import * as z from 'zod';
import type { Cli } from './cli';

const Built = z.object({ categories: z.array(z.object({ name: z.string() })).min(1) });

/** Builds a taxonomy of the errors that were classified before. A model too weak for it is told, and is no problem. */
export async function checkTaxonomyBuild(cli: Cli, paths: readonly string[], limit: number): Promise<string[]> {
  const { code, json } = await cli.ask(['taxonomy', 'build'], [...paths, '--limit', `${limit}`]);
  const built = Built.safeParse(json);
  if (built.success) {
    const names = built.data.categories.map(({ name }) => name).join(', ');
    console.log(`\nA taxonomy of ${built.data.categories.length} categories: ${names}`);
    return [];
  }
  if (code === 0) return [`the building of a taxonomy ended well without one: ${built.error.message}`];
  console.log('\nNo taxonomy was built; why is told above.');
  return [];
}
