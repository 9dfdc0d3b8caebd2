// The esbuild plugins of esbuild.mjs.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Turns `import('./big.js')` of a module in the table into a load of its own bundle, beside the caller's.
 * @param {Record<string, string>} table module → name of its bundle
 * @returns {import('esbuild').Plugin}
 */
export function lazyParts(table) {
  const bundles = new Map(Object.entries(table).map(([module, name]) => [path.resolve(module), name]));
  return {
    name: 'lazy-parts',
    setup(build) {
      build.onResolve({ filter: /^\./ }, ({ kind, path: specifier, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const base = path.resolve(resolveDir, specifier).replace(/\.(js|ts)$/, '');
        const name = bundles.get(`${base}.ts`);
        return name && { path: `./${name}.js`, external: true };
      });
    },
  };
}

/**
 * The module `virtual:tests`: its default export lists the test files of a folder as `[name, load]`.
 * Bundles can't look for files at run time, and a list by hand forgets one.
 * @param {string} folder
 * @param {string} ending
 * @returns {import('esbuild').Plugin}
 */
export function listOfTests(folder, ending) {
  return {
    name: 'list-of-tests',
    setup(build) {
      build.onResolve({ filter: /^virtual:tests$/ }, () => ({ path: folder, namespace: 'tests' }));
      build.onLoad({ filter: /.*/, namespace: 'tests' }, () => {
        const files = fs
          .readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
          .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
          .sort();
        const rows = files.map((file) => `[${JSON.stringify(file)}, () => import(${JSON.stringify(`./${file}`)})],`);
        return {
          contents: `export default [\n${rows.join('\n')}\n];\n`,
          resolveDir: path.resolve(folder),
          watchDirs: [path.resolve(folder)],
        };
      });
    },
  };
}

/**
 * Leaves imports of our own scripts as they are, so that these still know where they lie.
 * @param {string} outdir of the bundle
 * @returns {import('esbuild').Plugin}
 */
export function ownScripts(outdir) {
  return {
    name: 'own-scripts',
    setup(build) {
      build.onResolve({ filter: /\/scripts\/.*\.mjs$/ }, ({ path: specifier, resolveDir }) => ({
        path: path.relative(outdir, path.resolve(resolveDir, specifier)).replaceAll('\\', '/'),
        external: true,
      }));
    },
  };
}

/**
 * Prints when building begins and ends, for the editor's background task (.vscode/tasks.json).
 * @param {number} builds how many go on side by side
 * @returns {import('esbuild').Plugin}
 */
export function watchMarks(builds) {
  let running = 0;
  let first = builds;
  return {
    name: 'watch-marks',
    setup(build) {
      build.onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      build.onEnd(() => {
        if (first > 0) first--;
        // The first time all of them build, one after the other: that is one build for the one who waits.
        if (--running === 0 && first === 0) console.log('[watch] build finished');
      });
    },
  };
}
