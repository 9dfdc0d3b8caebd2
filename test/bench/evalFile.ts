import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { type BenchRow, benchRows } from './rows';

/** How entries of a zip are packed: zip's number of the method, and packing of many at once. */
export interface Packing {
  name: 'zstd' | 'deflate';
  method: number;
  pack(entries: readonly Buffer[], scratch: string): Buffer[];
}

const BATCH = 2000;
const [LOCAL, CENTRAL, END, END64, LOCATOR64] = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50];
const MANY = 0xffff;

/** zstd, as Inspect AI writes now, by Node or by the command of that name; else deflate, as it wrote before. */
export function bestPacking(): Packing {
  const { zstdCompressSync } = zlib as { zstdCompressSync?: (data: Uint8Array) => Buffer };
  if (zstdCompressSync)
    return { name: 'zstd', method: 93, pack: (entries) => entries.map((data) => zstdCompressSync(data)) };
  try {
    execFileSync('zstd', ['--version'], { stdio: 'ignore' });
    return { name: 'zstd', method: 93, pack: packByCommand };
  } catch {
    return { name: 'deflate', method: 8, pack: (entries) => entries.map((data) => zlib.deflateRawSync(data)) };
  }
}

/** A log of Inspect AI with so many samples, events and all. Answers its path. */
export function writeEval(folder: string, samples: number, { method, pack }: Packing): string {
  const path = join(folder, 'bench.eval');
  const file = openSync(path, 'w');
  const central: Buffer[] = [];
  let offset = 0;
  const write = (names: readonly string[], entries: readonly Buffer[]) => {
    for (const [index, packed] of pack(entries, folder).entries()) {
      const name = Buffer.from(names[index] ?? '');
      const shared = Buffer.alloc(26);
      shared.writeUInt16LE(20, 0);
      shared.writeUInt16LE(0x800, 2);
      shared.writeUInt16LE(method, 4);
      shared.writeUInt32LE(packed.length, 14);
      shared.writeUInt32LE(entries[index]?.length ?? 0, 18);
      shared.writeUInt16LE(name.length, 22);
      const local = Buffer.concat([number(LOCAL), shared, name, packed]);
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(CENTRAL, 0);
      entry.writeUInt16LE(20, 4);
      shared.copy(entry, 6);
      entry.writeUInt32LE(offset, 42);
      central.push(entry, name);
      writeSync(file, local);
      offset += local.length;
    }
  };
  try {
    write(['header.json'], [Buffer.from(JSON.stringify(HEADER))]);
    let names: string[] = [];
    let entries: Buffer[] = [];
    for (const row of benchRows(samples, undefined, 2)) {
      names.push(`samples/${row.id}_epoch_1.json`);
      entries.push(Buffer.from(JSON.stringify(sampleOf(row))));
      if (entries.length < BATCH && row.id < samples - 1) continue;
      write(names, entries);
      names = [];
      entries = [];
    }
    const directory = Buffer.concat(central);
    writeSync(file, directory);
    writeSync(file, endOf(samples + 1, directory.length, offset));
  } finally {
    closeSync(file);
  }
  return path;
}

const HEADER = {
  version: 2,
  status: 'success',
  eval: { run_id: 'r', task_id: 't', created: '2026-01-01T00:00:00Z', task: 'bench', model: 'bench/model' },
};

function sampleOf({ id, question, answer, prompt, output, correct }: BenchRow) {
  const messages = [
    { role: 'user', content: prompt },
    { role: 'assistant', content: output },
  ];
  const choice = { message: { role: 'assistant', content: output }, stop_reason: 'stop' };
  return {
    id,
    epoch: 1,
    input: prompt,
    target: answer,
    messages,
    output: { model: 'bench/model', choices: [choice], completion: output },
    scores: { match: { value: correct ? 'C' : 'I', answer, explanation: question } },
    metadata: { question },
    events: [
      { event: 'model', model: 'bench/model', input: messages, output: { choices: [choice] } },
      { event: 'score', score: { value: correct ? 'C' : 'I' } },
    ],
  };
}

/** The end of a zip; of more than 65,534 entries the 64-bit one before it. */
function endOf(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(Math.min(entries, MANY), 8);
  end.writeUInt16LE(Math.min(entries, MANY), 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  if (entries < MANY) return end;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(END64, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(entries), 24);
  end64.writeBigUInt64LE(BigInt(entries), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(LOCATOR64, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}

function packByCommand(entries: readonly Buffer[], scratch: string): Buffer[] {
  const folder = mkdtempSync(join(scratch, 'zstd-'));
  try {
    const raw = join(folder, 'raw');
    mkdirSync(raw);
    for (const [index, data] of entries.entries()) writeFileSync(join(raw, String(index)), data);
    execFileSync('zstd', ['-q', '-r', raw]);
    return entries.map((_, index) => readFileSync(join(raw, `${index}.zst`)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
