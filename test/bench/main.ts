import { parseArgs } from 'node:util';
import { benchReaders, type Row } from './readers';

const HELP = `npm run bench -- readers [options]

  --size 1gb|200mb|…  about how large the lm-eval file is (default 1gb; the ratios' targets are for that)
  --runs N            counted runs of each program (default 3)
  --json              print one JSON document`;

const UNITS: Readonly<Record<string, number>> = { kb: 1e3, mb: 1e6, gb: 1e9 };

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
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
  if (values.help || positionals.join(' ') !== 'readers' || !(bytes > 0) || !Number.isInteger(runs) || runs < 1) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const rows = await benchReaders({ bytes, runs, onStep: (what) => console.error(`… ${what}`) });
  if (values.json) console.log(JSON.stringify({ node: process.version, bytes, runs, rows }, null, 2));
  else print(rows);
}

function print(rows: readonly Row[]): void {
  const cells = rows.map(({ what, value, unit, target, detail }) => [
    what,
    value === undefined ? '–' : `${value.toFixed(unit === 'x' || unit === 's' ? 2 : 0)} ${unit}`,
    target === undefined
      ? ''
      : `≤ ${target} ${value !== undefined && value <= target ? '✓' : value === undefined ? '' : '✗'}`,
    detail,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  for (const [what = '', value = '', target = '', detail = ''] of cells) {
    const [first = 0, second = 0, third = 0] = widths;
    console.log(`${what.padEnd(first)}  ${value.padStart(second)}  ${target.padEnd(third)}  ${detail}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
