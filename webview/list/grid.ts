import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ListColumn, ListQuery, ListRow, ListToHost } from '../../src/protocol';
import { properties } from '../properties';
import type { RowWindow } from '../rowWindow';
import { View } from '../view';
import { type Column, columnsFor, template } from './columns';
import { renderRow } from './row';
import type { FileMessage, ResultMessage } from './state';

/** Pixels; list.css says the same. */
const ROW_HEIGHT = 28;
const OVERSCAN = 8;

/** The rows of a result of any length, of which only those in view are in the document. */
export class ListGrid extends View {
  static override properties = {
    file: {},
    result: {},
    rows: {},
    rowsSeen: {},
    sort: {},
    selected: {},
    select: {},
    change: {},
    post: {},
    scrolled: {},
    active: { state: true },
    width: { state: true },
  };

  declare file: FileMessage;
  declare result: ResultMessage | null;
  declare rows: RowWindow<ListRow>;
  declare rowsSeen: number;
  declare sort: ListQuery['sort'];
  declare selected: string | null;
  declare select: (ref: string | null) => void;
  declare change: (change: Partial<ListQuery>) => void;
  declare post: (message: ListToHost) => void;
  declare scrolled: (offset: number) => void;
  /** The row that the keyboard is on. */
  declare active: number | null;
  declare width: number;

  private virtual: Virtualizer<HTMLElement, HTMLElement> | undefined;
  private unmount: (() => void) | undefined;
  private readonly resize = new ResizeObserver(() => {
    this.width = this.clientWidth;
  });
  private shown: ResultMessage | null = null;

  constructor() {
    super();
    this.active = null;
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.unmount?.();
    this.virtual = undefined;
  }

  scrollToOffset(offset: number): void {
    this.scroller?.scrollTo({ top: offset });
  }

  /** Gives the keyboard to the rows. */
  focusRows(): void {
    if (this.active === null && this.total > 0) this.moveTo(this.firstInView());
    this.scroller?.focus();
  }

  protected override willUpdate(): void {
    // Where the selected example is now says the host; a new result without it has no active row.
    if (this.result === this.shown) return;
    if (this.result?.version !== this.shown?.version) this.active = this.result?.selected ?? null;
    this.shown = this.result;
  }

  protected override render(): TemplateResult {
    const columns = columnsFor(this.file.facets, this.width);
    const items = this.virtual?.getVirtualItems() ?? [];
    return html`<div
      class="grid"
      role="grid"
      tabindex="0"
      data-testid="grid"
      aria-label="Examples"
      aria-rowcount=${this.total + 1}
      aria-colcount=${columns.length}
      aria-activedescendant=${this.active === null ? nothing : `row-${this.active}`}
      @keydown=${this.onKeyDown}
      ${properties({ '--columns': template(columns) })}
    >
      <div class="head" role="row" aria-rowindex="1">${columns.map((column) => this.renderHead(column))}</div>
      <div class="body" role="rowgroup" ${properties({ '--height': `${this.total * ROW_HEIGHT}px` })}>
        ${repeat(
          items,
          ({ index }) => index,
          ({ index, start }) =>
            renderRow({
              row: this.rows.at(index),
              index,
              start,
              columns,
              isActive: index === this.active,
              open: this.open,
            }),
        )}
      </div>
    </div>`;
  }

  private renderHead({ id, title }: Column): TemplateResult {
    const order = this.sort?.column === id ? (this.sort.descending ? 'descending' : 'ascending') : 'none';
    const icon = { none: '', ascending: 'codicon-arrow-up', descending: 'codicon-arrow-down' }[order];
    return html`<span class="cell-${id}" role="columnheader" aria-sort=${order}>
      <button class="sort" data-sort=${id} title=${`Sort by ${title.toLowerCase()}`} @click=${() => this.sortBy(id)}>
        <span class=${id === 'outcome' ? 'hidden' : 'sort-title'}>${title}</span
        >${
          order === 'none'
            ? id === 'outcome'
              ? html`<span class="codicon codicon-circle-outline" aria-hidden="true"></span>`
              : nothing
            : html`<span class="codicon ${icon}" aria-hidden="true"></span>`
        }
      </button>
    </span>`;
  }

  protected override updated(): void {
    const { scroller } = this;
    if (scroller === null) return;
    const options = {
      count: this.total,
      getScrollElement: () => scroller,
      estimateSize: () => ROW_HEIGHT,
      overscan: OVERSCAN,
      // The head stands over the rows.
      scrollPaddingStart: ROW_HEIGHT,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => {
        this.scrolled(scroller.scrollTop);
        this.requestUpdate();
      },
    };
    if (this.virtual === undefined) {
      this.virtual = new Virtualizer<HTMLElement, HTMLElement>(options);
      this.unmount = this.virtual._didMount();
      this.requestUpdate();
    } else if (this.virtual.options.count !== this.total) {
      this.virtual.setOptions(options);
      this.requestUpdate();
    }
    this.virtual._willUpdate();
    this.askForRows();
  }

  private askForRows(): void {
    const items = this.virtual?.getVirtualItems() ?? [];
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) return;
    const ask = this.rows.ask(first.index, last.index);
    if (ask !== null) this.post({ type: 'rows', ...ask });
    // The row that a key has gone to may come later than the key.
    const ref = this.active === null ? undefined : this.rows.at(this.active)?.ref;
    if (ref !== undefined) this.select(ref);
  }

  private get scroller(): HTMLElement | null {
    return this.querySelector<HTMLElement>('.grid');
  }

  private get total(): number {
    return this.result?.total ?? 0;
  }

  private firstInView(): number {
    return Math.ceil((this.scroller?.scrollTop ?? 0) / ROW_HEIGHT);
  }

  private moveTo(index: number): void {
    const active = Math.min(Math.max(index, 0), this.total - 1);
    if (active < 0) return;
    this.active = active;
    this.virtual?.scrollToIndex(active, { align: 'auto' });
  }

  private readonly open = (index: number, inRaw: boolean): void => {
    const ref = this.rows.at(index)?.ref;
    if (ref === undefined) return;
    this.active = index;
    this.select(ref);
    this.post({ type: inRaw ? 'openRaw' : 'openExample', ref });
  };

  private sortBy(column: ListColumn): void {
    const isSame = this.sort?.column === column;
    if (isSame && this.sort?.descending) this.change({ sort: null });
    else this.change({ sort: { column, descending: isSame } });
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.altKey) return;
    const inView = Math.max(1, Math.floor((this.scroller?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    const { active } = this;
    const from = active ?? this.firstInView() - 1;
    const to = {
      ArrowDown: from + 1,
      ArrowUp: active === null ? this.firstInView() : from - 1,
      PageDown: from + inView,
      PageUp: from - inView,
      Home: 0,
      End: this.total - 1,
    }[event.key];
    if (to !== undefined) this.moveTo(to);
    else if (event.key === 'Enter' && active !== null) this.open(active, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('error-atlas-list-grid', ListGrid);
