import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchRow, benchRows } from './rows';

const BATCH_CHARACTERS = 4 * 1024 * 1024;

/** An lm-evaluation-harness samples file, one line a row (see `benchRows` for `median`). Answers its path. */
export function writeLmEval(folder: string, rows: number, median?: number, task = 'bench'): string {
  const name = `samples_${task}_2026-01-01T00-00-00.000000.jsonl`;
  return writeText(join(folder, name), '', benchRows(rows, median), lmEvalLine);
}

/** The same rows as ErrorMap CSV, every text quoted. */
export function writeCsv(folder: string, rows: number): string {
  const header = 'example_id,model,input_text,output_text,score,correct_answer\n';
  return writeText(join(folder, 'bench.csv'), header, benchRows(rows), csvLine);
}

/** How many rows make about so many bytes of samples file. */
export function rowsFor(bytes: number): number {
  const tried = 500;
  let length = 0;
  for (const row of benchRows(tried)) length += Buffer.byteLength(lmEvalLine(row));
  return Math.max(1, Math.round((bytes / length) * tried));
}

function lmEvalLine({ id, question, answer, prompt, output, correct }: BenchRow): string {
  const sample = {
    doc_id: id,
    doc: { question, answer: `#### ${answer}` },
    target: answer,
    arguments: { gen_args_0: { arg_0: prompt, arg_1: { until: ['Question:'], do_sample: false, max_gen_toks: 512 } } },
    resps: [[output]],
    filtered_resps: [answer],
    filter: 'strict-match',
    metrics: ['exact_match'],
    doc_hash: 'b10b1ab0'.repeat(8),
    prompt_hash: 'c0ffee00'.repeat(8),
    target_hash: 'deadbeef'.repeat(8),
    exact_match: correct ? 1 : 0,
  };
  return `${JSON.stringify(sample)}\n`;
}

function csvLine({ id, answer, prompt, output, correct }: BenchRow): string {
  return `${id},bench-model,${quoted(prompt)},${quoted(output)},${correct ? 1 : 0},${answer}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function writeText(path: string, header: string, rows: Iterable<BenchRow>, line: (row: BenchRow) => string): string {
  const file = openSync(path, 'w');
  try {
    let held = header;
    for (const row of rows) {
      held += line(row);
      if (held.length < BATCH_CHARACTERS) continue;
      writeSync(file, held);
      held = '';
    }
    writeSync(file, held);
  } finally {
    closeSync(file);
  }
  return path;
}
