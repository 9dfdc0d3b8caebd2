import * as vscode from 'vscode';
import { ChangeSignal } from '../../model/change';
import type { Evaluations } from '../evaluations';
import { pathOf } from '../place';
import { Anchors } from './anchors';

const ACTIVE_CONTEXT = 'errorAtlas.activeFileIsEvaluation';

/** The evaluation files that are open as text, with the places of their failing examples. */
export class OpenEvaluations implements vscode.Disposable {
  /** Documents whose anchors have changed. */
  readonly changes = new ChangeSignal<vscode.TextDocument>();
  private readonly anchors = new Map<string, Anchors>();
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly evaluations: Evaluations) {
    this.disposables = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const anchors = this.anchors.get(pathOf(document.uri));
        if (!anchors || contentChanges.length === 0) return;
        for (const change of contentChanges) anchors.shift(change);
        this.changes.send(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.anchors.delete(pathOf(document.uri))),
      vscode.window.onDidChangeActiveTextEditor(() => this.updateContext()),
      { dispose: evaluations.changes.listen(({ paths }) => this.reread(paths)) },
    ];
    this.updateContext();
  }

  /** `undefined` for a document that is no evaluation file. */
  anchorsOf(document: vscode.TextDocument): Anchors | undefined {
    const path = pathOf(document.uri);
    const known = this.anchors.get(path);
    if (known) return known;
    const survey = this.evaluations.survey(path);
    if (!survey) return undefined;
    const anchors = Anchors.of(survey);
    this.anchors.set(path, anchors);
    return anchors;
  }

  private reread(paths: ReadonlySet<string>): void {
    for (const document of vscode.workspace.textDocuments) {
      if (!paths.has(pathOf(document.uri))) continue;
      // Lines of the disk do not fit an edited document; its anchors follow its edits until it is saved.
      if (document.isDirty && this.anchors.has(pathOf(document.uri))) continue;
      this.anchors.delete(pathOf(document.uri));
      this.changes.send(document);
    }
    this.updateContext();
  }

  private updateContext(): void {
    const document = vscode.window.activeTextEditor?.document;
    const isEvaluation = document !== undefined && this.anchorsOf(document) !== undefined;
    void vscode.commands.executeCommand('setContext', ACTIVE_CONTEXT, isEvaluation);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}
