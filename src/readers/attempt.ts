import type { RawExample } from '../model/example';
import type { Reading } from './reader';
import { messageOf } from './values';

/** One record's example; where making it fails, a problem in its line, and the rest of the file is read. */
export async function attempt(
  { line }: { line: number },
  make: () => RawExample | Promise<RawExample>,
): Promise<Reading> {
  try {
    return { kind: 'example', example: await make() };
  } catch (error) {
    return { kind: 'problem', problem: { line, message: messageOf(error) } };
  }
}
