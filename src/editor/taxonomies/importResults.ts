import { basename } from 'node:path';
import * as vscode from 'vscode';
import { judgmentOf, ResultJoin } from '../../errormap/importedJudgments';
import type { Judgment } from '../../model/judgment';
import { openDiskFile } from '../../readers/diskFile';
import { readErrormapResults } from '../../readers/errormapResults';
import { counted } from './counts';
import type { TaxonomyParts } from './parts';
import { telling, withCancel } from './work';

/** `unmatched`: results of examples that no evaluation file of the workspace has. */
interface ImportedResults {
  results: number;
  written: number;
  known: number;
  unmatched: number;
  problems: number;
}

/** Import ErrorMap Results…: what the paper's reference code found, as judgments beside those of other judges. */
export function registerImportResults(parts: TaxonomyParts): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.importErrormapResults', (given?: unknown) =>
    telling(async () => {
      const path = given instanceof vscode.Uri ? given.fsPath : typeof given === 'string' ? given : await askForFile();
      if (path === undefined) return undefined;
      await parts.evaluations.whenRead();
      const imported = await withCancel('Importing results of ErrorMap', (signal, tell) =>
        importFrom(path, parts, signal, tell),
      );
      void tellImported(imported, path);
      return imported;
    }),
  );
}

async function askForFile(): Promise<string | undefined> {
  const uris = await vscode.window.showOpenDialog({
    title: 'Results of ErrorMap: the CSV or JSON file in its output folder',
    filters: { 'ErrorMap results': ['csv', 'json'] },
  });
  return uris?.[0]?.fsPath;
}

async function importFrom(
  path: string,
  { model, store, log }: TaxonomyParts,
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<ImportedResults> {
  const file = await openDiskFile(path);
  // The experiment's id is in the name, and the file says nothing else of itself.
  const experiment = /exp_id=(.+?)\.(?:csv|json)$/i.exec(file.name)?.[1] ?? file.name.replace(/\.[^.]*$/, '');
  const run = { experiment, writtenAt: new Date(file.mtime).toISOString() };
  const join = new ResultJoin(model.examples().entries);
  const counts: ImportedResults = { results: 0, written: 0, known: 0, unmatched: 0, problems: 0 };
  const judgments = new Map<string, Judgment>();
  for await (const reading of readErrormapResults(file)) {
    signal.throwIfAborted();
    if (reading.kind === 'problem') {
      counts.problems += 1;
      log.warn(`${path}${reading.line === undefined ? '' : `:${reading.line}`}: ${reading.message}`);
      continue;
    }
    counts.results += 1;
    const found = join.find(reading.result);
    const judgment = found && judgmentOf(reading.result, found, run);
    if (!judgment) counts.unmatched += 1;
    else if (judgments.has(judgment.key) || store.find(judgment.key, judgment.judge)) counts.known += 1;
    else judgments.set(judgment.key, judgment);
    if (counts.results % 500 === 0) tell(counted(counts.results, 'result'));
  }
  await store.append([...judgments.values()]);
  return { ...counts, written: judgments.size };
}

async function tellImported(
  { results, written, known, unmatched, problems }: ImportedResults,
  path: string,
): Promise<void> {
  const parts = [
    `${counted(results, 'result')} of ${basename(path)} read, ${counted(written, 'judgment')} written`,
    ...(known > 0 ? [`${known} known already`] : []),
    ...(unmatched > 0 ? [`${unmatched} of examples that are not in this workspace`] : []),
    ...(problems > 0 ? [`${problems} could not be read`] : []),
  ];
  const show =
    written + known === 0 || problems > 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const [atlas, log] = ['Open Atlas', 'Show Log'];
  const picked = await show(`ErrorAtlas: ${parts.join(', ')}.`, written > 0 ? atlas : log);
  if (picked === atlas) await vscode.commands.executeCommand('errorAtlas.openAtlas');
  if (picked === log) await vscode.commands.executeCommand('errorAtlas.showLog');
}
