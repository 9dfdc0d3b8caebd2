import * as vscode from 'vscode';
import type { OpenEvaluations } from '../inline/openEvaluations';

/** From one failing example to the next in the text of an evaluation file, around its ends. */
export function registerStepThrough(open: OpenEvaluations): vscode.Disposable {
  const step = (by: 1 | -1) => {
    const editor = vscode.window.activeTextEditor;
    const anchors = editor && open.anchorsOf(editor.document);
    const next = anchors?.next(editor?.selection.active.line ?? 0, by);
    if (!editor || !next) {
      void vscode.window.showInformationMessage('ErrorAtlas: there is no failing example in this editor.');
      return;
    }
    const start = new vscode.Position(next.line, 0);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.nextFailing', () => step(1)),
    vscode.commands.registerCommand('errorAtlas.previousFailing', () => step(-1)),
  );
}
