// Where things are. Everything else in scripts/ and test/ui asks here.
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const EXAMPLES = path.join(ROOT, 'examples');
/** What a test run leaves behind for people: reports, screenshots. Ignored by git. */
export const ARTIFACTS = path.join(ROOT, '.artifacts');
