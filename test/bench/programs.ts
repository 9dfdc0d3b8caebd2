// What the bench runs in processes of their own: `node programs.cjs NAME FILE`.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { StringDecoder } from 'node:string_decoder';
import { inflateRawSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { openDiskFile } from '../../src/readers/diskFile';
import { EntryTableWriter } from '../../src/readers/entryTable';
import { EvaluationFile } from '../../src/readers/evaluationFile';
import { surveyFile } from '../../src/readers/survey';
import { SurveyPool } from '../../src/readers/surveyPool';
import { report } from './measure';

const CHUNK_BYTES = 1024 * 1024;

const programs: Record<string, (path: string) => Promise<void> | void> = {
  survey: surveyInThreads,
  'survey-here': surveyHere,
  'first-failing': firstFailing,
  'index-size': indexSize,
  lines: parseLines,
  members: parseMembers,
};

/** What the command line tool and the editor do with a file. */
async function surveyInThreads(path: string): Promise<void> {
  const pool = new SurveyPool({ script: join(__dirname, 'survey-worker.js') });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const started = performance.now();
  const survey = await pool.survey(path);
  const seconds = since(started);
  delay.disable();
  // The monitor's own timer is part of what it measures.
  report(seconds, {
    examples: survey?.entries.length ?? 0,
    delayP99: delay.percentile(99) / 1e6 - 1,
    delayMax: delay.max / 1e6 - 1,
  });
  await pool.dispose();
}

async function surveyHere(path: string): Promise<void> {
  const started = performance.now();
  const survey = await surveyFile(await openDiskFile(path));
  report(since(started), { examples: survey?.entries.length ?? 0 });
}

/** Until there is an example that fails whatever the others say. */
async function firstFailing(path: string): Promise<void> {
  const started = performance.now();
  const evaluation = await EvaluationFile.detect(await openDiskFile(path));
  for await (const reading of evaluation?.read() ?? []) {
    if (reading.kind !== 'example') continue;
    if (reading.example.verdict === false || reading.example.score === 0) break;
  }
  report(since(started));
  await evaluation?.close();
}

/** Bytes an example in memory besides its key and id: as objects on the heap, and as columns. */
async function indexSize(path: string): Promise<void> {
  const started = performance.now();
  const heap = () => {
    global.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const file = await openDiskFile(path);
  const before = heap();
  const survey = await surveyFile(file);
  const objects = heap() - before;
  const writer = new EntryTableWriter();
  let ids = 0;
  for (const entry of survey?.entries ?? []) {
    writer.push(entry);
    ids += Buffer.byteLength(entry.id) + entry.key.length;
  }
  const examples = survey?.entries.length ?? 0;
  const table = writer.data();
  report(since(started), {
    examples,
    objectBytes: (objects - ids) / examples,
    columnBytes: (writer.bytes - table.ids.bytes.length - table.keys.length) / examples,
  });
}

/** The plain loop: read, split, `JSON.parse` a line, on one thread. */
function parseLines(path: string): void {
  const started = performance.now();
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let examples = 0;
  for (;;) {
    const read = readSync(file, buffer, 0, CHUNK_BYTES, null);
    if (read === 0) break;
    const lines = (rest + decoder.write(buffer.subarray(0, read))).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '' && JSON.parse(line)) examples += 1;
  }
  closeSync(file);
  report(since(started), { examples });
}

/** Every member of a zip: inflated in one go and parsed, with nothing checked and nothing kept. */
function parseMembers(path: string): void {
  const started = performance.now();
  const bytes = readFileSync(path);
  const { count, offset } = directoryOf(bytes);
  let at = offset;
  for (let entry = 0; entry < count; entry += 1) {
    const packed = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(start, start + packed);
    const raw = bytes.readUInt16LE(at + 10) === 93 ? decompress(data) : inflateRawSync(data);
    JSON.parse(Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString());
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  report(since(started), { examples: count - 1 });
}

/** Of a zip as the bench writes it. */
function directoryOf(bytes: Buffer): { count: number; offset: number } {
  const end = bytes.length - 22;
  const count = bytes.readUInt16LE(end + 10);
  if (count < 0xffff) return { count, offset: bytes.readUInt32LE(end + 16) };
  const large = Number(bytes.readBigUInt64LE(end - 12));
  return { count: Number(bytes.readBigUInt64LE(large + 32)), offset: Number(bytes.readBigUInt64LE(large + 48)) };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}

const [name = '', path = ''] = process.argv.slice(2);
const program = programs[name];
if (!program) throw new Error(`there is no program ${name}`);
void program(path);
