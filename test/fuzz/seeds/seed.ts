import type { FormatId } from '../../../src/model/example';
import { zip } from '../../support/zipWriter';

/** A small whole evaluation. */
export interface Seed {
  format: FormatId;
  /** The file that is read. */
  name: string;
  folder: string;
  /** By their paths relative to the folder; the evaluation and what is read with it. */
  files: Record<string, Buffer>;
  /** Set: the files are the members of the zip `name`, in this order. */
  zipped?: true;
}

export const jsonl = (...rows: unknown[]) => Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
export const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 1));
export const range = [0, 1, 2];
export const seed = (format: FormatId, name: string, content: Buffer | Uint8Array, over: Partial<Seed> = {}): Seed => ({
  format,
  name,
  folder: 'runs/m1',
  ...over,
  files: { [name]: Buffer.from(content), ...over.files },
});

/** The bytes of the file that is read: of a zip, its members packed. */
export function contentsOf({ name, files, zipped }: Seed): Record<string, Buffer> {
  if (!zipped) return files;
  const members = Object.entries(files).map(([member, data], index) => ({
    name: member,
    data,
    method: index % 2 === 0 ? (8 as const) : (0 as const),
  }));
  return { [name]: zip(members) };
}
