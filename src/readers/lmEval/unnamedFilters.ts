import type { Reading } from '../reader';

/**
 * Files of lm-eval before 0.4.6 name no filters: with several, the lines of the first come before those of the
 * second, over the same documents. Of each document the first line counts, as it does where filters have names.
 */
export async function* firstOfEachDocument(readings: AsyncIterable<Reading>): AsyncGenerator<Reading, void, undefined> {
  const seen = new Set<string>();
  let repeated = 0;
  for await (const reading of readings) {
    if (reading.kind === 'example' && seen.has(reading.example.id)) {
      repeated += 1;
      continue;
    }
    if (reading.kind === 'example') seen.add(reading.example.id);
    yield reading;
  }
  if (repeated > 0) {
    yield {
      kind: 'note',
      message: `the first line of each document counts; ${repeated} lines of filters without a name left out`,
    };
  }
}
