import { parseArgs } from 'node:util';
import { printTable } from './printTable';
import { benchReaders } from './readers';

const HELP = `npm run bench -- readers [options]

  --size 1gb|200mb|…  about how large the lm-eval file is (default 1gb; the ratios' targets are for that)
  --runs N            counted runs of each program (default 3)
  --json              print one JSON document`;

const UNITS: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };

/** How fast files are read, against plain loops over the same bytes. */
export async function readersCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      size: { type: 'string', default: '1gb' },
      runs: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(kb|mb|gb)$/i.exec(values.size) ?? [];
  const bytes = Number(amount) * (UNITS[unit.toLowerCase()] ?? Number.NaN);
  const runs = Number(values.runs);
  if (values.help || !(bytes > 0) || !Number.isInteger(runs) || runs < 1) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const rows = await benchReaders({ bytes, runs, onStep: (what) => console.error(`… ${what}`) });
  if (values.json) console.log(JSON.stringify({ node: process.version, bytes, runs, rows }, null, 2));
  else {
    printTable(
      rows.map(({ what, value, unit, target, detail }) => [
        what,
        value === undefined ? '–' : `${value.toFixed(unit === 'x' || unit === 's' ? 2 : 0)} ${unit}`,
        atMost(value, target),
        detail,
      ]),
    );
  }
}

function atMost(value: number | undefined, target: number | undefined): string {
  if (target === undefined) return '';
  return `≤ ${target} ${value === undefined ? '' : value <= target ? '✓' : '✗'}`;
}
