// Paths and small file helpers of the make script.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const makeDir = path.dirname(fileURLToPath(import.meta.url));
export const examplesDir = path.dirname(makeDir);

export const readJson = (name) => JSON.parse(fs.readFileSync(path.join(makeDir, name), 'utf8'));

export function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
