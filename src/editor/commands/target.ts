import * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import type { Evaluations } from '../evaluations';
import type { TreeNode } from '../evaluationsTree';
import type { OpenEvaluations } from '../inline/openEvaluations';
import { pathOf } from '../place';
import { type ExampleRef, refOf } from '../ref';
import type { ExampleView } from '../webviews/exampleView';

/** How commands are told which example they are for: a ref, a tree node, or nothing (the palette). */
export type ExampleArgument = ExampleRef | TreeNode | undefined;

/** Finds what a command is for, whichever way it was run. */
export class CommandTargets {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly open: OpenEvaluations,
    private readonly exampleView: ExampleView,
  ) {}

  /** Says so and returns nothing when there is no such example. Only what was read is ever returned. */
  example(argument: ExampleArgument): ExampleEntry | undefined {
    const ref = typeof argument === 'string' ? argument : argument?.kind === 'example' && refOf(argument.entry);
    const entry = ref ? this.evaluations.find(ref) : this.fromSurroundings();
    if (!entry) {
      void vscode.window.showInformationMessage(
        'ErrorAtlas: there is no failing example here. Put the cursor into one, or pick one in the Evaluations view.',
      );
    }
    return entry;
  }

  /** The evaluation file of a tree node, or of the active editor. */
  file(argument: TreeNode | vscode.Uri | undefined): string | undefined {
    if (argument instanceof vscode.Uri) return pathOf(argument);
    if (argument?.kind === 'evaluation') return argument.survey.path;
    const editor = vscode.window.activeTextEditor;
    const active = editor && pathOf(editor.document.uri);
    if (active !== undefined && this.evaluations.survey(active)) return active;
    return this.exampleView.current?.source.path;
  }

  /** As `file`, and whatever else is open in the active tab: it may be an evaluation once its fields are mapped. */
  anyFile(argument: TreeNode | vscode.Uri | undefined): string | undefined {
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const input = argument === undefined ? activeTab?.input : undefined;
    if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return pathOf(input.uri);
    return this.file(argument);
  }

  /** The example at the cursor of an evaluation file, whatever the example view shows beside it; else the view's. */
  private fromSurroundings(): ExampleEntry | undefined {
    const editor = vscode.window.activeTextEditor;
    const anchors = editor && this.open.anchorsOf(editor.document);
    return anchors ? anchors.at(editor.selection.active.line)?.entry : this.exampleView.current;
  }
}
