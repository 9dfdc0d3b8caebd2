import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { check } from './check';
import { makeInput } from './inputs';
import { SEEDS } from './seeds';

const HELP = `npm run fuzz [-- options]

  --inputs N    inputs of each seed (default 10000)
  --seconds N   stop after so long instead
  --seed N      other inputs (default: from the clock; printed)
  --formats A,B only the seeds of these formats
  --only N      one input again, by its number`;

/** An input that does not come back in this time ends its thread, milliseconds. */
const HUNG_MS = 20_000;
const FINDINGS = 'out/fuzz';
const MAX_FINDINGS = 50;

interface Range {
  master: number;
  from: number;
  to: number;
  /** All where it is not there. Inputs keep their numbers. */
  formats?: readonly string[];
}
type FromThread = { kind: 'at'; index: number } | { kind: 'wrong'; index: number; what: string } | { kind: 'done' };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      inputs: { type: 'string', default: '10000' },
      seconds: { type: 'string' },
      formats: { type: 'string' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const master = Number(values.seed);
  const numbers = [values.inputs, values.seconds ?? '1', values.only ?? '0'].map(Number);
  const formats = values.formats?.split(',');
  const known = formats?.every((format) => SEEDS.some((seed) => seed.format === format)) ?? true;
  if (values.help || !known || ![master, ...numbers].every((number) => Number.isInteger(number) && number >= 0)) {
    console.error(HELP);
    if (!known) console.error(`\nformats: ${[...new Set(SEEDS.map(({ format }) => format))].join(', ')}`);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  console.log(`seed ${master}`);
  const only = values.only === undefined ? undefined : Number(values.only);
  const total = values.seconds === undefined ? Number(values.inputs) * SEEDS.length : Number.POSITIVE_INFINITY;
  const until = values.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.seconds) * 1000;
  const range: Range = only === undefined ? { master, from: 0, to: total } : { master, from: only, to: only + 1 };
  if (formats && only === undefined) range.formats = formats;
  const { done, findings } = await fuzz(range, until);
  const seeds = SEEDS.filter(({ format }) => isWanted(range, format)).length;
  console.log(`${Math.ceil((done / SEEDS.length) * seeds)} inputs of ${seeds} seeds, ${findings} findings`);
  process.exitCode = findings > 0 ? 1 : 0;
}

function isWanted({ formats }: Range, format: string): boolean {
  return formats?.includes(format) ?? true;
}

/** Threads that hang are ended, and the next input is for a new one. */
async function fuzz({ master, from, to, ...rest }: Range, until: number): Promise<{ done: number; findings: number }> {
  let next = from;
  let findings = 0;
  const tell = (index: number, what: string) => {
    findings += 1;
    const { folder, name, files, description } = makeInput(master, index);
    const place = join(FINDINGS, `${master}-${index}`);
    mkdirSync(place, { recursive: true });
    for (const [path, bytes] of Object.entries(files))
      writeFileSync(join(place, path.replaceAll(/[^\w.-]/g, '_')), bytes);
    console.log(
      `\n${description}\n  ${what.replaceAll('\n', '\n  ')}\n  in ${place} (${folder}/${name}); again: npm run fuzz -- --seed ${master} --only ${index}`,
    );
  };
  while (next < to && Date.now() < until && findings < MAX_FINDINGS) {
    await new Promise<void>((resolve, reject) => {
      const thread = new Worker(__filename, { workerData: { master, from: next, to, ...rest } satisfies Range });
      const end = () => {
        clearTimeout(watch);
        clearTimeout(stop);
        thread.terminate().then(() => resolve(), reject);
      };
      const hung = () => {
        tell(next, `it has not come back after ${HUNG_MS / 1000} s`);
        next += 1;
        end();
      };
      let watch = setTimeout(hung, HUNG_MS);
      const stop = Number.isFinite(until) ? setTimeout(end, Math.max(0, until - Date.now())) : undefined;
      thread.on('error', reject);
      thread.on('message', (message: FromThread) => {
        clearTimeout(watch);
        if (message.kind === 'done') {
          next = to;
          end();
          return;
        }
        if (message.kind === 'at') next = message.index;
        else tell(message.index, message.what);
        if (findings >= MAX_FINDINGS) end();
        else watch = setTimeout(hung, HUNG_MS);
      });
    });
  }
  return { done: next - from, findings };
}

async function work(range: Range): Promise<void> {
  const { master, from, to } = range;
  const send = (message: FromThread) => parentPort?.postMessage(message);
  for (let index = from; index < to; index += 1) {
    if (!isWanted(range, SEEDS[index % SEEDS.length]?.format ?? '')) continue;
    send({ kind: 'at', index });
    const input = makeInput(master, index);
    const what = await check(input, input.chunkBytes);
    if (what !== null) send({ kind: 'wrong', index, what });
    // Messages go out, and a thread that is to end ends, between inputs.
    if (index % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  send({ kind: 'done' });
}

if (isMainThread) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
} else void work(workerData);
