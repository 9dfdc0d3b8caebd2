import * as vscode from 'vscode';
import * as z from 'zod';
import type { ExampleEntry } from '../../model/entry';
import { Source } from '../../model/example';
import type { Judgment } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { describeRule } from '../../model/verdict';
import { ExampleToHost, type HostToExample } from '../../protocol';
import type { JudgmentStore, Label } from '../../store/judgmentStore';
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
/** Of what the page keeps over a reload of the window, the part that names its example. */
const Restorable = z.object({ key: z.string(), source: Source });

export interface ExampleParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  log: Log;
}

/** The one tab that shows a failing example and its error; another example takes its place. */
export class ExampleView implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly serializer = vscode.window.registerWebviewPanelSerializer(PANEL, this);
  private panel: vscode.WebviewPanel | undefined;
  private disposables: vscode.Disposable[] = [];
  private entry: ExampleEntry | undefined;
  private pageReady = false;
  private paints = 0;

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

  /** After a reload of the window: shows the example again, if its file still has it. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { evaluations, extensionUri } = this.parts;
    await evaluations.whenRead();
    const { data } = Restorable.safeParse(state);
    const entry = data && evaluations.find(refOf(data));
    if (!entry || this.panel) {
      panel.dispose();
      return;
    }
    this.entry = entry;
    panel.webview.options = webviewOptions(extensionUri);
    panel.title = `${entry.id} · ${entry.model}`;
    this.adopt(panel);
  }

  private open(): void {
    // Beside what lists examples, a text or our list.
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const isBeside = vscode.window.activeTextEditor || activeTab?.input instanceof vscode.TabInputCustom;
    const column = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.adopt(
      vscode.window.createWebviewPanel(
        PANEL,
        'Failing example',
        { viewColumn: column, preserveFocus: true },
        webviewOptions(this.parts.extensionUri),
      ),
    );
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const { extensionUri, log, evaluations, store, judging } = this.parts;
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
      { dispose: evaluations.changes.listen(({ paths }) => this.reread(paths)) },
      panel.onDidDispose(() => this.closed()),
    ];
    panel.webview.html = pageHtml(panel.webview, extensionUri, {
      view: 'example',
      element: 'error-atlas-example',
      layout: 'tab',
    });
    void vscode.commands.executeCommand('setContext', OPEN_CONTEXT, true);
  }

  /** The file of the example was read again: its entries are new ones, in places that may be others. */
  private reread(paths: ReadonlySet<string>): void {
    if (!this.entry || !paths.has(this.entry.source.path)) return;
    this.entry = this.parts.evaluations.find(refOf(this.entry)) ?? this.entry;
    void this.paint();
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
    // An example that fails no longer (a threshold was changed) is outside: its neighbours are the ends.
    const next = index === -1 ? failing.at(by === 1 ? 0 : -1) : failing[(index + by + failing.length) % failing.length];
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
    const judgment = (await this.details(label)) ?? undefined;
    await vscode.env.clipboard.writeText(exampleMarkdown(example, judgment, label?.correction));
  }

  /** `null` when there is none, and when it can't be read back: the example is worth showing without. */
  private async details(label: Label | undefined): Promise<Judgment | null> {
    if (!label?.judgment) return null;
    try {
      return await this.parts.store.details(label.judgment);
    } catch (error) {
      this.parts.log.warn(`A judgment can't be read back: ${messageOf(error)}`);
      return null;
    }
  }

  private async paint(): Promise<void> {
    const { entry } = this;
    if (!entry || !this.pageReady) return;
    const { evaluations, store, judging } = this.parts;
    this.paints += 1;
    const paint = this.paints;
    // Reading takes a moment, in which another example may have been asked for, or the same been judged anew.
    const isLate = () => paint !== this.paints || entry !== this.entry;
    try {
      const example = await evaluations.load(entry);
      const correctPredictions = await evaluations.correctPredictions(entry, SHOWN_CORRECT_PREDICTIONS);
      const label = store.label(entry.key);
      const judgment = await this.details(label);
      if (isLate()) return;
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
      if (isLate()) return;
      const reason = messageOf(error);
      this.post({ type: 'problem', message: `This example can't be read: ${reason}` });
    }
  }

  private post(message: HostToExample): void {
    void this.panel?.webview.postMessage(message);
  }

  dispose(): void {
    this.serializer.dispose();
    this.panel?.dispose();
  }
}

const RESIDUAL_DESCRIPTIONS: Record<(typeof RESIDUAL_CATEGORIES)[number], string> = {
  'Hard to Analyze': 'What went wrong cannot be told from what is there.',
  Other: 'No category of the taxonomy names this error.',
};
