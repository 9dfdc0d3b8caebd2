// `npm start`: ErrorAtlas on the examples, in whatever VS Code this machine has or can get.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installDependencies } from './dependencies.mjs';
import { installRig } from './rig/install.mjs';
import { EXAMPLES, ROOT } from './rig/paths.mjs';
import { node, run } from './rig/run.mjs';
import { startServer } from './rig/server.mjs';

const HELP = `npm start [-- options]

Builds ErrorAtlas and opens it on the examples: in your VS Code if \`code\` is on the PATH, else in the browser.

  --browser       in the browser even if \`code\` is there
  --port N        for the browser; a free one if left out
  --headless      no editor: classify the examples with the offline judge and print the atlas
  --store DIR     where --headless keeps the judgments; a temporary folder if left out`;

try {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean' },
      browser: { type: 'boolean' },
      port: { type: 'string' },
      store: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  process.exitCode = await start(values);
} catch (error) {
  console.error(error.code?.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n\n${HELP}` : error.message);
  process.exitCode = 1;
}

async function start({ headless, browser, port, store, help }) {
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (port !== undefined && !/^\d{1,5}$/.test(port)) throw new Error(`--port ${port}: a number is wanted.`);
  // A relative --store is the user's, whose folder npm keeps for us.
  const storeDir = store && path.resolve(process.env.INIT_CWD ?? '.', store);
  process.chdir(ROOT);
  await installDependencies();
  if ((await node(['esbuild.mjs'])) !== 0) return 1;

  if (headless) return classify(storeDir);
  if (!browser && hasDesktop()) return openDesktop();
  return serve(Number(port ?? 0));
}

/** @param {string} [store] */
async function classify(store) {
  const temporary = store ? undefined : fs.mkdtempSync(path.join(os.tmpdir(), 'error-atlas-store-'));
  const at = ['--store', store ?? temporary];
  try {
    const code = await node(['dist/cli.js', 'classify', 'examples', '--judge', 'offline', ...at]);
    return (await node(['dist/cli.js', 'atlas', 'examples', ...at])) || code;
  } finally {
    if (temporary) fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** `code` opens windows only where there is a screen. */
function hasDesktop() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

function openDesktop() {
  console.log('Opening VS Code on the examples, with ErrorAtlas loaded from here …');
  // On Windows `code` is a .cmd file, which takes a shell, and that quotes.
  const shell = process.platform === 'win32';
  const quote = (text) => (shell ? `"${text}"` : text);
  return run('code', ['--new-window', quote(`--extensionDevelopmentPath=${ROOT}`), quote(EXAMPLES)], { shell });
}

/** Serves until Ctrl-C; server.mjs cleans up then. */
async function serve(port) {
  const rig = await installRig();
  // The examples are ours: nobody needs to be asked whether to trust them.
  const server = await startServer({ rig, port, extension: ROOT, folder: EXAMPLES, trust: false });
  console.log(`\nErrorAtlas is running: http://localhost:${server.port}/`);
  console.log(`VS Code ${rig.version} on the examples, for this machine only. Ctrl-C ends it.`);
  return new Promise(() => {});
}
