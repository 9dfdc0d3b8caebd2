import { html, nothing, type TemplateResult } from 'lit';
import type { HostToList, ListQuery, ListRow, ListToHost } from '../../src/protocol';
import { View } from '../view';
import './grid';
import { RowWindow } from '../rowWindow';
import type { ListGrid } from './grid';
import { connect, type FileMessage, type ResultMessage } from './state';
import { renderLoading, renderNoList, renderNothing } from './states';
import { renderToolbar } from './toolbar';

/** Milliseconds after the last letter. */
const TYPING_MS = 120;

/** The example list: holds what the host said and what the user asked for. The rows are the grid's. */
export class ExampleList extends View {
  static override properties = {
    file: { state: true },
    result: { state: true },
    query: { state: true },
    selected: { state: true },
    rowsSeen: { state: true },
    helping: { state: true },
  };

  declare file: FileMessage | null;
  declare result: ResultMessage | null;
  declare query: ListQuery;
  declare selected: string | null;
  /** Counts arrivals of rows, which live outside of what lit watches. */
  declare rowsSeen: number;
  declare helping: boolean;

  private readonly host = connect();
  private readonly rows = new RowWindow<ListRow>();
  private stopListening: (() => void) | undefined;
  private queryId = 0;
  private typing: number | undefined;
  /** Where to scroll once the first rows are there. */
  private pendingScroll: number;

  constructor() {
    super();
    const { query, selected, scroll } = this.host.state;
    this.file = null;
    this.result = null;
    this.rowsSeen = 0;
    this.helping = false;
    this.query = query;
    this.selected = selected;
    this.pendingScroll = scroll;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = this.host.listen((message) => this.receive(message));
    document.addEventListener('keydown', this.onKeyDown);
    this.host.send({ type: 'ready' });
    this.send();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
    document.removeEventListener('keydown', this.onKeyDown);
    window.clearTimeout(this.typing);
  }

  protected override render(): TemplateResult {
    const { file, result, query } = this;
    if (file?.state === 'notEvaluation' || file?.state === 'unreadable') return renderNoList(file, this.post);
    if (file === null || (file.state === 'loading' && file.totals.examples === 0)) return renderLoading();
    return html`
      ${renderToolbar({
        file,
        result,
        query,
        helping: this.helping,
        change: this.change,
        type: this.type,
        searchTexts: this.searchTexts,
        help: (helping: boolean) => {
          this.helping = helping;
        },
        post: this.post,
      })}
      ${
        result !== null && result.total === 0 && result.queryId === this.queryId
          ? renderNothing({ file, result, query, change: this.change, searchTexts: this.searchTexts })
          : nothing
      }
      <error-atlas-list-grid
        ?hidden=${result !== null && result.total === 0}
        .file=${file}
        .result=${result}
        .rows=${this.rows}
        .rowsSeen=${this.rowsSeen}
        .sort=${query.sort}
        .selected=${this.selected}
        .select=${this.select}
        .change=${this.change}
        .post=${this.post}
        .scrolled=${(scroll: number) => this.host.save({ scroll })}
      ></error-atlas-list-grid>
    `;
  }

  private receive(message: HostToList): void {
    switch (message.type) {
      case 'file':
        this.file = message;
        break;
      case 'result': {
        if (message.queryId !== this.queryId) break;
        const before = this.result;
        this.result = message;
        if (message.version !== before?.version) {
          this.rows.restart(message.version, message.total, message.queryId === before?.queryId);
        }
        this.restoreScroll();
        break;
      }
      case 'rows':
        if (this.rows.receive(message)) this.rowsSeen += 1;
    }
  }

  private restoreScroll(): void {
    const scroll = this.pendingScroll;
    this.pendingScroll = 0;
    if (scroll > 0) void this.updateComplete.then(() => this.grid?.scrollToOffset(scroll));
  }

  private get grid(): ListGrid | null {
    return this.querySelector<ListGrid>('error-atlas-list-grid');
  }

  private get searchField(): HTMLElement | null {
    return this.querySelector<HTMLElement>('[data-testid="search"]');
  }

  private readonly post = (message: ListToHost): void => this.host.send(message);

  private send(): void {
    window.clearTimeout(this.typing);
    this.queryId += 1;
    const { query, queryId, selected } = this;
    this.host.save({ query });
    this.post({ type: 'query', queryId, query, selected });
  }

  /** Another filter or order: asked for at once, seen from its beginning. */
  private readonly change = (change: Partial<ListQuery>): void => {
    this.query = { ...this.query, ...change };
    this.send();
    this.grid?.scrollToOffset(0);
  };

  private readonly type = (text: string): void => {
    if (text === this.query.text) return;
    this.query = { ...this.query, text, inTexts: false };
    window.clearTimeout(this.typing);
    this.typing = window.setTimeout(() => this.change({}), TYPING_MS);
  };

  private readonly searchTexts = (): void => {
    if (this.query.text.trim() === '') this.grid?.focusRows();
    else this.change({ inTexts: true });
  };

  private readonly select = (ref: string | null): void => {
    if (ref === this.selected) return;
    this.selected = ref;
    this.host.save({ selected: ref });
    this.post({ type: 'select', ref });
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'f';
    const isInSearch = event.composedPath().includes(this.searchField as EventTarget);
    if (isFind) this.searchField?.focus();
    else if (event.key === 'Escape' && this.query.text !== '') this.type('');
    else if (event.key === 'Escape' && isInSearch) this.grid?.focusRows();
    else if (event.key === 'ArrowDown' && isInSearch) this.grid?.focusRows();
    else return;
    // VS Code listens at the window and has commands of its own for these keys.
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('error-atlas-list', ExampleList);
