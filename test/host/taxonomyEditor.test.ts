import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { EditorSession } from '../../src/editor/taxonomies/editorSession';
import { titleJudge } from '../../src/errormap/apply';
import type { TaxonomyEdit } from '../../src/model/taxonomyEdit';
import type { EditedCategory, HostToTaxonomy, TaxonomyToHost } from '../../src/protocol/taxonomy';
import { PAYLOADS } from '../support/payloads';
import { api, until } from './support/api';
import { judgeAsPlanted, MINE, taxonomyPath, withoutTaxonomies, writeTaxonomyFile } from './support/taxonomies';

type Shown = Extract<HostToTaxonomy, { type: 'taxonomy' }>;

/** The extension's side of the taxonomy editor over a real document; the page is the test's. */
class Page {
  readonly got: HostToTaxonomy[] = [];
  private readonly sent = new vscode.EventEmitter<TaxonomyToHost>();
  private constructor(readonly document: vscode.TextDocument) {}
  private session: EditorSession | undefined;

  static async open(id: string): Promise<Page> {
    const parts = await api();
    const document = await vscode.workspace.openTextDocument(taxonomyPath(id));
    await vscode.window.showTextDocument(document);
    // An earlier test's file of the same name may be in the editor's memory for a moment longer.
    await until(() => document.getText() === readFileSync(taxonomyPath(id), 'utf8'), 'the file is what was written');
    const page = new Page(document);
    const webview = {
      onDidReceiveMessage: page.sent.event,
      postMessage: async (message: HostToTaxonomy) => page.got.push(message) > 0,
    } as unknown as vscode.Webview;
    const log = { info() {}, warn() {}, error() {} };
    page.session = await EditorSession.open(document, webview, {
      ...parts,
      extensionUri: vscode.Uri.file('/'),
      log,
    } as unknown as Parameters<typeof EditorSession.open>[2]);
    page.send({ type: 'ready' });
    return page;
  }

  send(message: TaxonomyToHost): void {
    this.sent.fire(message);
  }

  get last(): HostToTaxonomy | undefined {
    return this.got.at(-1);
  }

  get shown(): Shown {
    const found = this.got.findLast((message) => message.type === 'taxonomy');
    assert.ok(found?.type === 'taxonomy');
    return found;
  }

  /** Waits until the edit is in the document and shown, or refused. */
  async edit(edit: TaxonomyEdit): Promise<void> {
    const { version } = this.document;
    const before = this.got.length;
    this.send({ type: 'edit', document: version, edit });
    await until(
      () =>
        this.got.slice(before).some((message) => message.type === 'refused') ||
        (this.document.version > version && this.shown.document === this.document.version),
      'the edit is answered',
    );
  }

  names(): string[] {
    return this.shown.categories.map(({ name, count }) => `${name} ${count}`);
  }

  dispose(): void {
    this.session?.dispose();
  }
}

const total = (categories: readonly EditedCategory[]) => categories.reduce((sum, { count }) => sum + count, 0);

describe('the taxonomy editor', () => {
  let page: Page | undefined;
  beforeEach(withoutTaxonomies);
  afterEach(async () => {
    page?.dispose();
    page = undefined;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await withoutTaxonomies();
  });

  /** Every failing example in one of the five categories, in turn. */
  async function judged(): Promise<number> {
    const { store, model } = await api();
    await judgeAsPlanted();
    await writeTaxonomyFile('mine', MINE);
    const failing = model.failing({});
    const judgments = await Promise.all(
      failing.map(async ({ key }, i) => {
        const header = store.label(key)?.judgment;
        assert.ok(header);
        const { judge, ...rest } = await store.details(header);
        const category = MINE.categories[i % MINE.categories.length]?.name ?? '';
        return { ...rest, category, title: `Title ${i % 10}`, judge: titleJudge(judge, MINE) };
      }),
    );
    await store.append(judgments);
    return new Set(failing.map(({ key }) => key)).size;
  }

  it('changes are edits of the document: undo and redo are the editor’s, and nothing is saved unasked', async () => {
    await writeTaxonomyFile('mine', MINE);
    page = await Page.open('mine');
    const before = page.document.getText();
    await page.edit({ kind: 'describe', at: [0], name: 'Arithmetic Slip' });
    await page.edit({ kind: 'remove', at: [[4]] });
    assert.deepEqual(page.names(), ['Arithmetic Slip 0', 'Reading Lapse 0', 'Format Breach 0', 'Tool Misuse 0']);
    assert.equal(page.document.isDirty, true);
    assert.equal(page.shown.version, '1', 'nothing is judged under it: it need not become another version');
    await vscode.commands.executeCommand('undo');
    assert.equal(page.shown.categories.length, 5);
    await vscode.commands.executeCommand('undo');
    assert.equal(page.document.getText(), before);
    await vscode.commands.executeCommand('redo');
    assert.equal(page.shown.categories[0]?.name, 'Arithmetic Slip');
    assert.equal(readFileSync(taxonomyPath('mine'), 'utf8'), before);
  });

  it('what is judged makes a new version, and goes with its categories when it is saved', async () => {
    const { store, model } = await api();
    const all = await judged();
    page = await Page.open('mine');
    assert.equal(page.shown.judged.count, all);
    assert.equal(total(page.shown.categories), all);
    const [computation, reading] = page.shown.categories.map(({ count }) => count);
    await page.edit({ kind: 'merge', at: [[0], [1]], into: [1] });
    assert.equal(page.shown.categories[0]?.count, (computation ?? 0) + (reading ?? 0));
    assert.deepEqual([page.shown.version, page.shown.raisedFrom], ['2', '1']);
    page.send({ type: 'titles', at: [0] });
    const titles = await until(() => page?.got.find((message) => message.type === 'titles') ?? false, 'titles come');
    assert.ok(titles.type === 'titles');
    const [most] = titles.titles;
    assert.ok(most);
    await page.edit({ kind: 'split', at: [0], titles: [most.title], name: 'New Kind' });
    assert.equal(page.shown.categories[1]?.count, most.count);
    await page.edit({ kind: 'describe', at: [2], name: 'Broken Form' });
    assert.equal(page.shown.version, '2', 'one version for all changes up to the next save');
    assert.equal(total(page.shown.categories), all);
    const expected = page.names();
    await page.document.save();
    const failing = model.failing({});
    await until(() => failing.every(({ key }) => store.under(key, 'mine@2')), 'all are judged under the new version');
    assert.ok(
      failing.every(({ key }) => store.under(key, 'mine@1')),
      'and still under the earlier one',
    );
    assert.ok(existsSync(taxonomyPath('mine@1')), 'which stays beside it');
    await until(() => page?.shown.raisedFrom === null, 'it is saved');
    assert.deepEqual(page.names(), expected);
    assert.deepEqual(page.shown.judged, { version: '2', count: all });
  });

  it('refuses what makes no taxonomy, and edits for a text that is no longer there', async () => {
    await writeTaxonomyFile('mine', MINE);
    page = await Page.open('mine');
    await page.edit({ kind: 'describe', at: [1], name: 'computation slip' });
    assert.deepEqual(page.last, { type: 'refused', message: 'There is a category "Computation Slip" already.' });
    page.send({ type: 'edit', document: page.document.version - 1, edit: { kind: 'remove', at: [[0]] } });
    await until(
      () =>
        page?.got.some((message) => message.type === 'refused' && /changed meanwhile/.test(message.message)) ?? false,
      'the late edit is refused',
    );
    assert.equal(page.document.isDirty, false);
  });

  it('broken JSON is shown with its place, the tree comes back with undo; hostile texts stay texts', async () => {
    await writeTaxonomyFile('mine', MINE);
    page = await Page.open('mine');
    const broken = new vscode.WorkspaceEdit();
    broken.delete(page.document.uri, new vscode.Range(1, 0, 2, 0));
    broken.insert(page.document.uri, new vscode.Position(3, 0), ',,');
    await vscode.workspace.applyEdit(broken);
    assert.ok(page.last?.type === 'broken');
    assert.match(page.last.faults[0]?.message ?? '', /not valid JSON/);
    assert.equal(page.last.faults[0]?.line, 3);
    await vscode.commands.executeCommand('undo');
    assert.equal(page.last?.type, 'taxonomy');
    for (const text of PAYLOADS) await page.edit({ kind: 'describe', at: [2], description: text });
    const last = PAYLOADS.at(-1)?.trim();
    assert.equal(JSON.parse(page.document.getText()).categories[2].description, last);
    assert.equal(page.shown.categories[2]?.description, last);
  });
});
