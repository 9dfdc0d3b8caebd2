import * as vscode from 'vscode';
import { applyEdit, at, type EditMark } from '../../errormap/edit/applyEdit';
import { carrier } from '../../errormap/edit/carry';
import { nextVersion } from '../../errormap/edit/nextVersion';
import { rewriteJson } from '../../errormap/edit/rewriteJson';
import { checkTaxonomyText } from '../../errormap/files/taxonomyText';
import { messageOf } from '../../model/messageOf';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import type { CategoryPlace, TaxonomyEdit } from '../../model/taxonomyEdit';
import { type HostToTaxonomy, TaxonomyToHost } from '../../protocol/taxonomy';
import { coalesce } from '../coalesce';
import { receive } from '../webviews/channel';
import { carryJudgments, keepEarlier } from './carryJudgments';
import { editedCategories, faultsByPlace } from './editorMessage';
import { looseTaxonomy } from './looseTaxonomy';
import { failingOf, type TaxonomyParts } from './parts';
import { openAt } from './taxonomies';
import { countedCategories, type TitleCount, titleCounts } from './titleCounts';

const PAINT_MS = 50;
/** Titles that are listed to be split off. */
const MOST_TITLES = 500;

/**
 * A taxonomy file as a tree. Every change is an edit of the text document, so that undo, redo and saving are the
 * editor's own. What was judged under the saved version is counted where the edits put it, and goes there on saving.
 */
export class EditorSession implements vscode.Disposable {
  /** As on the disk; `undefined` when that is no taxonomy. */
  private saved: Taxonomy | undefined;
  private marks: EditMark[] = [];
  private groups: readonly TitleCount[] | undefined;
  private editing: Promise<void> = Promise.resolve();
  private readonly disposables: vscode.Disposable[];

  static async open(
    document: vscode.TextDocument,
    webview: vscode.Webview,
    parts: TaxonomyParts,
  ): Promise<EditorSession> {
    const session = new EditorSession(document, webview, parts);
    const bytes = await vscode.workspace.fs.readFile(document.uri);
    session.saved = looseTaxonomy(new TextDecoder().decode(bytes));
    return session;
  }

  private constructor(
    private readonly document: vscode.TextDocument,
    private readonly webview: vscode.Webview,
    private readonly parts: TaxonomyParts,
  ) {
    const { store, evaluations, taxonomies, log } = parts;
    const paint = coalesce(PAINT_MS, () => this.paint());
    const recount = () => {
      this.groups = undefined;
      paint();
    };
    this.disposables = [
      paint,
      receive(webview, TaxonomyToHost, log, (message) => this.handle(message)),
      { dispose: store.changes.listen(recount) },
      { dispose: evaluations.changes.listen(recount) },
      { dispose: taxonomies.changes.listen(paint) },
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && event.contentChanges.length > 0) this.paint();
      }),
      vscode.workspace.onDidSaveTextDocument((saved) => {
        if (saved === document) void this.onSave();
      }),
    ];
  }

  private handle(message: TaxonomyToHost): unknown {
    switch (message.type) {
      case 'ready':
        return this.paint();
      case 'edit':
        // One after the other: the next is made for the text that this one leaves.
        this.editing = this.editing.then(() => this.edit(message.edit, message.document));
        return this.editing;
      case 'titles':
        return this.postTitles(message.at);
      case 'openText':
        return openAt(this.document.uri.fsPath, { line: message.line ?? 1, column: message.column ?? 1 });
      case 'choose':
        return vscode.commands.executeCommand('errorAtlas.chooseTaxonomy', this.fileId);
      case 'reclassify':
        return vscode.commands.executeCommand('errorAtlas.reclassifyUnderTaxonomy', this.fileId);
    }
  }

  /** Makes the change in the document, or says why it can't be made. */
  private async edit(edit: TaxonomyEdit, version: number): Promise<void> {
    const text = this.document.getText();
    const before = looseTaxonomy(text);
    if (version !== this.document.version || !before) {
      this.post({ type: 'refused', message: 'The file has changed meanwhile: please do it again.' });
      return this.paint();
    }
    try {
      const { taxonomy, marks } = applyEdit(before, edit);
      if (edit.kind !== 'about' && this.isJudgedUnder(before)) {
        taxonomy.version = nextVersion(before.version, (next) =>
          this.hasJudgments(taxonomyRef({ ...before, version: next })),
        );
      }
      const next = rewriteJson(text, taxonomy);
      const { faults } = checkTaxonomyText(next);
      // Faults that are there already are mended one by one.
      if (faults.length > checkTaxonomyText(text).faults.length) throw new Error(faults.at(-1)?.message);
      if (next === text) return;
      this.marks.push(...marks);
      const change = new vscode.WorkspaceEdit();
      const { range, replacement } = difference(this.document, next);
      change.replace(this.document.uri, range, replacement);
      if (!(await vscode.workspace.applyEdit(change))) throw new Error('The file can’t be changed.');
    } catch (error) {
      this.post({ type: 'refused', message: messageOf(error) });
    }
  }

  /** The saved version, and there are judgments under it: a change makes another version. */
  private isJudgedUnder(taxonomy: Taxonomy): boolean {
    return taxonomy.version === this.saved?.version && this.hasJudgments(taxonomyRef(taxonomy));
  }

  private hasJudgments(ref: string): boolean {
    const { store } = this.parts;
    return failingOf(this.parts).some(({ key }) => store.under(key, ref) !== undefined);
  }

  private paint(): void {
    const text = this.document.getText();
    const { faults } = checkTaxonomyText(text);
    const taxonomy = looseTaxonomy(text);
    if (!taxonomy) {
      this.post({ type: 'broken', faults: faults.map(({ message, line, column }) => ({ message, line, column })) });
      return;
    }
    const { id, version, name, source, categories } = taxonomy;
    const places = faultsByPlace(text, faults);
    const counts = this.counts(taxonomy);
    const { taxonomies } = this.parts;
    this.post({
      type: 'taxonomy',
      document: this.document.version,
      ...{ id, version, name, source },
      categories: editedCategories(categories, counts, places),
      faults: places.get('') ?? [],
      isChosen: taxonomies.find(this.fileId)?.taxonomy === taxonomies.current,
      judged: { version: this.saved?.version ?? version, count: counts.all },
      residual: [...counts.residual].map(([residual, count]) => ({ name: residual, count })),
      gone: counts.gone,
      raisedFrom: this.saved && this.saved.version !== version ? this.saved.version : null,
    });
  }

  private counts(taxonomy: Taxonomy) {
    const saved = this.saved ?? taxonomy;
    this.groups ??= titleCounts(this.headers(saved));
    return countedCategories(this.groups, carrier(saved, taxonomy, this.marks));
  }

  private *headers(taxonomy: Taxonomy) {
    const ref = taxonomyRef(taxonomy);
    for (const { key } of failingOf(this.parts)) {
      const header = this.parts.store.under(key, ref);
      if (header) yield header;
    }
  }

  private postTitles(place: CategoryPlace): void {
    const taxonomy = looseTaxonomy(this.document.getText());
    if (!taxonomy) return;
    const { id } = at(taxonomy.categories, place);
    const byTitle = new Map<string, number>();
    for (const { title, count } of this.counts(taxonomy).byId.get(id) ?? []) {
      byTitle.set(title, (byTitle.get(title) ?? 0) + count);
    }
    const titles = [...byTitle].map(([title, count]) => ({ title, count })).sort((a, b) => b.count - a.count);
    this.post({
      type: 'titles',
      id,
      titles: titles.slice(0, MOST_TITLES),
      more: Math.max(0, titles.length - MOST_TITLES),
    });
  }

  /** What was judged under the earlier version goes to the new one, and the earlier one stays beside it. */
  private async onSave(): Promise<void> {
    const { taxonomy } = checkTaxonomyText(this.document.getText());
    const { saved, marks, parts } = this;
    if (!taxonomy) return;
    this.saved = taxonomy;
    this.marks = [];
    this.groups = undefined;
    try {
      if (saved && saved.id === taxonomy.id && saved.version !== taxonomy.version) {
        await keepEarlier(saved, this.document.uri.fsPath);
        await carryJudgments(parts, saved, taxonomy, marks);
      }
      await parts.taxonomies.load();
    } catch (error) {
      void vscode.window.showErrorMessage(`ErrorAtlas: ${messageOf(error)}`);
    }
    this.paint();
  }

  /** The taxonomy is found by the name of its file. */
  private get fileId(): string {
    return this.document.uri.path.replace(/^.*\//, '').replace(/\.json$/, '');
  }

  private post(message: HostToTaxonomy): void {
    void this.webview.postMessage(message);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** The part of the document that differs: cursors and scrolling of a text editor beside it stay. */
function difference(document: vscode.TextDocument, next: string): { range: vscode.Range; replacement: string } {
  const text = document.getText();
  const most = Math.min(text.length, next.length);
  let start = 0;
  while (start < most && text[start] === next[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === next.at(-1 - end)) end += 1;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(text.length - end));
  return { range, replacement: next.slice(start, next.length - end) };
}
