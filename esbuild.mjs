// Builds everything: `node esbuild.mjs [--watch] [--production]`.
//   dist/      what ships: the extension, the command line tool, what they load late, the web views
//   out/test/  the tests that run inside VS Code, and those that drive it from outside
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';
import { writeBundledPackages } from './scripts/build/bundledPackages.mjs';
import { lazyParts, listOfTests, ownScripts, watchMarks } from './scripts/build/plugins.mjs';
import { reportSizes } from './scripts/build/sizes.mjs';
import { writeTaxonomySchema } from './scripts/build/taxonomySchema.mjs';

process.chdir(import.meta.dirname);
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/**
 * Modules that become a bundle of their own, loaded at the first dynamic `import()`: big, and needed by few.
 *
 * Beware: such a bundle has its own copy of every module it imports. A class that is defined in both is two
 * classes, and `instanceof` across the border is false. Compare by a field (`error.code`, `judgment.status`)
 * instead, and keep no state at module level that both sides are meant to see.
 */
const LAZY = {
  'src/judge/offline/codeParsers.ts': 'code-parsers',
  'src/judge/network.ts': 'openai-judge',
  'src/judge/openai/tokenizer.ts': 'tokenizer',
  'src/readers/parquet/parquet.ts': 'parquet',
  'src/readers/promptfoo/parseYaml.ts': 'yaml',
};

const common = {
  bundle: true,
  logLevel: 'warning',
  metafile: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  sourcesContent: false,
};

const inNode = {
  ...common,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  // Its main file finds its own parts by a require() that no bundler sees through.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  // `import()` of a lazy part becomes require(), which finds it beside its caller in every host.
  supported: { 'dynamic-import': false },
};

const builds = [
  {
    ...inNode,
    // Reading threads run a bundle of their own, which lies beside the one that starts them.
    entryPoints: {
      extension: 'src/extension.ts',
      'survey-worker': 'src/readers/surveyWorker.ts',
      ...lazyEntryPoints(),
    },
    outdir: 'dist',
    plugins: [lazyParts(LAZY)],
  },
  {
    ...inNode,
    entryPoints: { cli: 'src/cli.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [lazyParts(LAZY)],
  },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: {
      'webview/atlas': 'webview/atlas/main.ts',
      'webview/example': 'webview/example/main.ts',
      'webview/list': 'webview/list/main.ts',
      // Loaded by the example view at the first formula.
      'webview/maths': 'webview/maths/main.ts',
      'webview/taxonomy': 'webview/taxonomy/main.ts',
      'report/page': 'webview/report/main.ts',
    },
    outdir: 'dist',
    loader: { '.ttf': 'copy' },
    assetNames: 'webview/[name]',
  },
];

// The tests' bundles are not for shipping.
if (!production) {
  builds.push(
    {
      ...inNode,
      entryPoints: { 'host/index': 'test/host/index.ts' },
      outdir: 'out/test',
      // mocha looks for its parts by name, at run time.
      external: ['vscode', 'mocha'],
      plugins: [listOfTests('test/host', '.test.ts')],
    },
    {
      ...inNode,
      entryPoints: { 'ui/index': 'test/ui/index.ts' },
      outdir: 'out/test',
      format: 'esm',
      supported: {},
      outExtension: { '.js': '.mjs' },
      external: ['playwright-core'],
      plugins: [listOfTests('test/ui', '.story.ts'), ownScripts('out/test/ui')],
    },
  );
}

function lazyEntryPoints() {
  return Object.fromEntries(Object.entries(LAZY).map(([module, name]) => [name, module]));
}

/** What is not written yet is left out, with a word. */
function existing(build) {
  const entries = Object.entries(build.entryPoints).filter(([, file]) => {
    const there = fs.existsSync(file);
    if (!there) console.log(`  skipped: ${file} does not exist`);
    return there;
  });
  return { ...build, entryPoints: Object.fromEntries(entries) };
}

/** The icon font, for web views that link to it. */
function copyCodicons() {
  const from = 'node_modules/@vscode/codicons/dist';
  fs.mkdirSync('dist/webview', { recursive: true });
  for (const file of ['codicon.css', 'codicon.ttf']) fs.copyFileSync(`${from}/${file}`, `dist/webview/${file}`);
  return ['dist/webview/codicon.css', 'dist/webview/codicon.ttf'];
}

/** Removes what an earlier build has left in dist, such as its source maps: the package takes all of the folder. */
function prune(written) {
  const keep = new Set(written.map((file) => path.normalize(file)));
  for (const entry of fs.readdirSync('dist', { recursive: true, withFileTypes: true })) {
    const file = path.join(path.relative('.', entry.parentPath), entry.name);
    if (entry.isFile() && !keep.has(file)) fs.rmSync(file);
  }
}

const started = performance.now();
const todo = builds.map(existing).filter(({ entryPoints }) => Object.keys(entryPoints).length > 0);
const icons = copyCodicons();
const schemas = await writeTaxonomySchema();

if (watch) {
  const marks = watchMarks(todo.length);
  for (const build of todo) {
    const context = await esbuild.context({ ...build, plugins: [...(build.plugins ?? []), marks] });
    await context.watch();
  }
} else {
  const results = await Promise.all(todo.map((build) => esbuild.build(build))).catch(() => process.exit(1));
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs));
  const notices = production ? writeBundledPackages(outputs) : [];
  prune([...icons, ...schemas, ...notices, ...Object.keys(outputs)]);
  // npm makes a `bin` executable when it installs one; a clone has to be told.
  if (outputs['dist/cli.js']) fs.chmodSync('dist/cli.js', 0o755);
  reportSizes(outputs, production ? 'production' : 'development');
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
