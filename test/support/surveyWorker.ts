import { join } from 'node:path';
import { build } from 'esbuild';

/** Builds the reading threads' bundle into a folder and answers its path: tests run without `dist`. */
export async function buildSurveyWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'survey-worker.cjs');
  await build({
    entryPoints: ['src/readers/surveyWorker.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}
