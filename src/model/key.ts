import { createHash } from 'node:crypto';
import type { Example } from './example';

/**
 * The stable name of an example: 32 hex digits over (dataset, id, model, input, output).
 * A judgment stored under it survives moved files, reordered lines and re-exports.
 * Each part is hashed with its length before it, so that no two different examples
 * can flow into the same bytes.
 */
export function exampleKey(example: Pick<Example, 'dataset' | 'id' | 'model' | 'input' | 'output'>): string {
  const hash = createHash('sha256');
  for (const part of [example.dataset, example.id, example.model, example.input, example.output]) {
    hash.update(`${part.length}:`).update(part);
  }
  return hash.digest('hex').slice(0, 32);
}
