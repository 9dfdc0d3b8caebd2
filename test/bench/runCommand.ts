import { parseArgs } from 'node:util';
import { printTable } from './printTable';
import { benchRun } from './runs';

const HELP = `npm run bench -- run [options]

  --examples N     failing examples (default 10000)
  --concurrency N  calls at once (default 64)
  --delay MS       how long the judge's server takes for an answer (default 200)
  --json           print one JSON document`;

/** What a run costs besides the waiting for the judge. */
export async function runCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      examples: { type: 'string', default: '10000' },
      concurrency: { type: 'string', default: '64' },
      delay: { type: 'string', default: '200' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [examples = 0, concurrency = 0, delayMs = 0] = [values.examples, values.concurrency, values.delay].map(Number);
  const whole = [examples, concurrency, delayMs].every((number) => Number.isInteger(number) && number > 0);
  if (values.help || !whole) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const rows = await benchRun({ examples, concurrency, delayMs, onStep: (what) => console.error(`… ${what}`) });
  if (values.json) {
    console.log(JSON.stringify({ node: process.version, examples, concurrency, delayMs, rows }, null, 2));
    return;
  }
  printTable(
    rows.map(({ what, value, unit, target, detail }) => [
      what,
      `${value.toFixed(value < 100 ? 2 : 0)} ${unit}`,
      target === undefined ? '' : `≤ ${target} ${value <= target ? '✓' : '✗'}`,
      detail,
    ]),
  );
}
