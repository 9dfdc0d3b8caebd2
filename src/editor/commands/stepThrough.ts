import * as vscode from 'vscode';
import type { FailingFilter } from '../failingFilter';
import type { Anchor, Anchors } from '../inline/anchors';
import type { OpenEvaluations } from '../inline/openEvaluations';

/** From one failing example to the next in the text of an evaluation file, around its ends. */
export function registerStepThrough(open: OpenEvaluations, filter: FailingFilter): vscode.Disposable {
  const step = (by: 1 | -1) => {
    const editor = vscode.window.activeTextEditor;
    const anchors = editor && open.anchorsOf(editor.document);
    const next = anchors && nextShown(anchors, filter, { line: editor.selection.active.line, by });
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

/** The next that the filter shows; undefined when there is none in the whole file. */
function nextShown(
  anchors: Anchors,
  filter: FailingFilter,
  { line, by }: { line: number; by: 1 | -1 },
): Anchor | undefined {
  const first = anchors.next(line, by);
  let next = first;
  while (next && !filter.keeps(next.entry)) {
    next = anchors.next(next.line, by);
    if (next === first) return undefined;
  }
  return next;
}
