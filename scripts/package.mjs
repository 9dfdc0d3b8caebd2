// `npm run package`: the extension as a VSIX in out/.
import fs from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { ROOT } from './rig/paths.mjs';

/** Bytes. */
const LARGEST = 3_000_000;

process.chdir(ROOT);
const { name, version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const packagePath = `out/${name}-${version}.vsix`;
fs.mkdirSync('out', { recursive: true });

const warnings = [];
const { warn } = console;
console.warn = (...words) => {
  warnings.push(words.join(' '));
  warn(...words);
};
// Builds for production first (`vscode:prepublish`). Everything is in the bundles: there is no node_modules to look at.
// No public repository is known yet that links in the README could lead to.
await createVSIX({ packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });

const { size } = fs.statSync(packagePath);
console.log(`${packagePath}: ${(size / 1e6).toFixed(2)} MB`);
if (warnings.length > 0) throw new Error(`vsce warns: ${warnings.join('; ')}`);
if (size > LARGEST) throw new Error(`${packagePath} is larger than ${LARGEST / 1e6} MB`);
