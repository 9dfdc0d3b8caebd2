import * as vscode from 'vscode';
import type { JudgmentStore } from '../store/judgmentStore';
import { coalesce } from './coalesce';

const REFRESH_MS = 300;

/** Picks up what another window, the CLI or a git pull writes into the store's folder. */
export function watchStore(store: JudgmentStore): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.file(store.folder), '**/*.jsonl'),
  );
  const refresh = coalesce(REFRESH_MS, () => void store.refresh());
  return vscode.Disposable.from(
    watcher,
    refresh,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
  );
}
