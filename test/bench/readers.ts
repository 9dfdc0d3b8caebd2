import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestPacking, writeEval } from './evalFile';
import { rowsFor, writeCsv, writeLmEval } from './files';
import { measureInTurn, median, medianRatio, type Program, type Run } from './measure';

export interface BenchOptions {
  /** Of the lm-eval file, about; the others hold the same rows, the log of Inspect AI half as many. */
  bytes: number;
  /** Counted runs of each program; one more of each comes first. */
  runs: number;
  /** Told before each part, which may take a minute. */
  onStep?: (what: string) => void;
}

/** One line of the bench: a figure with what it has to reach, or why there is none. */
export interface Row {
  what: string;
  value?: number;
  unit?: 'x' | 'MB' | 's' | 'ms' | 'bytes';
  target?: number;
  /** How the value came about. */
  detail: string;
}

const MEGABYTE = 1e6;
/** The size that the targets of ratios are for. */
const TARGET_BYTES = 1e9;

/** Reads made-up files of each kind next to what others would do with them. Leaves nothing behind. */
export async function benchReaders({ bytes, runs, onStep }: BenchOptions): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'error-atlas-bench-'));
  const stop = () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(130);
  };
  process.once('SIGINT', stop);
  const node = (name: string, path: string, ...flags: string[]): Program => {
    return { name, command: process.execPath, args: [...flags, join(__dirname, 'programs.js'), name, path] };
  };
  try {
    const rows: Row[] = [];
    const count = rowsFor(bytes);
    onStep?.(`writing ${count} examples as lm-eval JSONL`);
    const lines = writeLmEval(folder, count);
    onStep?.('reading them');
    rows.push(...(await benchLines(lines, runs, node)));
    rmSync(lines);

    onStep?.('writing and reading them as CSV');
    rows.push(...(await benchCsv(writeCsv(folder, count), runs, node)));
    rmSync(join(folder, 'bench.csv'));

    const packing = bestPacking();
    const samples = Math.max(1, count >> 1);
    onStep?.(`writing and reading ${samples} samples of Inspect AI (${packing.name})`);
    rows.push(...(await benchEval(writeEval(folder, samples, packing), packing.name, runs, node)));
    // Of small files it is the start of threads and of the compiler that is measured.
    if (bytes < TARGET_BYTES) for (const row of rows) if (row.unit === 'x') delete row.target;
    return rows;
  } finally {
    process.off('SIGINT', stop);
    rmSync(folder, { recursive: true, force: true });
  }
}

type OfNode = (name: string, path: string, ...flags: string[]) => Program;

async function benchLines(path: string, runs: number, node: OfNode): Promise<Row[]> {
  const all = await measureInTurn([node('survey', path), node('lines', path), node('survey-here', path)], runs);
  const [ours, plain, here] = sameExamples(all, 'survey', 'lines', 'survey-here');
  const first = await measureInTurn([node('first-failing', path)], runs);
  const size = `${megabytes(statSync(path).size)} MB, ${ours[0]?.facts.examples} examples`;
  return [
    {
      what: 'lm-eval: time / plain loop',
      value: medianRatio(ours, plain),
      unit: 'x',
      target: 0.8,
      detail: `${times(ours)} / ${times(plain)}; ${size}`,
    },
    { what: 'lm-eval: one thread / plain loop', value: medianRatio(here, plain), unit: 'x', detail: times(here) },
    peakRow('lm-eval: peak memory', ours),
    delayRow('lm-eval: delay of the main thread, p99', ours),
    { what: 'lm-eval: first failing', value: firstSeconds(first), unit: 's', target: 1, detail: '' },
    ...(await indexRows('lm-eval', path, node)),
  ];
}

async function benchCsv(path: string, runs: number, node: OfNode): Promise<Row[]> {
  const what = 'CSV: time / pandas';
  const pandas: Program = { name: 'pandas', command: 'python3', args: ['test/bench/reference.py', path] };
  const programs = [node('survey', path), node('survey-here', path), ...(hasPandas() ? [pandas] : [])];
  const all = await measureInTurn(programs, runs);
  const [ours, here] = sameExamples(all, 'survey', 'survey-here');
  const theirs = all.get('pandas');
  const ratio: Row = theirs
    ? { what, value: medianRatio(ours, theirs), unit: 'x', target: 1, detail: `${times(ours)} / ${times(theirs)}` }
    : { what, detail: 'skipped: python3 with pandas is not here' };
  return [
    ratio,
    { what: 'CSV: one thread', value: median(here.map(({ seconds }) => seconds)), unit: 's', detail: times(here) },
    peakRow('CSV: peak memory', ours),
    ...(await indexRows('CSV', path, node)),
  ];
}

async function benchEval(path: string, packing: string, runs: number, node: OfNode): Promise<Row[]> {
  const all = await measureInTurn([node('survey', path), node('members', path), node('survey-here', path)], runs);
  const [ours, raw, here] = sameExamples(all, 'survey', 'members', 'survey-here');
  const first = await measureInTurn([node('first-failing', path)], runs);
  const note = packing === 'zstd' ? '' : '; no zstd here (Node 22.15 or the command zstd), so deflate';
  return [
    {
      what: `Inspect ${packing}: time / inflate + JSON.parse`,
      value: medianRatio(ours, raw),
      unit: 'x',
      target: 1.3,
      detail: `${times(ours)} / ${times(raw)}; ${ours[0]?.facts.examples} samples${note}`,
    },
    { what: 'Inspect: one thread / the same', value: medianRatio(here, raw), unit: 'x', detail: times(here) },
    peakRow('Inspect: peak memory', ours),
    { what: 'Inspect: first failing', value: firstSeconds(first), unit: 's', target: 1, detail: '' },
    ...(await indexRows('Inspect', path, node)),
  ];
}

/** What an example takes in memory. */
async function indexRows(of: string, path: string, node: OfNode): Promise<Row[]> {
  const index = await measureInTurn([node('index-size', path, '--expose-gc')], 1, 0);
  const { objectBytes = 0, columnBytes = 0 } = index.get('index-size')?.[0]?.facts ?? {};
  const detail = 'an example, besides key and id';
  return [
    { what: `${of}: index, columns (between threads)`, value: columnBytes, unit: 'bytes', target: 120, detail },
    { what: `${of}: index, objects (kept)`, value: objectBytes, unit: 'bytes', detail },
  ];
}

/** The runs by name; throws when programs have not found the same number of examples. */
function sameExamples<Names extends string[]>(
  all: ReadonlyMap<string, Run[]>,
  ...names: Names
): { [Name in keyof Names]: Run[] } {
  const runs = names.map((name) => all.get(name) ?? []);
  const counts = new Set(runs.flat().map(({ facts }) => facts.examples));
  if (counts.size !== 1) throw new Error(`${names.join(', ')} disagree: ${[...counts].join(', ')} examples`);
  return runs as { [Name in keyof Names]: Run[] };
}

function peakRow(what: string, runs: readonly Run[]): Row {
  const value = median(runs.map(({ peak }) => peak)) / MEGABYTE;
  return { what, value, unit: 'MB', target: 300, detail: 'the whole process, all threads; median' };
}

function delayRow(what: string, runs: readonly Run[]): Row {
  const worst = median(runs.map(({ facts }) => facts.delayMax ?? 0));
  const value = median(runs.map(({ facts }) => facts.delayP99 ?? 0));
  return { what, value, unit: 'ms', target: 20, detail: `longest ${worst.toFixed(0)} ms` };
}

function firstSeconds(measured: ReadonlyMap<string, Run[]>): number {
  return median((measured.get('first-failing') ?? []).map(({ seconds }) => seconds));
}

function times(runs: readonly Run[]): string {
  const wall = median(runs.map(({ seconds }) => seconds)).toFixed(2);
  // Of the whole process, so its start is in it.
  const cpu = median(runs.map(({ facts }) => facts.cpu ?? 0)).toFixed(2);
  return `${wall} s, ${cpu} s of processor`;
}

function megabytes(size: number): string {
  return (size / MEGABYTE).toFixed(0);
}

function hasPandas(): boolean {
  try {
    execFileSync('python3', ['-c', 'import pandas'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
