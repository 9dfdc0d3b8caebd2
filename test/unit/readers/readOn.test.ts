import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileAccess } from '../../../src/readers/reader';
import { readOn } from '../../../src/readers/readOn';
import { type Survey, surveyFile } from '../../../src/readers/survey';
import { memoryFile } from '../../support/memoryFile';

const row = (id: number, over: object = {}) =>
  `${JSON.stringify({ id, model: 'm', prompt: 'é?', completion: `answer ${id}`, expected: 'b', correct: id % 2 === 0, ...over })}\n`;
const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i)).join('');

async function surveyed(text: string, name = 'a.jsonl'): Promise<Survey> {
  const survey = await surveyFile(memoryFile(name, text));
  if (!survey) throw new Error('no evaluation');
  return survey;
}

/** `passed` is decided by whoever has all files. */
const undecided = (survey: Survey | null) =>
  survey && { ...survey, entries: survey.entries.map(({ passed: _, ...rest }) => rest) };

async function grown(before: string, after: string, name = 'a.jsonl') {
  const file = memoryFile(name, after, 64);
  return undecided(await readOn(file, await surveyed(before, name)));
}

describe('reading on', () => {
  it('comes to what reading the whole file comes to, wherever the writer had stopped', async () => {
    const text = `${row(1)}${row(2)}{"broken\n\n${row(3)}${row(4, { model: 'other' })}[]\n${row(5)}`;
    const whole = undecided(await surveyed(text));
    const first = row(1).length + row(2).length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: first, max: text.length - 1 }), async (cut) => {
        // The letter é has two bytes, but cuts are of texts: a file may end anywhere.
        const before = Buffer.from(text).subarray(0, cut).toString('latin1');
        const survey = await surveyFile(memoryFile('a.jsonl', Buffer.from(before, 'latin1')));
        if (!survey) return;
        const again = await readOn(memoryFile('a.jsonl', text), survey);
        if (again) expect(undecided(again)).toEqual(whole);
      }),
    );
    expect(await grown(text.slice(0, first), text)).toEqual(whole);
  });

  it('reads the new end and a few probes, not the file', async () => {
    const before = rows(0, 20_000);
    const after = before + rows(20_000, 20_003);
    let read = 0;
    const file = memoryFile('a.jsonl', after);
    const counting: FileAccess = {
      ...file,
      async *stream(start, end) {
        for await (const chunk of file.stream(start, end)) {
          read += chunk.length;
          yield chunk;
        }
      },
      async bytes(offset, length) {
        const bytes = await file.bytes(offset, length);
        read += bytes.length;
        return bytes;
      },
    };
    const survey = await readOn(counting, await surveyed(before));
    expect(survey?.entries.length).toBe(20_003);
    expect(read).toBeLessThan(after.length / 5);
  });

  it.each([
    ['the last line is another', rows(0, 9) + row(99) + row(100)],
    ['a line before is another', row(7) + rows(1, 10) + row(10)],
    ['the file was cut', rows(0, 5)],
    ['it is no evaluation any more', `{"event":1}\n${'x'.repeat(5_000)}`],
    ['it is of another format', `id,prompt,completion,correct\n${'1,a,b,no\n'.repeat(500)}`],
  ])('leaves it to a whole reading when %s', async (_, after) => {
    expect(await grown(rows(0, 10), after)).toBeNull();
  });

  it('leaves tables and documents to a whole reading', async () => {
    const csv = 'question,response,correct\nq,a,no\n';
    expect(await grown(csv, `${csv}p,b,no\n`, 'a.csv')).toBeNull();
  });
});
