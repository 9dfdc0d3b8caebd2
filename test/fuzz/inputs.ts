import { gzipSync } from 'node:zlib';
import type { Input } from './check';
import { mutate } from './mutate';
import { Random } from './random';
import { SEEDS } from './seeds';
import { contentsOf, type Seed } from './seeds/seed';

/** An input that its numbers make anew at any time. */
export interface MadeInput extends Input {
  seed: Seed;
  chunkBytes: number;
  /** What was done, for people. */
  description: string;
}

/** Seeds take turns, so that any number of inputs is shared out evenly. */
export function makeInput(master: number, index: number): MadeInput {
  const random = new Random(master, index);
  const seed = SEEDS[index % SEEDS.length];
  if (!seed) throw new Error('there are no seeds');
  const { folder, name } = seed;
  const within = seed.zipped === true && random.below(2) === 0;
  // Of a zip, a member before it is packed, or the bytes of all.
  const before = within || !seed.zipped ? seed.files : contentsOf(seed);
  // The file itself is what is read most; now and then it is what lies beside it.
  const others = Object.keys(before);
  const target = !within && random.below(4) > 0 ? name : random.pick(others);
  const { bytes, mutations } = mutate(before[target] ?? Buffer.alloc(0), random);
  const changed = { ...before, [target]: bytes };
  const files = within ? contentsOf({ ...seed, files: changed }) : changed;
  // Chunks of one byte are for small files: they cost as much as the reading of megabytes.
  const chunkBytes = Math.max(random.pick([1, 7, 64, 1000, 65_536]), Math.ceil((files[name]?.length ?? 0) / 2000));
  const description = `${seed.format} ${target}: ${mutations.join(', ')}; chunks of ${chunkBytes}`;
  if (random.below(20) > 0) return { seed, folder, name, files, chunkBytes, description };
  const packed = `${name}.gz`;
  const { [name]: content = Buffer.alloc(0), ...rest } = files;
  const whole = gzipSync(content);
  const torn = random.below(2) === 0 ? whole : whole.subarray(0, random.below(whole.length));
  return {
    seed,
    folder,
    name: packed,
    files: { ...rest, [packed]: torn },
    chunkBytes,
    description: `${description}; gzip`,
  };
}
