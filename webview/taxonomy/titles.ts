import type { Checkbox } from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { count, counted } from '../format';
import { View } from '../view';
import type { TitlesMessage } from './state';

/** The titles in a category, to be looked at and split off into a new one. */
export class Titles extends View {
  static override properties = {
    count: {},
    titles: {},
    ask: {},
    split: {},
    isOpen: { state: true },
    chosen: { state: true },
    name: { state: true },
  };

  declare count: number;
  declare titles: TitlesMessage | undefined;
  declare ask: () => void;
  declare split: (titles: string[], name: string) => void;
  declare isOpen: boolean;
  declare chosen: string[];
  declare name: string;

  constructor() {
    super();
    this.isOpen = false;
    this.chosen = [];
    this.name = '';
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.count === 0) return html`<p class="hint">No failing example is judged to be in it.</p>`;
    return html`<button
        class="link titles-button"
        aria-expanded=${this.isOpen}
        data-testid="titles"
        @click=${this.toggle}
      >
        <span class="codicon ${this.isOpen ? 'codicon-chevron-down' : 'codicon-chevron-right'}" aria-hidden="true"></span
        >Titles of its ${counted(this.count, 'failing example')}
      </button>
      ${this.isOpen ? this.renderTitles() : nothing}`;
  }

  private renderTitles(): TemplateResult {
    if (!this.titles) return html`<p class="hint" role="status">Reading the titles…</p>`;
    const { titles, more } = this.titles;
    if (titles.length === 0) return html`<p class="hint">All of them are in sub-categories.</p>`;
    const present = this.chosen.filter((chosen) => titles.some(({ title }) => title === chosen));
    return html`<div class="titles" role="group" aria-label="Titles">
        ${titles.map(
          ({ title, count: number }) =>
            html`<vscode-checkbox
              .checked=${this.chosen.includes(title)}
              @change=${(event: Event) => this.check(title, (event.target as Checkbox).checked)}
              ><bdi>${title || '(no title)'}</bdi> <span class="muted">${count(number)}</span></vscode-checkbox
            >`,
        )}
        ${more > 0 ? html`<p class="hint">and ${counted(more, 'other title')}</p>` : nothing}
      </div>
      <form
        class="split"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.split(present, this.name);
          this.chosen = [];
          this.name = '';
        }}
      >
        <label class="field"
          >Name of a new category for ${present.length === 0 ? 'the titles that you check' : counted(present.length, 'title')}
          <input
            type="text"
            data-testid="split-name"
            .value=${this.name}
            @input=${(event: Event) => {
              this.name = (event.target as HTMLInputElement).value;
            }}
        /></label>
        <button class="button" data-testid="split" ?disabled=${present.length === 0 || this.name.trim() === ''}>
          Split off
        </button>
      </form>`;
  }

  /** The list may be of another state of the file by now. */
  protected override willUpdate(changed: Map<string, unknown>): void {
    if (this.isOpen && changed.has('titles') && this.titles === undefined && this.count > 0) this.ask();
  }

  private readonly toggle = (): void => {
    this.isOpen = !this.isOpen;
    if (this.isOpen) this.ask();
  };

  private check(title: string, checked: boolean): void {
    // The toolkit's check box also reports the value that we set ourselves.
    if (checked === this.chosen.includes(title)) return;
    this.chosen = checked ? [...this.chosen, title] : this.chosen.filter((other) => other !== title);
  }
}

customElements.define('error-atlas-titles', Titles);
