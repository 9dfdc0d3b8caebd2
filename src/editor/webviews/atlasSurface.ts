import * as vscode from 'vscode';
import { type AtlasFilter, AtlasToHost, type HostToAtlas } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { AtlasModel } from '../atlasModel';
import { coalesce } from '../coalesce';
import { rowOf } from '../describe';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';
import type { Log } from '../log';
import { receive } from './channel';
import { type Page, pageHtml, tabIcon, webviewOptions } from './html';

export interface AtlasParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  model: AtlasModel;
  log: Log;
}

/** Judgments stream in during a run; the panel follows in steps of this length, milliseconds. */
const REPAINT_MS = 250;

const VIEW = 'errorAtlas.atlas';
const PANEL = 'errorAtlas.atlasPanel';

/** The atlas in the activity bar and as an editor tab: two places for the same page. */
export function registerAtlas(parts: AtlasParts): { open: () => void } & vscode.Disposable {
  let panel: vscode.WebviewPanel | undefined;
  const show = (created: vscode.WebviewPanel) => {
    panel = created;
    panel.iconPath = tabIcon(parts.extensionUri);
    const surface = new AtlasSurface(created.webview, 'tab', parts);
    created.onDidDispose(() => {
      surface.dispose();
      panel = undefined;
    });
  };
  const open = () => {
    if (panel) panel.reveal();
    else
      show(
        vscode.window.createWebviewPanel(PANEL, 'Atlas', vscode.ViewColumn.Active, webviewOptions(parts.extensionUri)),
      );
  };
  const registrations = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(VIEW, {
      resolveWebviewView(view) {
        view.webview.options = webviewOptions(parts.extensionUri);
        const surface = new AtlasSurface(view.webview, 'side', parts);
        view.onDidDispose(() => surface.dispose());
      },
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL, {
      async deserializeWebviewPanel(restored) {
        restored.webview.options = webviewOptions(parts.extensionUri);
        show(restored);
      },
    }),
  );
  return {
    open,
    dispose() {
      registrations.dispose();
      panel?.dispose();
    },
  };
}

/** One page that shows the atlas and follows what changes. */
class AtlasSurface implements vscode.Disposable {
  private filter: AtlasFilter = { models: [], datasets: [] };
  private readonly disposables: vscode.Disposable[];
  private ready = false;

  constructor(
    private readonly webview: vscode.Webview,
    layout: Page['layout'],
    private readonly parts: AtlasParts,
  ) {
    const later = coalesce(REPAINT_MS, () => {
      if (this.ready) this.paint();
    });
    this.disposables = [
      later,
      receive(webview, AtlasToHost, parts.log, (message) => this.handle(message)),
      { dispose: parts.store.changes.listen(later) },
      { dispose: parts.evaluations.changes.listen(later) },
      {
        dispose: parts.judging.statusChanges.listen((judge) => {
          if (this.ready) this.post({ type: 'judge', judge });
        }),
      },
    ];
    webview.html = pageHtml(webview, parts.extensionUri, { view: 'atlas', element: 'error-atlas-panel', layout });
  }

  private handle(message: AtlasToHost): unknown {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        return this.paint();
      case 'filter':
        this.filter = message.filter;
        return this.paint();
      case 'examples':
        return this.sendExamples(message);
      case 'openExample':
        return vscode.commands.executeCommand('errorAtlas.openExample', message.ref);
      case 'openSource':
        return vscode.commands.executeCommand('errorAtlas.openSource', message.ref);
      case 'command':
        return vscode.commands.executeCommand(message.command);
    }
  }

  private paint(): void {
    const { evaluations, model, judging } = this.parts;
    const surveys = evaluations.surveys();
    this.post({
      type: 'atlas',
      state: surveys.length > 0 ? 'ready' : evaluations.loading ? 'loading' : 'empty',
      atlas: model.atlas(this.filter),
      filter: this.filter,
      ...model.names(),
      files: surveys.length,
      problems: surveys.reduce((sum, survey) => sum + survey.problems.length, 0),
      judge: judging.status(),
    });
  }

  private sendExamples({ category, model, offset, limit }: Extract<AtlasToHost, { type: 'examples' }>): void {
    const ofAll = this.parts.model.examplesOf(category, this.filter);
    const entries = model === undefined ? ofAll : ofAll.filter((entry) => entry.model === model);
    this.post({
      type: 'examples',
      category,
      ...(model !== undefined && { model }),
      total: entries.length,
      offset,
      rows: entries.slice(offset, offset + limit).map((entry) => rowOf(entry, this.parts.store.label(entry.key))),
    });
  }

  private post(message: HostToAtlas): void {
    void this.webview.postMessage(message);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}
