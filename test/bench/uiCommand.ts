import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { median } from './measure';
import { printTable } from './printTable';
import type { UiFigures } from './ui/main';

const HELP = `npm run bench -- ui [options]

  --failing N  failing examples of the workspace (default 100000)
  --runs N     that are measured (default 5)
  --json       print one JSON document`;

interface Row {
  what: string;
  value: number;
  unit: 'ms' | 'kB';
  target: number;
  detail: string;
}

/** What the atlas panel costs over a large workspace: in a real browser, with the host's counting beside it. */
export async function uiCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      failing: { type: 'string', default: '100000' },
      runs: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || !(Number(values.failing) > 0) || !(Number(values.runs) > 0)) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const figures = await measure([values.failing, values.runs]);
  const rows = rowsOf(figures);
  if (values.json) console.log(JSON.stringify({ node: process.version, failing: figures.failing, rows }, null, 2));
  else {
    printTable(
      rows.map(({ what, value, unit, target, detail }) => [
        what,
        `${value.toFixed(1)} ${unit}`,
        `≤ ${target} ${value <= target ? '✓' : '✗'}`,
        detail,
      ]),
    );
  }
}

function rowsOf(figures: UiFigures): Row[] {
  const { firstPaint, drillDown, drillHost, filter, filterHost, scroll, payloadBytes, bundleBytes } = figures;
  const ms = (what: string, value: number, target: number, detail = ''): Row => ({
    ...{ what, value, unit: 'ms', target, detail },
  });
  const range = (values: readonly number[]) => `${Math.min(...values).toFixed(0)} … ${Math.max(...values).toFixed(0)}`;
  return [
    ms(
      'first paint after the data',
      median(firstPaint),
      500,
      `${range(firstPaint)}; before that, sorting all examples once: ${figures.indexed.toFixed(0)} in slices`,
    ),
    ms(
      'drill-down: click to rows',
      median(drillDown),
      100,
      `${range(drillDown)}; of these the host's ${median(drillHost).toFixed(0)}`,
    ),
    ms(
      'filter: click to new numbers',
      median(filter),
      100,
      `${range(filter)}; of these the host's ${median(filterHost).toFixed(0)}`,
    ),
    ms(
      'scrolling: longest task',
      Math.max(0, ...scroll.longTasks),
      50,
      `${scroll.longTasks.length} tasks over 50 ms; frames ${median(scroll.frames).toFixed(0)} ms; ${scroll.rows} rows in the page`,
    ),
    { what: 'largest message', value: payloadBytes / 1e3, unit: 'kB', target: 1_000, detail: '' },
    { what: 'bundle, minified', value: bundleBytes / 1e3, unit: 'kB', target: 900, detail: '' },
  ];
}

function measure(args: readonly string[]): Promise<UiFigures> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/bench/ui.mjs', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
      else reject(new Error(`The panel could not be measured (${code}).\n${printed}`));
    });
  });
}
