// Tells how big the bundles are, and what the last change has cost.
import fs from 'node:fs';
import path from 'node:path';

const CACHE = 'node_modules/.cache/error-atlas/sizes.json';

/**
 * @param {Record<string, { bytes: number }>} outputs of esbuild's metafiles
 * @param {'production' | 'development'} mode sizes are compared within one mode
 */
export function reportSizes(outputs, mode) {
  const all = readCache();
  const before = all[mode] ?? {};
  const sizes = {};
  for (const [file, { bytes }] of Object.entries(outputs)) {
    if (file.startsWith('dist/') && /\.(js|css)$/.test(file)) sizes[file] = bytes;
  }
  const width = Math.max(0, ...Object.keys(sizes).map((file) => file.length));
  for (const [file, bytes] of Object.entries(sizes).sort()) {
    console.log(
      `  ${file.padEnd(width)} ${kilobytes(bytes).padStart(11)}  ${difference(bytes, before[file])}`.trimEnd(),
    );
  }
  fs.mkdirSync(path.dirname(CACHE), { recursive: true });
  fs.writeFileSync(CACHE, JSON.stringify({ ...all, [mode]: sizes }));
}

function readCache() {
  try {
    return JSON.parse(fs.readFileSync(CACHE, 'utf8'));
  } catch {
    // The first build, or a cache that was cut short: nothing to compare with.
    return {};
  }
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

function difference(now, before) {
  if (before === undefined) return 'new';
  if (now === before) return '';
  return `${now > before ? '+' : '−'}${kilobytes(Math.abs(now - before))}`;
}
