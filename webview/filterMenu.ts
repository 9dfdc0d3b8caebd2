import type { Checkbox } from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { Dismiss } from './dismiss';
import { counted } from './format';
import { View } from './view';

/** From how many options on a search field is worth its room. */
const SEARCHABLE = 10;

/** "All models ▾": a button with a list of check boxes. None checked means all. */
export class FilterMenu extends View {
  static override properties = {
    name: {},
    options: {},
    selected: {},
    choose: {},
    labelOf: {},
    isOpen: { state: true },
    query: { state: true },
  };

  declare name: string;
  declare options: string[];
  declare selected: string[];
  declare choose: (selected: string[]) => void;
  /** What people read for an option; the option itself if left out. */
  declare labelOf: (option: string) => string;
  declare isOpen: boolean;
  declare query: string;

  constructor() {
    super();
    this.isOpen = false;
    this.query = '';
    this.labelOf = (option) => option;
    new Dismiss(
      this,
      () => this.isOpen,
      () => this.close(),
    );
  }

  protected override render(): TemplateResult {
    const label =
      this.selected.length === 0
        ? `All ${this.name}`
        : this.selected.length === 1
          ? this.labelOf(this.selected[0] ?? '')
          : counted(this.selected.length, this.name);
    return html`
      <button
        class="filter-button ${this.selected.length > 0 ? 'active' : ''}"
        aria-haspopup="true"
        aria-expanded=${this.isOpen}
        title=${this.selected.map(this.labelOf).join(', ') || `All ${this.name}`}
        @click=${this.toggle}
      >
        <span class="filter-label">${label}</span>
        <span class="codicon codicon-chevron-down" aria-hidden="true"></span>
      </button>
      ${this.isOpen ? this.renderMenu() : nothing}
    `;
  }

  private renderMenu(): TemplateResult {
    const query = this.query.toLowerCase();
    return html`<div class="popover filter-menu" role="group" aria-label=${`Show these ${this.name}`}>
      ${
        this.options.length >= SEARCHABLE
          ? html`<vscode-text-field
              placeholder=${`Search ${this.name}`}
              @input=${(event: Event) => {
                this.query = (event.target as HTMLInputElement).value;
              }}
            ></vscode-text-field>`
          : nothing
      }
      <div class="filter-options">
        ${this.options
          .filter((option) => this.labelOf(option).toLowerCase().includes(query))
          .map(
            (option) =>
              html`<vscode-checkbox
                data-option=${option}
                .checked=${this.selected.includes(option)}
                @change=${(event: Event) => this.check(option, (event.target as Checkbox).checked)}
                >${this.labelOf(option)}</vscode-checkbox
              >`,
          )}
      </div>
    </div>`;
  }

  private readonly toggle = (): void => {
    this.isOpen = !this.isOpen;
    this.query = '';
  };

  private close(): void {
    this.isOpen = false;
    this.querySelector<HTMLElement>('.filter-button')?.focus();
  }

  private check(option: string, checked: boolean): void {
    // The toolkit's check box also reports the value that we set ourselves.
    if (checked === this.selected.includes(option)) return;
    this.choose(this.options.filter((other) => (other === option ? checked : this.selected.includes(other))));
  }
}

customElements.define('error-atlas-filter-menu', FilterMenu);
