// `npm test`: everything there is to check, on a fresh clone too. The last line is `N passed, N failed`.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies } from './dependencies.mjs';
import { ARTIFACTS, ROOT } from './rig/paths.mjs';
import { node, npm } from './rig/run.mjs';

const HELP = `npm test [-- options]

  --only STEPS      some of: check, lint, build, unit, host, ui (separated by commas)
  --grep TEXT       only the tests whose names contain it
  --vscode floor    host and UI tests in the oldest VS Code that package.json promises
  --browser         host tests in the browser workbench even where a desktop VS Code is at hand`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    vscode: { type: 'string' },
    browser: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const grep = (flag) => (values.grep ? [flag, values.grep] : []);
const inVSCode = [
  ...grep('--grep'),
  ...(values.vscode ? ['--vscode', values.vscode] : []),
  ...(values.browser ? ['--browser'] : []),
];
const report = (name) => path.join(ARTIFACTS, `${name}-tests.json`);

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {() => Promise<number>} run resolves with an exit code
 * @property {string} [report] where it tells how many tests passed; a step without one counts as one test
 * @property {boolean} [needsBuild]
 */
/** @type {Record<string, Step>} */
const STEPS = {
  check: { title: 'Types', run: () => npm(['run', '--silent', 'check'], { cwd: ROOT }) },
  lint: { title: 'Lint', run: () => npm(['run', '--silent', 'lint'], { cwd: ROOT }) },
  build: { title: 'Build', run: () => node(['esbuild.mjs'], { cwd: ROOT }) },
  unit: {
    title: 'Unit tests',
    report: report('unit'),
    run: () => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report('unit')}`];
      return node(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...grep('-t')], { cwd: ROOT });
    },
  },
  host: {
    title: 'Tests inside VS Code',
    report: report('host'),
    needsBuild: true,
    run: () => node(['scripts/tests/host.mjs', ...inVSCode], { cwd: ROOT }),
  },
  ui: {
    title: 'Tests of the user interface',
    report: report('ui'),
    needsBuild: true,
    run: () => node(['scripts/tests/ui.mjs', ...inVSCode.filter((arg) => arg !== '--browser')], { cwd: ROOT }),
  },
};

const wanted = values.only ? values.only.split(',') : Object.keys(STEPS);
const unknown = wanted.filter((name) => !Object.hasOwn(STEPS, name));
if (unknown.length > 0) {
  console.error(`There is no step ${unknown.join(', ')}.\n\n${HELP}`);
  process.exit(2);
}
// Old bundles would test old code.
if (!wanted.includes('build') && wanted.some((name) => STEPS[name].needsBuild)) wanted.push('build');

process.chdir(ROOT);
let passed = 0;
let failed = 0;
let built = true;
const lines = [];

try {
  await installDependencies();
  for (const [name, step] of Object.entries(STEPS)) {
    if (wanted.includes(name)) await perform(name, step);
  }
} catch (error) {
  console.error(error.message);
  failed++;
}
console.log(`\n${lines.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string} name @param {Step} step */
async function perform(name, step) {
  console.log(`\n── ${step.title} ──`);
  if (step.needsBuild && !built) {
    console.log('Left out: the build failed.');
    failed++;
    lines.push(`✗ ${step.title}: left out`);
    return;
  }
  if (step.report) fs.rmSync(step.report, { force: true });
  const started = performance.now();
  const code = await step.run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (name === 'build') built = code === 0;

  const count = step.report ? readReport(step.report) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that gave up before it could count, or one that found nothing to run, is a failure too.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  passed += count.passed;
  failed += count.failed;
  const counts = step.report ? `${count.passed} passed, ${count.failed} failed, ` : '';
  lines.push(`${count.failed === 0 ? '✓' : '✗'} ${step.title}: ${counts}${seconds} s`);
}

/** Ours say `passed`, vitest says `numPassedTests`. */
function readReport(file) {
  if (!fs.existsSync(file)) return { passed: 0, failed: 1 };
  const json = JSON.parse(fs.readFileSync(file, 'utf8'));
  return { passed: json.passed ?? json.numPassedTests, failed: json.failed ?? json.numFailedTests };
}
