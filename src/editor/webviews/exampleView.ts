import * as vscode from 'vscode';
import * as z from 'zod';
import type { ExampleEntry } from '../../model/entry';
import { Source } from '../../model/example';
import { messageOf } from '../../model/messageOf';
import { ExampleToHost, type HostToExample, Reading, type ReviewResult } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';
import type { Log } from '../log';
import { refOf } from '../ref';
import type { ReviewQueue } from '../review/reviewQueue';
import { receive } from './channel';
import { ExampleReader } from './exampleReader';
import { pageHtml, tabIcon, webviewOptions } from './html';

const PANEL = 'errorAtlas.example';
const OPEN_CONTEXT = 'errorAtlas.exampleViewOpen';
/** Where it is kept how the user likes texts to be shown. */
const READING = 'errorAtlas.reading';
const USUAL_READING: Reading = { chat: 'rendered', plain: 'raw', output: 'raw' };
/** Of what the page keeps over a reload of the window, the part that names its example. */
const Restorable = z.object({ key: z.string(), source: Source });

export interface ExampleParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  review: ReviewQueue;
  /** Of the user, over all workspaces. */
  memory: vscode.Memento;
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
  /** What a review came to is shown instead of the example. */
  private showsResult = false;
  private readonly reader: ExampleReader;

  constructor(private readonly parts: ExampleParts) {
    this.reader = new ExampleReader(parts);
  }

  /** What is shown now. */
  get current(): ExampleEntry | undefined {
    return this.entry;
  }

  /** `focus`: the keyboard goes there, too. */
  async show(entry: ExampleEntry, { focus = false } = {}): Promise<void> {
    this.entry = entry;
    this.showsResult = false;
    if (this.panel) this.panel.reveal(undefined, !focus);
    else this.open(focus);
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

  private open(focus: boolean): void {
    // Beside what lists examples, a text or our list.
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const isBeside = vscode.window.activeTextEditor || activeTab?.input instanceof vscode.TabInputCustom;
    const column = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    this.adopt(
      vscode.window.createWebviewPanel(
        PANEL,
        'Failing example',
        { viewColumn: column, preserveFocus: !focus },
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
    this.showsResult = false;
    this.pageReady = false;
    void vscode.commands.executeCommand('setContext', OPEN_CONTEXT, false);
  }

  private async handle(message: ExampleToHost): Promise<void> {
    if (message.type === 'ready') {
      this.pageReady = true;
      return this.paint();
    }
    if (!this.entry) return;
    const { review, memory } = this.parts;
    const ref = refOf(this.entry);
    switch (message.type) {
      case 'changeCategory':
        if (review.placeOf(this.entry)) return this.showNext(await review.answer(this.entry, message));
        await vscode.commands.executeCommand('errorAtlas.changeCategory', ref, message.category, message.note);
        return;
      case 'retractCorrection':
        await vscode.commands.executeCommand('errorAtlas.changeCategory', ref, null);
        return;
      case 'reclassify':
        await vscode.commands.executeCommand('errorAtlas.reclassifyExample', ref);
        return;
      case 'reclassifyWith':
        await vscode.commands.executeCommand('errorAtlas.reclassifyWith', ref);
        return;
      case 'chooseJudge':
        await vscode.commands.executeCommand('errorAtlas.chooseJudge');
        return;
      case 'measureJudge':
        await vscode.commands.executeCommand('errorAtlas.measureJudge');
        return;
      case 'reading':
        await memory.update(READING, message.reading);
        return;
      case 'review':
        return this.review(this.entry, message.act);
      case 'step':
        return this.step(message.by);
      case 'openSource':
        await vscode.commands.executeCommand('errorAtlas.openSource', ref);
        return;
      case 'openAtlas':
        await vscode.commands.executeCommand('errorAtlas.openAtlas');
        return;
      case 'copy':
        return vscode.env.clipboard.writeText(await this.reader.textFor(this.entry, message.what));
    }
  }

  /** The next or previous one of the review; else the next or previous failing example of the same file, around its end. */
  private async step(by: 1 | -1): Promise<void> {
    if (!this.entry) return;
    if (this.parts.review.placeOf(this.entry)) {
      const there = await this.parts.review.step(by);
      if (there) await this.show(there);
      return;
    }
    const failing = this.siblings();
    const index = failing.indexOf(this.entry);
    // An example that fails no longer (a threshold was changed) is outside: its neighbours are the ends.
    const next = index === -1 ? failing.at(by === 1 ? 0 : -1) : failing[(index + by + failing.length) % failing.length];
    if (next) await this.show(next);
  }

  private async review(entry: ExampleEntry, act: 'accept' | 'skip' | 'stop' | 'resume'): Promise<void> {
    const { review } = this.parts;
    if (act === 'resume') return this.showNext(await review.resume());
    // A key that was pressed twice: the review is elsewhere by now.
    if (!review.placeOf(entry)) return;
    if (act === 'stop') return this.showResult(review.stop());
    return this.showNext(act === 'skip' ? await review.skip() : await review.answer(entry));
  }

  /** Without a next example the review is at its end. */
  private async showNext(next: ExampleEntry | undefined): Promise<void> {
    if (next) return this.show(next);
    this.showResult(this.parts.review.stop());
  }

  private showResult(result: ReviewResult): void {
    this.showsResult = true;
    this.post({ type: 'reviewed', result });
  }

  private siblings(): readonly ExampleEntry[] {
    return this.entry ? this.parts.evaluations.failingIn(this.entry.source.path) : [];
  }

  private async paint(): Promise<void> {
    const { entry } = this;
    if (!entry || !this.pageReady) return;
    if (this.showsResult) return this.showResult(this.parts.review.result());
    this.paints += 1;
    const paint = this.paints;
    // Reading takes a moment, in which another example may have been asked for, or the same been judged anew.
    const isLate = () => paint !== this.paints || entry !== this.entry || this.showsResult;
    try {
      const content = await this.reader.read(entry);
      if (isLate()) return;
      const failing = this.siblings();
      this.post({
        type: 'example',
        ...content,
        position: { index: failing.indexOf(entry) + 1, total: failing.length },
        reading: Reading.safeParse(this.parts.memory.get(READING)).data ?? USUAL_READING,
        review: this.parts.review.placeOf(entry),
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
