import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { parseArgs } from 'node:util';
import type { HostFigures } from './editor/host';
import { median } from './measure';
import { printTable } from './printTable';

const HELP = `npm run bench -- editor [options]

  --bytes N      of the file that is read (default 1e9)
  --profiles DIR leave CPU profiles of the extension host there (which takes time of its own)
  --json         print one JSON document`;

interface PageFigures {
  textShown: number;
  labelShown: number;
  frames: Record<string, number[]>;
}

interface Row {
  what: string;
  value: number;
  target?: number;
  detail: string;
}

/** What reading and labelling cost an editor that someone works in: in a real VS Code, looked at from its page. */
export async function editorCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      bytes: { type: 'string', default: '1e9' },
      profiles: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || !(Number(values.bytes) > 0)) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  console.error('… in VS Code; this takes some minutes');
  const { host, page } = await measure(values.bytes, values.profiles);
  const rows = rowsOf(host, page);
  if (values.json) console.log(JSON.stringify({ node: process.version, bytes: Number(values.bytes), rows }, null, 2));
  else {
    printTable(
      rows.map(({ what, value, target, detail }) => [
        what,
        `${value.toFixed(1)} ms`,
        target === undefined ? '' : `≤ ${target} ${value <= target ? '✓' : '✗'}`,
        detail,
      ]),
    );
  }
}

function rowsOf({ scan, open, reopen }: HostFigures, { textShown, labelShown, frames }: PageFigures): Row[] {
  const labelled = frames['scroll labels'] ?? [];
  const plain = frames['scroll plain'] ?? [];
  const reading = `${scan.examples} examples in ${scan.seconds.toFixed(1)} s`;
  const text = `${(open.bytes / 1e6).toFixed(0)} MB, ${open.failing} failing`;
  const reopened = `${reopen.files} files, ${reopen.examples} examples; finding the files takes ${reopen.finding.toFixed(0)} ms of it`;
  return [
    { what: 'extension host while reading: delay, p99', value: scan.delay.p99, target: 20, detail: reading },
    { what: 'extension host while reading: longest delay', value: scan.delay.max, target: 50, detail: '' },
    { what: 'the same at rest: delay, p99', value: scan.idle.p99, detail: '' },
    { what: 'the same at rest: longest delay', value: scan.idle.max, detail: '' },
    {
      what: 'first label after the editor shows',
      value: labelShown - Math.max(textShown, open.handedAt),
      target: 200,
      detail: `${text}; VS Code hands the text to extensions ${(open.handedAt - textShown).toFixed(0)} ms after it is drawn`,
    },
    {
      what: 'scrolling: a frame with labels, less one without',
      value: mean(labelled) - mean(plain),
      target: 4,
      detail: `median ${median(labelled).toFixed(1)} and ${median(plain).toFixed(1)} ms`,
    },
    { what: 'a workspace opened again: tree complete', value: reopen.warm, target: 1000, detail: reopened },
    { what: 'the same for the first time, without a cache', value: reopen.cold, detail: '' },
  ];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function measure(bytes: string, profiles = ''): Promise<{ host: HostFigures; page: PageFigures }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['scripts/bench/editor.mjs', bytes, profiles && resolvePath(profiles)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed.trim().split('\n').at(-1) ?? ''));
      else reject(new Error(`The editor could not be measured (${code}).`));
    });
  });
}
