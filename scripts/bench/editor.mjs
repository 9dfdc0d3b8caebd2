// Measures the editor: runs out/bench/editor-host.js in the rig's extension host and looks at the page from outside.
// Prints one JSON document: { host, page }.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runInExtensionHost } from '../rig/extension-host.mjs';
import { installRig } from '../rig/install.mjs';
import { ROOT } from '../rig/paths.mjs';
import { copyWorkspace } from '../rig/workspace.mjs';

/** In milliseconds. */
const TIMEOUT = 15 * 60_000;

const [bytes = '1e9', profiles = ''] = process.argv.slice(2);
if (profiles) fs.mkdirSync(profiles, { recursive: true });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'error-atlas-bench-editor-'));
const report = path.join(folder, 'figures.json');
const workspace = copyWorkspace();
try {
  const rig = await installRig({ vscode: 'current' });
  let page;
  const marks = [];
  const code = await runInExtensionHost({
    rig,
    program: path.join(ROOT, 'out/bench/editor-host.js'),
    folder: workspace.folder,
    env: {
      ERROR_ATLAS_BENCH_REPORT: report,
      ERROR_ATLAS_BENCH_BYTES: bytes,
      ERROR_ATLAS_BENCH_PROFILES: profiles,
    },
    timeout: TIMEOUT,
    onPage: async (opened) => {
      page = opened;
      await page.addInitScript(watch);
    },
    onPrint: (text) => {
      const [, what] = /^bench: (.*)/.exec(text) ?? [];
      if (what) marks.push(page.evaluate((name) => globalThis.errorAtlasBench.begin(name), what));
      if (what === 'rest')
        marks.push(page.evaluate(() => globalThis.errorAtlasBench).then((seen) => Object.assign(marks, { seen })));
    },
  });
  await Promise.allSettled(marks);
  if (code !== 0 || !fs.existsSync(report)) throw new Error('The measuring program did not end well in the editor.');
  console.log(JSON.stringify({ host: JSON.parse(fs.readFileSync(report, 'utf8')), page: marks.seen }));
} finally {
  workspace.remove();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

/** In the page: when text and labels are drawn, and how long frames take while something is scrolled. */
function watch() {
  const bench = {
    /** Milliseconds since 1970. */
    textShown: 0,
    labelShown: 0,
    /** Lengths of frames in milliseconds, by what went on. */
    frames: {},
    now: 'start',
    begin(name) {
      bench.now = name;
    },
  };
  globalThis.errorAtlasBench = bench;
  const look = () => {
    if (bench.now !== 'open') return;
    // Between them lies what VS Code needs to hand the text over, and our labels.
    if (bench.textShown === 0 && document.querySelector('.editor-instance .view-line')) bench.textShown = Date.now();
    if (
      bench.labelShown === 0 &&
      document.querySelector(
        '.editor-instance .margin-view-overlays [class*="ced-"], .editor-instance .glyph-margin-widgets [class*="ced-"]',
      )
    ) {
      bench.labelShown = Date.now();
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class'],
  });
  let before = 0;
  const frame = (time) => {
    if (before > 0 && bench.now.startsWith('scroll')) {
      bench.frames[bench.now] ??= [];
      bench.frames[bench.now].push(time - before);
    }
    before = time;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
