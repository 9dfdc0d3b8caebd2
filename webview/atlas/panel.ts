import { html, nothing, type TemplateResult } from 'lit';
import type { AtlasFilter, HostToAtlas, PanelCommand } from '../../src/protocol';
import { View } from '../view';
import { renderDrill } from './drill';
import { renderOverview } from './overview';
import { type AtlasMessage, connect, type Drill, isFiltered, mergePage, PAGE_SIZE, type Page } from './state';
import { renderEmpty, renderLoading } from './states';

/** Width in pixels from which the chart and the table of signatures have room. */
const WIDE = 720;

/** The atlas panel: holds what the host said and what the user chose, and draws one from the other. */
export class AtlasPanel extends View {
  static override properties = {
    message: { state: true },
    drill: { state: true },
    page: { state: true },
    wide: { state: true },
    sort: { state: true },
  };

  declare message: AtlasMessage | null;
  declare drill: Drill | null;
  declare page: Page | null;
  declare wide: boolean;
  declare sort: string | null;

  private readonly host = connect();
  private readonly resize = new ResizeObserver(() => this.measure());
  private stopListening: (() => void) | undefined;
  private pendingFilter: AtlasFilter | null;
  private restored = false;
  private overviewScroll = 0;

  constructor() {
    super();
    this.message = null;
    this.page = null;
    this.drill = this.host.state.drill;
    this.sort = this.host.state.sort;
    this.pendingFilter = isFiltered(this.host.state.filter) ? this.host.state.filter : null;
    this.wide = document.body.dataset.layout === 'tab';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.resize.observe(this);
    this.stopListening = this.host.listen((message) => this.receive(message));
    window.addEventListener('scroll', this.onScroll, { passive: true });
    this.host.send({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.stopListening?.();
    window.removeEventListener('scroll', this.onScroll);
  }

  protected override render(): TemplateResult {
    const { message } = this;
    if (message === null || (message.state === 'loading' && message.atlas.totals.examples === 0))
      return renderLoading();
    if (message.state === 'empty') return renderEmpty(message.problems, this.run);
    const view = { message, wide: this.wide, run: this.run, setFilter: this.setFilter, open: this.open };
    return html`<div class=${this.wide ? 'wide' : 'narrow'}>
      ${
        this.drill === null
          ? renderOverview({ ...view, sort: this.sort, setSort: this.setSort })
          : renderDrill({
              ...view,
              drill: this.drill,
              page: this.page,
              back: this.back,
              more: this.more,
              row: this.row,
            })
      }
      ${message.state === 'loading' ? html`<p class="hint" role="status">Still reading files…</p>` : nothing}
    </div>`;
  }

  private receive(message: HostToAtlas): void {
    switch (message.type) {
      case 'atlas':
        this.message = message;
        this.restore(message);
        if (this.drill !== null) this.ask(0, Math.max(PAGE_SIZE, this.page?.rows.length ?? 0));
        break;
      case 'judge':
        if (this.message !== null) this.message = { ...this.message, judge: message.judge };
        break;
      case 'examples':
        if (this.drill?.category === message.category && this.drill.model === message.model) {
          this.page = mergePage(this.page, message);
          this.restoreScroll();
        }
    }
  }

  /** After a reload the host has forgotten the filter; the page applies it again once all its names are known. */
  private restore(message: AtlasMessage): void {
    const wanted = this.pendingFilter;
    const known =
      wanted?.models.every((model) => message.models.includes(model)) &&
      wanted.datasets.every((dataset) => message.datasets.includes(dataset));
    if (wanted !== null && known) this.setFilter(wanted);
    if (this.drill === null && message.state === 'ready') this.restoreScroll();
  }

  private restoreScroll(): void {
    if (this.restored) return;
    this.restored = true;
    const { scroll } = this.host.state;
    void this.updateComplete.then(() => window.scrollTo({ top: scroll }));
  }

  private ask(offset: number, limit: number): void {
    if (this.drill !== null) this.host.send({ type: 'examples', ...this.drill, offset, limit });
  }

  private readonly open = (drill: Drill): void => {
    if (this.drill === null) this.overviewScroll = window.scrollY;
    this.drill = drill;
    this.page = null;
    this.restored = true;
    this.host.save({ drill, scroll: 0 });
    this.ask(0, PAGE_SIZE);
    void this.updateComplete.then(() => {
      if (!this.wide) window.scrollTo({ top: 0 });
      this.querySelector<HTMLElement>('.drill h2')?.focus({ preventScroll: true });
    });
  };

  private readonly back = (): void => {
    const from = this.drill?.category;
    this.drill = null;
    this.page = null;
    this.host.save({ drill: null });
    void this.updateComplete.then(() => {
      window.scrollTo({ top: this.overviewScroll });
      const rows = [...this.querySelectorAll<HTMLElement>('[data-category]')];
      rows.find((row) => row.dataset.category === (from ?? ''))?.focus({ preventScroll: true });
    });
  };

  private readonly more = (): void => this.ask(this.page?.rows.length ?? 0, PAGE_SIZE);

  private readonly row = (ref: string, inSource: boolean): void =>
    this.host.send({ type: inSource ? 'openSource' : 'openExample', ref });

  private readonly run = (command: PanelCommand): void => this.host.send({ type: 'command', command });

  private readonly setFilter = (filter: AtlasFilter): void => {
    this.pendingFilter = null;
    if (this.message !== null) this.message = { ...this.message, filter };
    this.host.save({ filter });
    this.host.send({ type: 'filter', filter });
  };

  private readonly setSort = (sort: string | null): void => {
    this.sort = sort;
    this.host.save({ sort });
  };

  private readonly onScroll = (): void => this.host.save({ scroll: window.scrollY });

  private measure(): void {
    this.wide = this.clientWidth >= WIDE;
  }
}

customElements.define('error-atlas-panel', AtlasPanel);
