import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkClassification } from './classification';
import { Cli } from './cli';
import { checkTaxonomyBuild } from './taxonomyBuild';
import { MOST_TITLES } from './titledFailures';

const HELP = `npm run test:llm -- [path…] [options]

Runs classification and the building of a taxonomy against a real language model at an OpenAI-compatible address:
  ERROR_ATLAS_LLM_BASE_URL   such as http://127.0.0.1:8080/v1
  ERROR_ATLAS_LLM_MODEL      its name there
  ERROR_ATLAS_LLM_API_KEY    its key, if it wants one

  path…       evaluation files (default: some of the examples)
  --limit N   failing examples that are classified (default 8; 0: none)
  --titles N  titled failing examples that a taxonomy is built from, ${MOST_TITLES} at most (default ${MOST_TITLES})
  --timeout S seconds for one reply (default 600)`;

const PATHS = ['examples/generic', 'examples/errormap'];

/** Fails when the path breaks, not when the model is weak: what it says is printed, to be read. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      limit: { type: 'string', default: '8' },
      titles: { type: 'string', default: `${MOST_TITLES}` },
      timeout: { type: 'string', default: '600' },
      help: { type: 'boolean', default: false },
    },
  });
  const { ERROR_ATLAS_LLM_BASE_URL: baseUrl, ERROR_ATLAS_LLM_MODEL: model } = process.env;
  if (values.help || !baseUrl || !model) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const store = await mkdtemp(join(tmpdir(), 'error-atlas-llm-'));
  const paths = positionals.length > 0 ? positionals : PATHS;
  const cli = new Cli({ baseUrl, model, store, timeout: values.timeout });
  try {
    const limit = Number(values.limit);
    const problems = [
      ...(limit > 0 ? await checkClassification(cli, paths, limit) : []),
      ...(await checkTaxonomyBuild(cli, Math.min(Number(values.titles), MOST_TITLES))),
    ];
    for (const problem of problems) console.error(`✗ ${problem}`);
    console.log(problems.length === 0 ? '\nThe path holds.' : `\n${problems.length} problems.`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } finally {
    await rm(store, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
