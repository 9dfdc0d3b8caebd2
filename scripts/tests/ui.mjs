// Runs the UI tests (test/ui/*.story.ts): drives the extension as a user does, in the rig's browser workbench.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumPath } from '../rig/chromium.mjs';
import { installRig } from '../rig/install.mjs';
import { ARTIFACTS, ROOT } from '../rig/paths.mjs';
import { node } from '../rig/run.mjs';

const { values } = parseArgs({ options: { vscode: { type: 'string' }, grep: { type: 'string' } } });
const vscode = values.vscode ?? 'current';

try {
  // Before the clocks of the tests run.
  const rig = await installRig({ vscode });
  console.log(`VS Code ${rig.version} in ${path.basename(chromiumPath())}`);
  process.exitCode = await runStories();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function runStories() {
  fs.mkdirSync(ARTIFACTS, { recursive: true });
  const args = [
    '--enable-source-maps',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${new URL('./count-reporter.mjs', import.meta.url).href}`,
    `--test-reporter-destination=${path.join(ARTIFACTS, 'ui-tests.json')}`,
    ...(values.grep ? [`--test-name-pattern=${values.grep}`] : []),
    path.join(ROOT, 'out/test/ui/index.mjs'),
  ];
  return node(args, { env: { ...process.env, ERROR_ATLAS_VSCODE: vscode } });
}
