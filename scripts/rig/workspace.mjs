// Temp copies of the examples: tests write into what they open, and the ones in git shall stay as they are.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EXAMPLES } from './paths.mjs';

/**
 * @param {string} [source] folder to copy; the examples if left out
 * @returns {{ folder: string, remove(): void }} the copy, named as its source
 */
export function copyWorkspace(source = EXAMPLES) {
  // The real path: VS Code's watcher tells about files by it, and macOS's temp folder is a link.
  const parent = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'error-atlas-workspace-')));
  const folder = path.join(parent, path.basename(source));
  fs.mkdirSync(folder);
  const notResults = (file) => !['.error-atlas', '.vscode'].includes(path.basename(file));
  if (fs.existsSync(source)) fs.cpSync(source, folder, { recursive: true, filter: notResults });

  const remove = () => {
    process.off('exit', remove);
    fs.rmSync(parent, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', remove);
  return { folder, remove };
}
