// ErrorMap's CSV: tables, units and short code, with a real and a scripted model. Our own script writes and scores it.
import path from 'node:path';
import { examplesDir, readJson, write } from '../files.mjs';
import { post } from './server.mjs';

const MODELS = ['gemma-3-270m', 'scripted/quick'];
const COLUMNS = ['example_id', 'model', 'input_text', 'output_text', 'score', 'correct_answer'];

// A base model has to be shown what an answer looks like.
const SHOTS = `Question: How many days are 2 weeks?
Answer: One week has 7 days: 2 * 7 = 14. The answer is 14.

Question: Table: pupil, age | Ann, 9 | Bob, 11. How old is Bob?
Answer: The row of Bob says 11. The answer is 11.

`;

export async function writeCsv(_work, baseUrl) {
  const rows = [];
  for (const { id, question, answer } of readJson('questions/tables.json')) {
    const prompt = `${SHOTS}Question: ${question}\nAnswer:`;
    for (const model of MODELS) {
      const text = await post(baseUrl, '/completions', {
        model,
        prompt,
        max_tokens: 80,
        stop: ['\nQuestion:', '\n\n'],
      });
      rows.push([id, model, prompt, text.trim(), score(text, answer), answer]);
    }
  }
  const csv = [COLUMNS, ...rows].map((row) => row.map(cell).join(',')).join('\n');
  write(path.join(examplesDir, 'errormap', 'tables_and_units.csv'), `${csv}\n`);
}

/** 1 when what follows the last "The answer is" is the expected answer, else 0. */
function score(text, answer) {
  const said = text.split('The answer is').slice(1).pop()?.trim().replace(/\.$/, '');
  return said === answer ? 1 : 0;
}

const cell = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value));
