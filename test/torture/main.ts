import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tortureByFaults } from './faults';
import { tortureByKills } from './kills';

const HELP = `npm run torture -- faults|kills [options]     (build first: node esbuild.mjs)

  faults  failing examples against a judge that fails in every way, 5 % of the calls each
  kills   the tool is killed (SIGKILL) at random moments of a run and resumes

  --examples N     default 10000
  --seed N         default 1
  --concurrency N  default 64
  --kills N        default 5
  --json           print one JSON document`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      examples: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '64' },
      kills: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [examples = 0, seed = 0, concurrency = 0, kills = 0] = [
    ...[values.examples, values.seed, values.concurrency, values.kills].map(Number),
  ];
  const [what, ...more] = positionals;
  const known = what === 'faults' || what === 'kills';
  if (values.help || !known || more.length > 0 || !(examples > 0 && concurrency > 0 && kills >= 0)) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'error-atlas-torture-'));
  try {
    const outcome =
      what === 'faults'
        ? await tortureByFaults({ folder, examples, seed, concurrency, share: 0.05, timeoutSeconds: 5 })
        : await tortureByKills({ folder, examples, seed, concurrency, kills });
    const { wrong, ...figures } = outcome;
    if (values.json) console.log(JSON.stringify({ what, examples, seed, concurrency, ...outcome }, null, 2));
    else {
      console.log(JSON.stringify(figures, null, 2));
      console.log(wrong.length === 0 ? 'All as it has to be.' : `Wrong:\n  ${wrong.join('\n  ')}`);
    }
    process.exitCode = wrong.length === 0 ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
