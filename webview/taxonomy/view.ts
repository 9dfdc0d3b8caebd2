import { html, nothing, type TemplateResult } from 'lit';
import type { CategoryPlace, TaxonomyEdit } from '../../src/model/taxonomyEdit';
import type { HostToTaxonomy } from '../../src/protocol/taxonomy';
import { View } from '../view';
import { renderDetails } from './details';
import { renderHeader } from './header';
import { type BrokenMessage, connect, type Row, rowsOf, type TaxonomyMessage, type TitlesMessage } from './state';
import { renderBroken, renderLoading } from './states';
import type { CategoryTree } from './tree';
import './tree';

/** The taxonomy editor. Every change goes to the host as an edit; what comes back is what the file says. */
class TaxonomyView extends View {
  static override properties = {
    shown: { state: true },
    titles: { state: true },
    refused: { state: true },
    selected: { state: true },
    closed: { state: true },
    kept: { state: true },
  };

  private readonly host = connect();
  declare shown: TaxonomyMessage | BrokenMessage | undefined;
  declare titles: TitlesMessage | undefined;
  declare refused: string;
  declare selected: string[];
  declare closed: string[];
  declare kept: string;
  private stop: (() => void) | undefined;
  /** The ids before an edit that makes a category: the new one is selected when it is there. */
  private knownIds: ReadonlySet<string> | undefined;
  /** The row that had the focus before an edit that may take it away. */
  private focused: { id: string; index: number } | undefined;

  constructor() {
    super();
    this.refused = '';
    this.selected = [...this.host.state.selected];
    this.closed = [...this.host.state.closed];
    this.kept = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.host.listen((message) => this.receive(message));
    this.host.send({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    if (!shown) return html`<main>${renderLoading()}</main>`;
    const post = this.host.send.bind(this.host);
    if (shown.type === 'broken') return html`<main>${renderBroken(shown, post)}</main>`;
    return html`<main>${renderHeader(shown, () => this.add(null), post)}
      ${this.refused === '' ? nothing : html`<p class="refused" role="alert" data-testid="refused">${this.refused}</p>`}
      <div class="columns">
        <error-atlas-category-tree
          .categories=${shown.categories}
          .selected=${this.selected}
          .closed=${this.closed}
          .edit=${this.edit}
          .select=${this.select}
          .close=${this.closeRows}
          .rename=${this.rename}
        ></error-atlas-category-tree>
        ${renderDetails({
          taxonomy: shown,
          selected: this.selectedRows(shown),
          titles: this.titles,
          edit: this.edit,
          askTitles: (at) => this.host.send({ type: 'titles', at }),
          addBelow: (place) => this.add(place),
          kept: this.kept,
          keep: (id) => {
            this.kept = id;
          },
        })}
      </div>
    </main>`;
  }

  private receive(message: HostToTaxonomy): void {
    if (message.type === 'refused') {
      this.refused = message.message;
      this.knownIds = undefined;
    } else if (message.type === 'titles') this.titles = message;
    else {
      if (message.type === 'taxonomy') this.adopt(message);
      this.shown = message;
    }
  }

  /** Another state of the file: what is gone can't be selected, what is new is. */
  private adopt(message: TaxonomyMessage): void {
    if (this.shown?.type === 'taxonomy' && this.shown.document !== message.document) {
      this.refused = '';
      this.titles = undefined;
    }
    const rows = rowsOf(message.categories);
    const ids = rows.map(({ category }) => category.id);
    const made = this.knownIds && ids.find((id) => !this.knownIds?.has(id));
    if (made !== undefined) {
      this.knownIds = undefined;
      this.select([made]);
      void this.updateComplete.then(this.rename);
      return;
    }
    const selected = this.selected.filter((id) => ids.includes(id));
    if (selected.length !== this.selected.length) this.select(selected);
    void this.updateComplete.then(() => this.restoreFocus(message));
  }

  /** What was deleted, merged or moved had the focus: it goes to what stands there now. */
  private async restoreFocus({ categories }: TaxonomyMessage): Promise<void> {
    const { focused } = this;
    this.focused = undefined;
    const tree = this.querySelector<CategoryTree>('error-atlas-category-tree');
    if (!focused || !tree) return;
    await tree.updateComplete;
    const rows = rowsOf(categories, this.closed);
    const row =
      rows.find(({ category }) => category.id === focused.id) ?? rows[Math.min(focused.index, rows.length - 1)];
    if (row) tree.focusRow(row.category.id);
  }

  private readonly edit = (edit: TaxonomyEdit): void => {
    if (this.shown?.type !== 'taxonomy') return;
    const rows = rowsOf(this.shown.categories, this.closed);
    const id = (document.activeElement as HTMLElement | null)?.dataset.id;
    const index = rows.findIndex(({ category }) => category.id === id);
    if (id !== undefined && index >= 0) this.focused = { id, index };
    if (edit.kind === 'add' || edit.kind === 'split') {
      this.knownIds = new Set(rowsOf(this.shown.categories).map(({ category }) => category.id));
    }
    if (edit.kind === 'merge') this.closed = this.closed.filter((closed) => !this.selected.includes(closed));
    this.refused = '';
    this.host.send({ type: 'edit', document: this.shown.document, edit });
  };

  private add(parent: CategoryPlace | null): void {
    if (this.shown?.type !== 'taxonomy') return;
    const names = new Set(rowsOf(this.shown.categories).map(({ category }) => category.name));
    let name = 'New Category';
    for (let n = 2; names.has(name); n++) name = `New Category ${n}`;
    this.edit({ kind: 'add', parent, name });
  }

  private selectedRows({ categories }: TaxonomyMessage): Row[] {
    return rowsOf(categories).filter(({ category }) => this.selected.includes(category.id));
  }

  private readonly select = (ids: string[]): void => {
    this.selected = ids;
    this.kept = ids[0] ?? '';
    this.host.save({ selected: ids });
  };

  private readonly closeRows = (ids: string[]): void => {
    this.closed = ids;
    this.host.save({ closed: ids });
  };

  private readonly rename = async (): Promise<void> => {
    await this.updateComplete;
    const input = this.querySelector<HTMLInputElement>('[data-testid="details"] input[data-field="Name"]');
    input?.focus();
    input?.select();
  };
}

customElements.define('error-atlas-taxonomy', TaxonomyView);
