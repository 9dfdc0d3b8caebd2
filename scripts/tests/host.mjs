// Runs the host tests (test/host): inside VS Code's extension host, with the whole API and no mock.
// In a desktop VS Code where there is one or one can be fetched; else in the rig's browser workbench.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { chromiumPath } from '../rig/chromium.mjs';
import { runInExtensionHost } from '../rig/extension-host.mjs';
import { installRig } from '../rig/install.mjs';
import { ARTIFACTS, ROOT } from '../rig/paths.mjs';
import { copyWorkspace } from '../rig/workspace.mjs';

const { values } = parseArgs({
  options: {
    vscode: { type: 'string' },
    grep: { type: 'string' },
    browser: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});
const vscode = values.vscode ?? 'current';
const TESTS = path.join(ROOT, 'out/test/host/index.js');
/** Ours, and one that brings a language model. */
const EXTENSIONS = [ROOT, path.join(ROOT, 'test/host/support/modelProvider')];
/** For the whole suite, in milliseconds. */
const SUITE_TIMEOUT = 10 * 60_000;

/** Settings that stand in the way of tests: the API for language models is off where AI features are. */
const SETTINGS = { 'chat.disableAIFeatures': false };

const REPORT = path.join(ARTIFACTS, 'host-tests.json');
fs.mkdirSync(ARTIFACTS, { recursive: true });
fs.rmSync(REPORT, { force: true });
const workspace = copyWorkspace();
/** With a workspace file tests can add a folder and the extension host goes on. */
const workspaceFile = path.join(path.dirname(workspace.folder), 'tests.code-workspace');
fs.writeFileSync(workspaceFile, JSON.stringify({ folders: [{ path: workspace.folder }] }));
const env = {
  // Stack traces that name the .ts files.
  NODE_OPTIONS: '--enable-source-maps',
  ERROR_ATLAS_HOST_REPORT: REPORT,
  ...(values.grep ? { ERROR_ATLAS_HOST_GREP: values.grep } : {}),
};

const desktop = values.browser ? undefined : await findDesktop();
try {
  await (desktop ? inDesktop(desktop) : inBrowser());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  workspace.remove();
}

/** @returns {Promise<string | undefined>} a desktop VS Code's executable */
async function findDesktop() {
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  try {
    return await downloadAndUnzipVSCode({
      version: vscode === 'floor' ? floorVersion() : 'stable',
      cachePath: path.join(ROOT, 'node_modules/.cache/vscode-test'),
      // Of silence, not in all: where downloads are blocked this is what it takes to find out.
      timeout: 5_000,
    });
  } catch (error) {
    console.log(`A desktop VS Code can't be fetched (${error.message}): using the browser workbench.`);
    return undefined;
  }
}

/** `^1.100.0` → `1.100.0` */
function floorVersion() {
  const { engines } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  return engines.vscode.replace(/^[^\d]*/, '');
}

async function inDesktop(vscodeExecutablePath) {
  console.log(`VS Code at ${vscodeExecutablePath}`);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'error-atlas-vscode-'));
  const user = path.join(dataDir, 'User');
  fs.mkdirSync(user);
  fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify(SETTINGS));
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: EXTENSIONS,
      extensionTestsPath: TESTS,
      extensionTestsEnv: env,
      launchArgs: [
        workspaceFile,
        `--user-data-dir=${dataDir}`,
        `--extensions-dir=${path.join(dataDir, 'extensions')}`,
        '--disable-extensions',
        '--disable-workspace-trust',
        '--skip-welcome',
      ],
    });
  } finally {
    fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function inBrowser() {
  const rig = await installRig({ vscode });
  console.log(`VS Code ${rig.version} in ${path.basename(chromiumPath())}`);
  const said = [];
  const code = await runInExtensionHost({
    rig,
    program: TESTS,
    extensions: EXTENSIONS,
    folder: workspaceFile,
    env,
    settings: SETTINGS,
    timeout: SUITE_TIMEOUT,
    onPrint: (text, type) => {
      // VS Code's own messages come here too, many and long: they are for `--verbose`, and for the worst case.
      if (values.verbose || /^[✓–✗] /.test(text)) console[type === 'error' ? 'error' : 'log'](text);
      else said.push(text);
    },
  });
  if (code === 0) return;
  process.exitCode = 1;
  if (fs.existsSync(REPORT)) return;
  console.error(`The tests did not run. VS Code's last words:\n${[...new Set(said)].slice(-20).join('\n')}`);
}
