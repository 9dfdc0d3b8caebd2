import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Writes a file of so many failing examples, each with texts of its own. */
export async function writeFailures(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  for (let i = 0; i < count; i++) {
    const [a, b] = [17 + (i % 83), 3 + i];
    const row = {
      id: `sum-${i}`,
      dataset: 'sums',
      model: 'small-model',
      input: `A crate holds ${a} boxes and ${b} crates arrive on a truck. ${i % 7} boxes are broken. How many whole boxes are there?`,
      output: `Each crate holds ${a} boxes.\n${b} crates hold ${a} * ${b} = ${a * b + 1} boxes.\nThe answer is ${a * b + 1}.`,
      target: `${a * b - (i % 7)}`,
      correct: false,
    };
    if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
