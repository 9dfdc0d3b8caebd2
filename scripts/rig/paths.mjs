// Where things are. Everything else in scripts/ and test/ui asks here.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const EXAMPLES = path.join(ROOT, 'examples');
/** What a test run leaves behind for people: reports, screenshots. Ignored by git. */
export const ARTIFACTS = path.join(ROOT, '.artifacts');
