import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { csvOf } from '../../atlas/exports/csv';
import { type Failure, failuresOf } from '../../atlas/exports/failures';
import { htmlOf } from '../../atlas/exports/html';
import { markdownOf } from '../../atlas/exports/markdown';
import { sarifOf, sarifUri } from '../../atlas/exports/sarif';
import { writeWhole } from '../../atlas/exports/writeWhole';
import type { Atlas } from '../../model/atlas';
import { messageOf } from '../../model/messageOf';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { AtlasModel } from '../atlasModel';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';
import type { Log } from '../log';

export interface ExportParts {
  extension: vscode.Extension<unknown>;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  model: AtlasModel;
  log: Log;
}

interface Format extends vscode.QuickPickItem {
  id: 'html' | 'markdown' | 'csv' | 'sarif' | 'json';
  file: string;
}

const FORMATS: readonly Format[] = [
  {
    id: 'html',
    label: '$(globe) HTML report',
    detail: 'Charts, filters and every failing example in one file',
    file: 'error-atlas.html',
  },
  {
    id: 'markdown',
    label: '$(markdown) Markdown',
    detail: 'A short report for a pull request or a wiki',
    file: 'error-atlas.md',
  },
  { id: 'csv', label: '$(table) CSV', detail: 'A row a failing example', file: 'failures.csv' },
  {
    id: 'sarif',
    label: '$(list-tree) SARIF',
    detail: 'A result at file and line, for SARIF viewers and code scanning',
    file: 'error-atlas.sarif',
  },
  {
    id: 'json',
    label: '$(json) JSON',
    detail: 'The counts, as `error-atlas atlas --json` prints them',
    file: 'error-atlas.json',
  },
];

const ALL = { models: [], datasets: [] };

/** `errorAtlas.export [format] [file]`: the atlas of the workspace as a file; without arguments it asks. */
export function registerExport(parts: ExportParts): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.export', async (id?: string, file?: string | vscode.Uri) => {
    await parts.evaluations.whenRead();
    const format =
      FORMATS.find((one) => one.id === id) ?? (await vscode.window.showQuickPick(FORMATS, { title: 'Export as' }));
    if (!format) return;
    const target = typeof file === 'string' ? vscode.Uri.file(file) : (file ?? (await askForFile(format)));
    if (!target) return;
    const written = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `ErrorAtlas: writing ${format.file}`,
        cancellable: true,
      },
      (_progress, token) => write(parts, format, target.fsPath, signalOf(token)),
    );
    if (written) void offerToOpen(format, target);
  });
}

/** Whether the file was written; says why not. A cancelled export leaves nothing behind. */
async function write(parts: ExportParts, { id }: Format, path: string, signal: AbortSignal): Promise<boolean> {
  const { model, store, log } = parts;
  const failures = failuresOf(model.failing(ALL), store, (entry, error) => {
    log.warn(`${entry.source.path}: a judgment can't be read again and is left out: ${messageOf(error)}`);
  });
  try {
    await writeWhole(path, await textOf(id, model.atlas(ALL), failures, parts), signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    void vscode.window.showErrorMessage(`ErrorAtlas: ${path} can't be written: ${messageOf(error)}`);
    return false;
  }
}

async function textOf(
  id: Format['id'],
  atlas: Atlas,
  failures: AsyncIterable<Failure>,
  { extension, judging }: ExportParts,
): Promise<AsyncIterable<string>> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  switch (id) {
    case 'html': {
      const read = (name: string) => readFile(join(extension.extensionPath, 'dist', 'report', name), 'utf8');
      const page = { script: await read('page.js'), style: await read('page.css') };
      return htmlOf(failures, { atlas, page, name: vscode.workspace.name ?? 'evaluation', createdAt: new Date() });
    }
    case 'markdown':
      return markdownOf(atlas, failures);
    case 'csv':
      return csvOf(failures);
    case 'sarif': {
      const pathOf = (path: string) => sarifUri(path, folder?.uri.fsPath ?? '/');
      return sarifOf(failures, { taxonomy: judging.taxonomy, version: extension.packageJSON.version, pathOf });
    }
    case 'json':
      return only(`${JSON.stringify(atlas, null, 2)}\n`);
  }
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

function askForFile({ file }: Format): Thenable<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return vscode.window.showSaveDialog({
    title: 'Export the atlas',
    ...(folder?.uri.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder.uri, file) }),
  });
}

/** Not awaited by the command: a notice may stay for long. */
async function offerToOpen({ id }: Format, target: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(`ErrorAtlas: wrote ${target.fsPath}`, 'Open');
  if (answer !== 'Open') return;
  if (id === 'html') await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  return stop.signal;
}
