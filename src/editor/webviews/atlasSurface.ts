import * as vscode from 'vscode';
import { AtlasToHost, type CompareSide, type HostToAtlas } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { AtlasFilters } from '../atlasFilters';
import type { AtlasModel } from '../atlasModel';
import { coalesce } from '../coalesce';
import { rowOf } from '../describe';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';
import type { Log } from '../log';
import { PanelComparison } from './atlasCompare';
import { atlasMessage } from './atlasMessage';
import { receive } from './channel';
import { exportComparison } from './exportComparison';
import { type Page, pageHtml } from './html';

export interface AtlasParts {
  extensionUri: vscode.Uri;
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  model: AtlasModel;
  filters: AtlasFilters;
  log: Log;
}

/** Judgments stream in during a run; the panel follows in steps of this length, milliseconds. */
const REPAINT_MS = 250;

type Asked<Type extends AtlasToHost['type']> = Extract<AtlasToHost, { type: Type }>;

/** One page that shows the atlas and follows what changes. */
export class AtlasSurface implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];
  private ready = false;
  private painting = false;
  private comparison: PanelComparison | null = null;
  private compared: { a: CompareSide; b: CompareSide } | undefined;
  /** Until the page can hear it. */
  private waiting: HostToAtlas | undefined;

  constructor(
    private readonly webview: vscode.Webview,
    layout: Page['layout'],
    private readonly parts: AtlasParts,
  ) {
    const later = coalesce(REPAINT_MS, () => {
      // A large workspace takes longer to count than the next change to come.
      if (this.painting) later();
      else void this.paint();
    });
    this.disposables = [
      later,
      receive(webview, AtlasToHost, parts.log, (message) => this.handle(message)),
      { dispose: parts.store.changes.listen(later) },
      { dispose: parts.evaluations.changes.listen(later) },
      { dispose: parts.model.dates.changes.listen(later) },
      { dispose: parts.filters.changes.listen(() => void this.paint()) },
      {
        dispose: parts.judging.statusChanges.listen((judge) => {
          if (this.ready) this.post({ type: 'judge', judge });
        }),
      },
    ];
    webview.html = pageHtml(webview, parts.extensionUri, { view: 'atlas', element: 'error-atlas-panel', layout });
  }

  /** Shows the comparison of two sides, or where to choose them. */
  openCompare(a: CompareSide | null, b: CompareSide | null): void {
    const message: HostToAtlas = { type: 'openCompare', a, b };
    if (this.ready) this.post(message);
    else this.waiting = message;
  }

  private handle(message: AtlasToHost): unknown {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        return this.paint().then(() => {
          if (this.waiting) this.post(this.waiting);
          this.waiting = undefined;
        });
      case 'filter':
        return this.parts.filters.set(message.filter);
      case 'examples':
        return this.sendExamples(message);
      case 'compare':
        this.compared = message;
        return this.compare();
      case 'changes':
        return this.sendChanges(message);
      case 'exportComparison':
        return this.comparison && exportComparison(this.comparison.comparison, message.format);
      case 'openExample':
        return vscode.commands.executeCommand('errorAtlas.openExample', message.ref);
      case 'openSource':
        return vscode.commands.executeCommand('errorAtlas.openSource', message.ref);
      case 'command':
        return vscode.commands.executeCommand(message.command);
    }
  }

  private async paint(): Promise<void> {
    if (!this.ready) return;
    this.painting = true;
    try {
      const { filters, model } = this.parts;
      const filter = filters.current;
      const overview = await model.overview(filter);
      // While it was counted the user has chosen another filter, and that one is on its way.
      if (filter !== filters.current) return;
      this.post(atlasMessage(overview, filter, this.parts));
      if (this.compared) this.compare();
    } finally {
      this.painting = false;
    }
  }

  private async sendExamples({ drill, inside, version, offset, limit }: Asked<'examples'>): Promise<void> {
    const { model, store, filters } = this.parts;
    const below = await model.below(drill, filters.current, inside);
    this.post({
      type: 'examples',
      version,
      total: below.entries.length,
      offset,
      rows: below.entries.slice(offset, offset + limit).map((entry) => rowOf(entry, store.label(entry.key))),
      ...(inside && { inside: below.inside }),
    });
  }

  private compare(): void {
    if (!this.compared) return;
    const { a, b } = this.compared;
    this.comparison = PanelComparison.of({ a, b }, this.parts, this.parts.filters.current);
    this.post({ type: 'comparison', a, b, comparison: this.comparison?.figures ?? null });
  }

  private sendChanges({ change, version, offset, limit }: Asked<'changes'>): void {
    const answer = this.comparison?.rows(change, offset, limit) ?? { total: 0, rows: [] };
    this.post({ type: 'changes', version, offset, ...answer });
  }

  private post(message: HostToAtlas): void {
    void this.webview.postMessage(message);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}
