import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readEvaluations } from '../../src/cli/workspace';
import { errorAtlas } from '../../src/model/taxonomies/builtin';
import { printTable } from './printTable';
import { promptTokens } from './tokens';

const HELP = `npm run bench -- tokens [path…] [options]

  --rows N     failing examples (default 200)
  --correct N  correct predictions with each, at most (default 1)
  --json       print one JSON document`;

/** The paper's data, as the reference code reads it; not part of the project. */
const GSM8K = '../shared/samples/errormap/gsm8k.csv';
const EXAMPLES = 'examples';

/**
 * What the reference code takes for each of the first 200 failures of its GSM8K file, with at most one
 * correct prediction: prompt, schema and a share of the call that classifies 50 titles, in o200k tokens.
 */
const REFERENCE = { prompt: 929, schema: 236, classification: 30 };
const REFERENCE_TOKENS = REFERENCE.prompt + REFERENCE.schema + REFERENCE.classification;
const TARGETS = { cached: 0.6, uncached: 1.5, prefix: 1_024 };

/** How many tokens a failure takes, against the reference code's two calls. */
export async function tokensCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      rows: { type: 'string', default: '200' },
      correct: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [rows, correct] = [Number(values.rows), Number(values.correct)];
  if (values.help || !Number.isInteger(rows) || rows < 1 || !Number.isInteger(correct) || correct < 0) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const isSample = positionals.length === 0 && existsSync(GSM8K);
  const paths = positionals.length > 0 ? positionals : [isSample ? GSM8K : EXAMPLES];
  const evaluations = await readEvaluations(paths);
  const figures = await promptTokens(evaluations, errorAtlas, { rows, correct }).finally(() =>
    evaluations.files.close(),
  );
  const compared = isSample && rows === 200 && correct === 1;
  if (values.json) {
    console.log(JSON.stringify({ paths, rows, correct, ...figures, reference: compared ? REFERENCE_TOKENS : null }));
    return;
  }
  const share = (tokens: number, target: number) => {
    if (!compared) return '';
    const ratio = tokens / REFERENCE_TOKENS;
    return `${(ratio * 100).toFixed(1)} % of the reference's ${REFERENCE_TOKENS} (≤ ${target * 100} % ${ratio <= target ? '✓' : '✗'})`;
  };
  printTable([
    [
      'system message',
      `${figures.system}`,
      `the same in all calls (≥ ${TARGETS.prefix} ${figures.system >= TARGETS.prefix ? '✓' : '✗'})`,
    ],
    ['schema', `${figures.schema}`, 'the same in all calls'],
    [
      'example, mean',
      figures.user.mean.toFixed(1),
      `${figures.user.least} to ${figures.user.most}, over ${figures.examples} failing examples, ${figures.withCorrect} with a correct prediction`,
    ],
    [
      'a failure, prefix cached',
      figures.cached.toFixed(1),
      share(figures.cached, TARGETS.cached) || 'system message and schema at a quarter',
    ],
    ['a failure, uncached', figures.uncached.toFixed(1), share(figures.uncached, TARGETS.uncached)],
  ]);
}
