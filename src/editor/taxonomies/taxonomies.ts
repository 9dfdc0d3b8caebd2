import { join } from 'node:path';
import * as vscode from 'vscode';
import { checkTaxonomyFile, TaxonomyFolder } from '../../errormap/files/taxonomyFolder';
import type { TaxonomyFault } from '../../errormap/files/taxonomyText';
import { ChangeSignal } from '../../model/change';
import { messageOf } from '../../model/messageOf';
import { builtinTaxonomies, errorAtlas } from '../../model/taxonomies/builtin';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import type { JudgmentStore } from '../../store/judgmentStore';
import { coalesce } from '../coalesce';
import { onSettingsChange, taxonomyId } from '../settings';

/** A taxonomy to choose from: a valid one, or a file with faults. */
export interface ListedTaxonomy {
  id: string;
  /** Absent for a built-in one. */
  file?: string;
  taxonomy?: Taxonomy | undefined;
  faults: readonly TaxonomyFault[];
}

const RELOAD_MS = 200;

/**
 * The taxonomies of the workspace, and the chosen one: by it judges name errors and surfaces show them. As long as
 * the chosen one is not there or has a fault, ErrorAtlas stands in for it, and the user is told where the fault is.
 */
export class Taxonomies implements vscode.Disposable {
  /** The chosen taxonomy is another, or some file has changed. */
  readonly changes = new ChangeSignal<void>();
  readonly folder: TaxonomyFolder;
  private chosen: Taxonomy = errorAtlas;
  private own: readonly ListedTaxonomy[] = [];
  private told: string | undefined;
  private loading: Promise<void> = Promise.resolve();
  private readonly disposables: vscode.Disposable[];

  constructor(private readonly store: Pick<JudgmentStore, 'folder' | 'prefer'>) {
    this.folder = new TaxonomyFolder(store.folder);
    const watcher = vscode.workspace.createFileSystemWatcher(
      // Not only `*.json`: a deleted folder is one event of its own.
      new vscode.RelativePattern(vscode.Uri.file(store.folder), '**'),
    );
    const reload = coalesce(RELOAD_MS, () => void this.load());
    const onFile = ({ path }: vscode.Uri) => {
      if (path.endsWith('.json') ? path.includes('/taxonomies/') : !path.includes('.json')) reload();
    };
    this.disposables = [
      watcher,
      reload,
      watcher.onDidCreate(onFile),
      watcher.onDidChange(onFile),
      watcher.onDidDelete(onFile),
      onSettingsChange(['taxonomy'], () => void this.load()),
    ];
  }

  /** The one that judges use. */
  get current(): Taxonomy {
    return this.chosen;
  }

  /** Own ones first, then those that are built in, unless an own one has taken their place. */
  list(): ListedTaxonomy[] {
    const ids = new Set(this.own.map(({ id }) => id));
    const builtin = [...builtinTaxonomies].filter(([id]) => !ids.has(id));
    return [...this.own, ...builtin.map(([id, taxonomy]) => ({ id, taxonomy, faults: [] }))];
  }

  find(id: string): ListedTaxonomy | undefined {
    return this.list().find((listed) => listed.id === id);
  }

  pathOf(id: string): string {
    return join(this.store.folder, 'taxonomies', `${id}.json`);
  }

  /** Whether a file is one of ours. */
  has(uri: vscode.Uri): boolean {
    const start = `${vscode.Uri.file(join(this.store.folder, 'taxonomies')).path}/`;
    return uri.scheme === 'file' && uri.path.startsWith(start) && uri.path.endsWith('.json');
  }

  /** Reads the files and the setting; one after the other, whoever asks. */
  load(): Promise<void> {
    this.loading = this.loading.then(() => this.read());
    return this.loading;
  }

  private async read(): Promise<void> {
    const ids = await this.folder.ids();
    this.own = await Promise.all(ids.map((id) => listed(id, this.pathOf(id))));
    const id = taxonomyId();
    const found = this.find(id);
    if (found?.taxonomy) this.told = undefined;
    else void this.tell(id, found);
    this.chosen = found?.taxonomy ?? errorAtlas;
    this.store.prefer(taxonomyRef(this.chosen));
    this.changes.send();
  }

  /** Once for each fault; again when it was mended meanwhile. */
  private async tell(id: string, found: ListedTaxonomy | undefined): Promise<void> {
    const [fault] = found?.faults ?? [];
    const file = found?.file;
    const what = fault
      ? `The taxonomy file ${file && vscode.workspace.asRelativePath(file)}:${fault.line}:${fault.column} can’t be used: ${fault.message}`
      : `There is no taxonomy “${id}”.`;
    if (this.told === what) return;
    this.told = what;
    const [open, choose] = ['Open File', 'Choose Taxonomy…'];
    const picked = await vscode.window.showWarningMessage(
      `ErrorAtlas: ${what} Until then ErrorAtlas’s own 17 categories are used.`,
      ...(file === undefined ? [] : [open]),
      choose,
    );
    if (picked === choose) await vscode.commands.executeCommand('errorAtlas.chooseTaxonomy');
    if (picked === open && file !== undefined && fault) await openAt(file, fault);
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** The text of a taxonomy file at a fault. */
export async function openAt(file: string, { line, column }: Pick<TaxonomyFault, 'line' | 'column'>): Promise<void> {
  const selection = new vscode.Range(line - 1, column - 1, line - 1, column - 1);
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default', { selection });
}

/** A file is found by its name; the id in it is what judgments bear. */
async function listed(id: string, file: string): Promise<ListedTaxonomy> {
  try {
    const { taxonomy, faults } = await checkTaxonomyFile(file);
    return { id, file, taxonomy, faults };
  } catch (error) {
    const fault: TaxonomyFault = { message: messageOf(error), offset: 0, length: 0, line: 1, column: 1 };
    return { id, file, faults: [fault] };
  }
}
