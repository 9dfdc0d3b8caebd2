import * as vscode from 'vscode';
import type { JudgmentStore } from '../../store/judgmentStore';
import { coalesce } from '../coalesce';
import { labelWords } from '../describe';
import { refOf } from '../ref';
import { codeLensEnabled, onSettingsChange } from '../settings';
import type { OpenEvaluations } from './openEvaluations';

/** Evaluation files are claimed by their contents, so the provider looks at every file of the disk. */
export const EVALUATION_SELECTOR: vscode.DocumentSelector = { scheme: 'file' };

const REFRESH_MS = 250;

/** Above each failing example: what can be done about it. What went wrong says the inline label. */
export function registerCodeLens(open: OpenEvaluations, store: JudgmentStore): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const anchors = codeLensEnabled() ? open.anchorsOf(document) : undefined;
      return (anchors?.all ?? []).flatMap(({ line, entry }) => {
        const range = new vscode.Range(line, 0, line, 0);
        const ref = refOf(entry);
        const lens = (title: string, command: string, tooltip: string) =>
          new vscode.CodeLens(range, { title, command, tooltip, arguments: [ref] });
        return [
          lens('Show why it fails', 'errorAtlas.openExample', labelWords(store.label(entry.key))),
          lens('Reclassify', 'errorAtlas.reclassifyExample', 'Ask the judge again'),
          lens('Change category', 'errorAtlas.changeCategory', 'Say yourself what went wrong'),
        ];
      });
    },
  };
  const refresh = coalesce(REFRESH_MS, () => changed.fire());
  return vscode.Disposable.from(
    changed,
    refresh,
    vscode.languages.registerCodeLensProvider(EVALUATION_SELECTOR, provider),
    onSettingsChange(['codeLens'], refresh),
    { dispose: open.changes.listen(refresh) },
    { dispose: store.changes.listen(refresh) },
  );
}
