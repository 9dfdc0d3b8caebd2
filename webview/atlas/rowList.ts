import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
} from '@tanstack/virtual-core';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { properties } from '../properties';
import type { Ask, RowWindow } from '../rowWindow';
import { View } from '../view';

const OVERSCAN = 6;
/** As in base.css. */
const LINE_HEIGHT = 1.45;
/** Padding and border of a row, pixels. */
const ROW_EXTRA = 18;

/** A list of any length in the scrolled page, of which only the rows in view are in the document. */
export class RowList extends View {
  static override properties = {
    total: {},
    rows: {},
    seen: {},
    lines: {},
    name: {},
    draw: {},
    ask: {},
    width: { state: true },
  };

  declare total: number;
  declare rows: RowWindow<unknown>;
  /** Changes whenever `rows` has taken new ones in. */
  declare seen: number;
  /** How many lines of text make a row. */
  declare lines: number;
  /** What the list is of, for screen readers. */
  declare name: string;
  /** Draws a row; the element that the keyboard goes to has the class `row-main`. */
  declare draw: (row: unknown) => TemplateResult;
  declare ask: (ask: Ask) => void;
  declare width: number;

  private virtual: Virtualizer<Window, HTMLElement> | undefined;
  private unmount: (() => void) | undefined;
  private height = 0;
  private margin = 0;
  /** The row that the keyboard is on stays in the document, however far the page is scrolled. */
  private active: number | null = null;
  private focusSoon = false;
  private readonly resize = new ResizeObserver(() => {
    this.width = this.clientWidth;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
    this.resize.observe(document.body);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.unmount?.();
    this.virtual = undefined;
  }

  protected override render(): TemplateResult {
    const items = this.virtual?.getVirtualItems() ?? [];
    return html`<ul
      class="row-list"
      data-testid="rows"
      aria-label=${this.name}
      @keydown=${this.onKeyDown}
      @focusin=${this.onFocusIn}
      ${properties({ '--height': `${this.total * this.height}px`, '--row-height': `${this.height}px` })}
    >
      ${repeat(
        items,
        ({ index }) => index,
        ({ index, start }) => {
          const row = this.rows.at(index);
          return html`<li
            class="row"
            data-index=${index}
            aria-setsize=${this.total}
            aria-posinset=${index + 1}
            aria-busy=${row === undefined ? 'true' : nothing}
            ${properties({ '--top': `${start - this.margin}px` })}
          >
            ${row === undefined ? html`<i class="row-waiting"></i>` : this.draw(row)}
          </li>`;
        },
      )}
    </ul>`;
  }

  protected override updated(): void {
    const height = Math.ceil(Number.parseFloat(getComputedStyle(this).fontSize) * LINE_HEIGHT * this.lines) + ROW_EXTRA;
    const margin = Math.round(this.getBoundingClientRect().top + window.scrollY);
    const isOther = height !== this.height || margin !== this.margin;
    this.height = height;
    this.margin = margin;
    if (this.virtual === undefined) {
      this.virtual = new Virtualizer<Window, HTMLElement>(this.options());
      this.unmount = this.virtual._didMount();
      this.requestUpdate();
    } else if (isOther || this.virtual.options.count !== this.total) {
      this.virtual.setOptions(this.options());
      if (isOther) this.virtual.measure();
      this.requestUpdate();
    }
    this.virtual._willUpdate();
    this.askForRows();
    this.takeFocus();
  }

  private options() {
    return {
      count: this.total,
      getScrollElement: () => window,
      estimateSize: () => this.height,
      overscan: OVERSCAN,
      scrollMargin: this.margin,
      initialOffset: () => window.scrollY,
      observeElementRect: observeWindowRect,
      observeElementOffset: observeWindowOffset,
      scrollToFn: windowScroll,
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range);
        if (this.active === null || this.active >= this.total || shown.includes(this.active)) return shown;
        return [...shown, this.active].sort((a, b) => a - b);
      },
      onChange: () => this.requestUpdate(),
    };
  }

  private askForRows(): void {
    const items = (this.virtual?.getVirtualItems() ?? []).filter(({ index }) => index !== this.active);
    const [first, last] = [items[0], items.at(-1)];
    if (first === undefined || last === undefined) return;
    const ask = this.rows.ask(first.index, last.index);
    if (ask !== null) this.ask(ask);
  }

  private takeFocus(): void {
    if (!this.focusSoon || this.active === null) return;
    const main = this.querySelector<HTMLElement>(`[data-index="${this.active}"] .row-main`);
    if (main === null) return;
    this.focusSoon = false;
    main.focus({ preventScroll: true });
  }

  private readonly onFocusIn = (event: FocusEvent): void => {
    const index = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index;
    if (index !== undefined) this.active = Number(index);
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (this.active === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, Home: 0, End: this.total - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.active = Math.min(Math.max(to, 0), this.total - 1);
    this.focusSoon = true;
    this.virtual?.scrollToIndex(this.active, { align: 'auto' });
    this.requestUpdate();
  };
}

customElements.define('error-atlas-rows', RowList);
