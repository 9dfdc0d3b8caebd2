import * as vscode from 'vscode';

/** The log that users can open; it never holds texts of examples or keys. */
export type Log = Pick<vscode.LogOutputChannel, 'info' | 'warn' | 'error'>;

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('ErrorAtlas', { log: true });
}
