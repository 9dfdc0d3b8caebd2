import * as vscode from 'vscode';
import { messageOf } from '../model/messageOf';
import type { JudgmentStore } from '../store/judgmentStore';
import { coalesce } from './coalesce';
import type { Log } from './log';

const REFRESH_MS = 300;

/** Picks up what another window, the CLI or a git pull writes into the store's folder. */
export function watchStore(store: JudgmentStore, log: Log): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(
    // Not only `*.jsonl`: a deleted folder is one event of its own.
    new vscode.RelativePattern(vscode.Uri.file(store.folder), '**'),
  );
  const refresh = coalesce(REFRESH_MS, () => void store.refresh().catch((error) => log.warn(messageOf(error))));
  return vscode.Disposable.from(
    watcher,
    refresh,
    watcher.onDidCreate(refresh),
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
  );
}
