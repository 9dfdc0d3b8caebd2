import { html, type TemplateResult } from 'lit';
import type { AtlasFilter } from '../../src/model/atlasFilter';
import type { Change } from '../../src/model/comparison';
import type { AtlasDrill, ChangedRow, ExampleRow, HostToAtlas, PanelCommand } from '../../src/protocol';
import { counted } from '../format';
import type { Ask } from '../rowWindow';
import { View } from '../view';
import { renderCompare } from './compare';
import { renderDrill } from './drill';
import { type PanelView, renderOverview } from './overview';
import { PagedRows } from './pagedRows';
import {
  type AtlasMessage,
  type ComparePair,
  type ComparisonMessage,
  connect,
  type ExamplesMessage,
  isSameSide,
  type Saved,
} from './state';
import { renderEmpty, renderLoading } from './states';

/** Width in pixels from which the chart and the table of signatures have room. */
const WIDE = 720;
/** A pause in typing that is long enough to look, milliseconds. */
const TYPING_MS = 150;

/** The atlas panel: holds what the host said and what the user chose, and draws one from the other. */
export class AtlasPanel extends View {
  static override properties = {
    message: { state: true },
    inside: { state: true },
    comparison: { state: true },
    shownChange: { state: true },
    wide: { state: true },
    allInside: { state: true },
  };

  declare message: AtlasMessage | null;
  declare inside: ExamplesMessage['inside'];
  declare comparison: ComparisonMessage | null;
  declare shownChange: Change | null;
  declare wide: boolean;
  declare allInside: boolean;

  private readonly host = connect();
  private readonly examples = new PagedRows<ExampleRow>();
  private readonly changes = new PagedRows<ChangedRow>();
  private readonly resize = new ResizeObserver(() => this.measure());
  private stopListening: (() => void) | undefined;
  private typing: ReturnType<typeof setTimeout> | undefined;
  private restored = false;
  private overviewScroll = 0;

  constructor() {
    super();
    this.message = null;
    this.inside = undefined;
    this.comparison = null;
    this.shownChange = null;
    this.allInside = false;
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
    clearTimeout(this.typing);
    window.removeEventListener('scroll', this.onScroll);
  }

  protected override render(): TemplateResult {
    const { message } = this;
    if (message === null || (message.state === 'loading' && message.atlas.totals.examples === 0))
      return renderLoading();
    if (message.state === 'empty') return renderEmpty(message.problems, this.run);
    return html`<main class=${this.wide ? 'wide' : 'narrow'}>
      ${this.renderPlace(message)}
      ${message.state === 'loading' ? html`<p class="hint" role="status">Still reading files…</p>` : ''}
      <p class="unseen" role="status" data-testid="said">
        ${counted(message.atlas.totals.failing, 'failing example')} shown
      </p>
    </main>`;
  }

  private renderPlace(message: AtlasMessage): TemplateResult {
    const { drill, compare } = this.host.state;
    const view: PanelView = {
      ...{ message, saved: this.host.state, wide: this.wide, change: this.change, run: this.run },
      ...{ setFilter: this.setFilter, search: this.search, open: this.open, compare: this.openCompare },
    };
    if (compare !== null) {
      return renderCompare({
        ...view,
        pair: compare,
        setPair: this.setPair,
        answer: this.comparison,
        shown: this.shownChange,
        show: this.showChange,
        total: this.changes.total,
        rows: this.changes.rows,
        rowsSeen: this.changes.seen,
        ask: this.askChanges,
        row: this.row,
        back: this.back,
        exportAs: (format) => this.host.send({ type: 'exportComparison', format }),
      });
    }
    if (drill === null) return renderOverview(view);
    return renderDrill({
      ...view,
      drill,
      total: this.examples.total,
      inside: this.inside,
      rows: this.examples.rows,
      rowsSeen: this.examples.seen,
      allInside: this.allInside,
      unfoldInside: () => {
        this.allInside = !this.allInside;
      },
      back: this.back,
      ask: (ask) => this.askExamples(ask, false),
      row: this.row,
    });
  }

  private receive(message: HostToAtlas): void {
    switch (message.type) {
      case 'atlas':
        this.takeAtlas(message);
        break;
      case 'judge':
        if (this.message !== null) this.message = { ...this.message, judge: message.judge };
        break;
      case 'examples':
        if (!this.examples.receive(message)) break;
        if (message.inside !== undefined) this.inside = message.inside;
        this.requestUpdate();
        this.restoreScroll();
        break;
      case 'openCompare':
        this.setPair({ a: message.a, b: message.b });
        this.focusSoon('#compare-title');
        break;
      case 'comparison':
        this.comparison = message;
        if (this.shownChange !== null) this.askChanges(this.changes.refresh());
        break;
      case 'changes':
        if (this.changes.receive(message)) this.requestUpdate();
    }
  }

  private takeAtlas(message: AtlasMessage): void {
    const isFirst = this.message === null;
    // What is being typed is newer than what the host knows.
    const typed = this.typing === undefined ? message.filter.search : this.message?.filter.search;
    this.message = { ...message, filter: { ...message.filter, search: typed ?? message.filter.search } };
    const { drill, compare } = this.host.state;
    if (drill !== null) this.askExamples(isFirst ? this.examples.open() : this.examples.refresh(), true);
    else if (message.state === 'ready') this.restoreScroll();
    if (isFirst && compare?.a && compare.b) this.host.send({ type: 'compare', a: compare.a, b: compare.b });
  }

  private restoreScroll(): void {
    if (this.restored) return;
    this.restored = true;
    const { scroll } = this.host.state;
    void this.updateComplete.then(() => window.scrollTo({ top: scroll }));
  }

  private askExamples(ask: Ask, inside: boolean): void {
    const { drill } = this.host.state;
    if (drill !== null) this.host.send({ type: 'examples', drill, inside, ...ask });
  }

  private readonly askChanges = (ask: Ask): void => {
    if (this.shownChange !== null) this.host.send({ type: 'changes', change: this.shownChange, ...ask });
  };

  private readonly change = (change: Partial<Saved>): void => {
    this.host.save(change);
    this.requestUpdate();
  };

  private readonly open = (drill: AtlasDrill): void => {
    if (this.host.state.drill === null) this.overviewScroll = window.scrollY;
    this.inside = undefined;
    this.allInside = false;
    this.restored = true;
    this.change({ drill, scroll: 0 });
    this.askExamples(this.examples.open(), true);
    this.focusSoon('#drill-title');
  };

  private readonly openCompare = (): void => {
    this.overviewScroll = window.scrollY;
    const { models, runs } = this.message ?? { models: [], runs: [] };
    const [kind, [a, b, ...more]] = models.length > 1 ? (['model', models] as const) : (['file', runs] as const);
    // With two there is no choice to make.
    const pair = more.length === 0 && a !== undefined && b !== undefined;
    this.setPair(pair ? { a: { kind, name: a }, b: { kind, name: b } } : { a: null, b: null });
    this.focusSoon('#compare-title');
  };

  private readonly setPair = (compare: ComparePair): void => {
    const { a, b } = compare;
    this.comparison = null;
    this.shownChange = null;
    this.restored = true;
    this.change({ compare });
    if (a !== null && b !== null && !isSameSide(a, b)) this.host.send({ type: 'compare', a, b });
  };

  private readonly showChange = (change: Change | null): void => {
    this.shownChange = change;
    if (change !== null) this.askChanges(this.changes.open());
  };

  private readonly back = (): void => {
    const { drill, compare } = this.host.state;
    const from = drill?.category ?? '';
    this.change(compare === null ? { drill: null } : { compare: null, drill: null });
    void this.updateComplete.then(() => {
      window.scrollTo({ top: this.overviewScroll });
      const rows = [...this.querySelectorAll<HTMLElement>('[data-category]')];
      const opener = compare === null ? rows.find((row) => row.dataset.category === from) : undefined;
      (opener ?? this.querySelector<HTMLElement>('[data-testid="compare"]'))?.focus({ preventScroll: true });
    });
  };

  private focusSoon(selector: string): void {
    void this.updateComplete.then(() => {
      if (!this.wide) window.scrollTo({ top: 0 });
      this.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
    });
  }

  private readonly row = (ref: string, inSource: boolean): void =>
    this.host.send({ type: inSource ? 'openSource' : 'openExample', ref });

  private readonly run = (command: PanelCommand): void => this.host.send({ type: 'command', command });

  private readonly setFilter = (filter: AtlasFilter): void => {
    clearTimeout(this.typing);
    this.typing = undefined;
    if (this.message !== null) this.message = { ...this.message, filter };
    this.host.send({ type: 'filter', filter });
  };

  private readonly search = (words: string): void => {
    const filter = this.message?.filter;
    if (filter === undefined || filter.search === words) return;
    // Shown at once, so that an answer of the host in between does not undo what is typed.
    if (this.message !== null) this.message = { ...this.message, filter: { ...filter, search: words } };
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      if (this.message !== null) this.setFilter(this.message.filter);
    }, TYPING_MS);
  };

  private readonly onScroll = (): void => this.host.save({ scroll: window.scrollY });

  private measure(): void {
    this.wide = this.clientWidth >= WIDE;
  }
}

customElements.define('error-atlas-panel', AtlasPanel);
