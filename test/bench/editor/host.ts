/**
 * The part of `npm run bench -- editor` that runs inside the extension host. It tells the browser
 * outside what it does by lines that begin with `bench:`, and leaves its figures in a file.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { ErrorAtlasApi } from '../../../src/extension';
import { rowsFor, writeLmEval } from '../files';
import { profiled } from './profiled';
import { type ReopenFigures, reopen } from './reopen';

/** Milliseconds. */
interface Delay {
  p99: number;
  max: number;
}

export interface HostFigures {
  scan: { examples: number; seconds: number; delay: Delay; idle: Delay };
  /** `handedAt`: when extensions got the text; milliseconds since 1970. */
  open: { failing: number; bytes: number; handedAt: number };
  reopen: ReopenFigures;
}

/** Of them 10,000 fail, and all are just under 50 MB: the most that the editor hands to extensions. */
const OPEN_ROWS = 22_200;
const OPEN_MEDIAN_CHARACTERS = 1200;
const IDLE_MS = 5000;
const SETTLE_MS = 1000;
const SCROLL_STEPS = 120;
/** About two frames, so that each step is drawn. */
const STEP_MS = 33;

export async function run(): Promise<void> {
  const {
    ERROR_ATLAS_BENCH_REPORT: report = '',
    ERROR_ATLAS_BENCH_BYTES: bytes = '1e9',
    ERROR_ATLAS_BENCH_PROFILES: profiles,
  } = process.env;
  const extension = vscode.extensions.getExtension<ErrorAtlasApi>('error-atlas.error-atlas');
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!extension || !folder) throw new Error('no extension, or no folder');
  const api = await extension.activate();
  await api.evaluations.whenRead();
  const figures: HostFigures = {
    scan: await scan(api, folder.uri.fsPath, Number(bytes), profiles),
    open: await openAndScroll(api, folder.uri.fsPath, profiles),
    reopen: await reopen(api, folder.uri.fsPath, profiles),
  };
  writeFileSync(report, JSON.stringify(figures));
}

/** Reads a big file that appears in the workspace, as when a run of an evaluation ends. */
async function scan(
  api: ErrorAtlasApi,
  folder: string,
  bytes: number,
  profiles: string | undefined,
): Promise<HostFigures['scan']> {
  const written = writeIn(join(folder, '..', 'big'), rowsFor(bytes));
  const idle = await delayDuring(() => rest(IDLE_MS));
  const path = join(folder, 'samples_big_2026-01-01T00-00-00.000000.jsonl');
  let started = 0;
  let seconds = 0;
  const delay = await delayDuring(async () => {
    started = performance.now();
    renameSync(written, path);
    await profiled(profiles, 'scan', async () => {
      await until(() => api.evaluations.survey(path) !== undefined);
      await api.evaluations.whenRead();
      // What follows from the examples, such as the tree and the badge, is drawn a little later.
      seconds = (performance.now() - started) / 1000;
      await rest(SETTLE_MS);
    });
  });
  const examples = api.evaluations.survey(path)?.entries.length ?? 0;
  rmSync(path);
  await until(() => api.evaluations.survey(path) === undefined);
  return { examples, seconds, delay, idle };
}

/** Opens the largest text that the editor hands to extensions, and scrolls it with labels and without. */
async function openAndScroll(
  api: ErrorAtlasApi,
  folder: string,
  profiles: string | undefined,
): Promise<HostFigures['open']> {
  const path = join(folder, 'samples_open_2026-01-01T00-00-00.000000.jsonl');
  const written = writeIn(join(folder, '..', 'open'), OPEN_ROWS, OPEN_MEDIAN_CHARACTERS);
  renameSync(written, path);
  await until(() => api.evaluations.survey(path) !== undefined);
  await api.evaluations.whenRead();
  await rest(1000);
  let handedAt = 0;
  // Earlier than this no extension can label anything: VS Code is still handing the text over.
  const handed = vscode.window.onDidChangeVisibleTextEditors((editors) => {
    if (editors.some(({ document }) => document.uri.fsPath === path)) handedAt ||= Date.now();
  });
  console.log('bench: open');
  const editor = await profiled(profiles, 'open', async () => {
    const shown = await vscode.window.showTextDocument(vscode.Uri.file(path));
    await until(() => api.labels.shown(shown).length > 0);
    await rest(3000);
    return shown;
  });
  handed.dispose();
  for (const round of [1, 2]) {
    for (const enabled of [true, false]) {
      await vscode.workspace.getConfiguration('errorAtlas').update('inline.enabled', enabled, true);
      await rest(1000);
      console.log(`bench: scroll ${enabled ? 'labels' : 'plain'}`);
      await scroll(editor, round);
      console.log('bench: rest');
    }
  }
  await vscode.workspace.getConfiguration('errorAtlas').update('inline.enabled', undefined, true);
  const failing = api.evaluations.failingIn(path).length;
  const size = Buffer.byteLength(editor.document.getText());
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  rmSync(path);
  await until(() => api.evaluations.survey(path) === undefined);
  return { failing, handedAt, bytes: size };
}

async function scroll(editor: vscode.TextEditor, round: number): Promise<void> {
  const first = round * 1000;
  for (let step = 0; step < SCROLL_STEPS; step += 1) {
    const line = Math.min(editor.document.lineCount - 1, first + step * 5);
    editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.AtTop);
    await rest(STEP_MS);
  }
}

/** Outside the workspace, so that nobody reads what is half written. */
function writeIn(folder: string, rows: number, median?: number): string {
  mkdirSync(folder, { recursive: true });
  return writeLmEval(folder, rows, median);
}

async function delayDuring(work: () => Promise<unknown>): Promise<Delay> {
  const monitor = monitorEventLoopDelay({ resolution: 1 });
  monitor.enable();
  await work();
  monitor.disable();
  // The monitor's own timer is part of what it measures.
  return { p99: monitor.percentile(99) / 1e6 - 1, max: monitor.max / 1e6 - 1 };
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 300_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain until ${holds}`);
    await rest(20);
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
