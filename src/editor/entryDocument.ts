import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ExampleEntry } from '../model/entry';
import type { Evaluations } from './evaluations';
import { refOf } from './ref';

const ENTRY_SCHEME = 'error-atlas-entry';

/** Names the read-only text of an example that lies inside an archive, where no editor can go. */
export function entryUri(entry: ExampleEntry): vscode.Uri {
  const name = `${basename(entry.source.path)}/${basename(entry.source.entry ?? 'example.json')}`;
  return vscode.Uri.from({ scheme: ENTRY_SCHEME, path: `/${name}`, query: encodeURIComponent(refOf(entry)) });
}

export function registerEntryDocuments(evaluations: Evaluations): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(ENTRY_SCHEME, {
    async provideTextDocumentContent(uri) {
      const entry = evaluations.find(decodeURIComponent(uri.query));
      if (!entry) return 'This example is no longer there: its file is gone or has changed.';
      return JSON.stringify(await evaluations.load(entry), null, 2);
    },
  });
}
