import * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { describeRule } from '../../model/verdict';
import { ExampleToHost, type HostToExample } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';
import { exampleMarkdown } from '../exampleMarkdown';
import type { Judging } from '../judging';
import type { Log } from '../log';
import { refOf } from '../ref';
import { receive } from './channel';
import { pageHtml, tabIcon, webviewOptions } from './html';

const PANEL = 'errorAtlas.example';
const OPEN_CONTEXT = 'errorAtlas.exampleViewOpen';
/** How many other models' answers are shown; the judge sees at most as many. */
const SHOWN_CORRECT_PREDICTIONS = 3;

export interface ExampleParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  log: Log;
}

/** The one tab that shows a failing example and its error; another example takes its place. */
export class ExampleView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private disposables: vscode.Disposable[] = [];
  private entry: ExampleEntry | undefined;
  private pageReady = false;

  constructor(private readonly parts: ExampleParts) {}

  /** What is shown now. */
  get current(): ExampleEntry | undefined {
    return this.entry;
  }

  async show(entry: ExampleEntry): Promise<void> {
    this.entry = entry;
    if (this.panel) this.panel.reveal(undefined, true);
    else this.open();
    if (this.panel) this.panel.title = `${entry.id} · ${entry.model}`;
    if (this.pageReady) await this.paint();
  }

  private open(): void {
    const { extensionUri, log, store, judging } = this.parts;
    const column = vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(
      PANEL,
      'Failing example',
      { viewColumn: column, preserveFocus: true },
      webviewOptions(extensionUri),
    );
    panel.iconPath = tabIcon(extensionUri);
    this.panel = panel;
    this.disposables = [
      receive(panel.webview, ExampleToHost, log, (message) => this.handle(message)),
      {
        dispose: store.changes.listen((change) => {
          if (this.entry && ('all' in change || change.keys.has(this.entry.key))) void this.paint();
        }),
      },
      { dispose: judging.statusChanges.listen((judge) => this.post({ type: 'judge', judge })) },
      panel.onDidDispose(() => this.closed()),
    ];
    panel.webview.html = pageHtml(panel.webview, extensionUri, {
      view: 'example',
      element: 'error-atlas-example',
      layout: 'tab',
    });
    void vscode.commands.executeCommand('setContext', OPEN_CONTEXT, true);
  }

  private closed(): void {
    for (const disposable of this.disposables) disposable.dispose();
    this.disposables = [];
    this.panel = undefined;
    this.entry = undefined;
    this.pageReady = false;
    void vscode.commands.executeCommand('setContext', OPEN_CONTEXT, false);
  }

  private async handle(message: ExampleToHost): Promise<void> {
    if (message.type === 'ready') {
      this.pageReady = true;
      return this.paint();
    }
    if (!this.entry) return;
    const ref = refOf(this.entry);
    switch (message.type) {
      case 'changeCategory':
        await vscode.commands.executeCommand('errorAtlas.changeCategory', ref, message.category, message.note);
        return;
      case 'retractCorrection':
        await vscode.commands.executeCommand('errorAtlas.changeCategory', ref, null);
        return;
      case 'reclassify':
        await vscode.commands.executeCommand('errorAtlas.reclassifyExample', ref);
        return;
      case 'chooseJudge':
        await vscode.commands.executeCommand('errorAtlas.chooseJudge');
        return;
      case 'step':
        return this.step(message.by);
      case 'openSource':
        await vscode.commands.executeCommand('errorAtlas.openSource', ref);
        return;
      case 'openAtlas':
        await vscode.commands.executeCommand('errorAtlas.openAtlas');
        return;
      case 'copy':
        return this.copy(this.entry, message.what);
    }
  }

  /** The next or previous failing example of the same file, around its end. */
  private async step(by: 1 | -1): Promise<void> {
    if (!this.entry) return;
    const failing = this.siblings();
    const index = failing.indexOf(this.entry);
    const next = failing[(index + by + failing.length) % failing.length];
    if (next) await this.show(next);
  }

  private siblings(): ExampleEntry[] {
    return this.entry ? this.parts.evaluations.failingIn(this.entry.source.path) : [];
  }

  private async copy(entry: ExampleEntry, what: 'markdown' | 'input' | 'output'): Promise<void> {
    const { evaluations, store } = this.parts;
    const example = await evaluations.load(entry);
    if (what !== 'markdown') {
      await vscode.env.clipboard.writeText(example[what]);
      return;
    }
    const label = store.label(entry.key);
    const judgment = label?.judgment && (await store.details(label.judgment));
    await vscode.env.clipboard.writeText(exampleMarkdown(example, judgment, label?.correction));
  }

  private async paint(): Promise<void> {
    const { entry } = this;
    if (!entry) return;
    const { evaluations, store, judging } = this.parts;
    try {
      const example = await evaluations.load(entry);
      const label = store.label(entry.key);
      const judgment = label?.judgment ? await store.details(label.judgment) : null;
      const correctPredictions = await evaluations.correctPredictions(entry, SHOWN_CORRECT_PREDICTIONS);
      // Reading takes a moment, in which another example may have been asked for.
      if (entry !== this.entry) return;
      const failing = this.siblings();
      this.post({
        type: 'example',
        example,
        judgment,
        correction: label?.correction ?? null,
        correctPredictions,
        position: { index: failing.indexOf(entry) + 1, total: failing.length },
        categories: [
          ...judging.taxonomy.categories.map(({ name, description }) => ({ name, description })),
          ...RESIDUAL_CATEGORIES.map((name) => ({ name, description: RESIDUAL_DESCRIPTIONS[name] })),
        ],
        rule: describeRule(evaluations.rules.ruleFor(entry)),
        judge: judging.status(),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.post({ type: 'problem', message: `This example can't be read: ${reason}` });
    }
  }

  private post(message: HostToExample): void {
    void this.panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

const RESIDUAL_DESCRIPTIONS: Record<(typeof RESIDUAL_CATEGORIES)[number], string> = {
  'Hard to Analyze': 'What went wrong cannot be told from what is there.',
  Other: 'No category of the taxonomy names this error.',
};
