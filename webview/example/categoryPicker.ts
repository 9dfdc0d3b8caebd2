import type { TextField } from '@vscode/webview-ui-toolkit';
import { html, nothing, type TemplateResult } from 'lit';
import { Dismiss } from '../dismiss';
import { categoryClass } from '../palette';
import { View } from '../view';

interface Choice {
  name: string;
  description: string;
}

/** A searchable list of categories: type, arrow to one, Enter. A note for the record is optional. */
export class CategoryPicker extends View {
  static override properties = {
    categories: {},
    current: {},
    corrected: {},
    choose: {},
    retract: {},
    said: {},
    close: {},
    query: { state: true },
    active: { state: true },
  };

  declare categories: Choice[];
  declare current: string | null;
  declare corrected: boolean;
  declare choose: (category: string, note: string | undefined) => void;
  declare retract: () => void;
  declare close: () => void;
  /** The note that was given before. */
  declare said: string;
  declare query: string;
  /** Name of the option that Enter confirms. */
  declare active: string | null;

  private note = '';

  constructor() {
    super();
    this.query = '';
    this.said = '';
    this.active = null;
    new Dismiss(
      this,
      () => this.isConnected,
      () => this.close(),
    );
  }

  protected override firstUpdated(): void {
    this.active ??= this.current;
    this.note = this.said;
    // The toolkit's field takes the focus only once it has drawn itself.
    requestAnimationFrame(() => this.querySelector<TextField>('.picker-search')?.focus());
  }

  protected override updated(): void {
    this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    const matches = this.matching();
    const at = matches.findIndex(({ name }) => name === this.active);
    return html`<div class="popover picker" role="dialog" aria-label="Change category" @keydown=${this.onKeyDown}>
      <vscode-text-field
        class="picker-search"
        placeholder="Search categories"
        aria-label="Search categories"
        data-testid="picker-search"
        @input=${this.onSearch}
      ></vscode-text-field>
      <p class="unseen" role="status">${this.spoken(matches)}</p>
      <ul
        class="picker-list"
        role="listbox"
        aria-label="Categories"
        tabindex="0"
        aria-activedescendant=${at < 0 ? nothing : `picker-option-${at}`}
      >
        ${matches.map((choice, i) => this.renderChoice(choice, i))}
      </ul>
      ${matches.length === 0 ? html`<p class="hint">No category has these words.</p>` : nothing}
      <vscode-text-field
        class="picker-note"
        placeholder="Note (optional): why?"
        aria-label="Note, optional"
        data-testid="picker-note"
        .value=${this.said}
        @input=${(event: Event) => {
          this.note = (event.target as TextField).value;
        }}
      ></vscode-text-field>
      <div class="picker-actions">
        <vscode-button data-testid="picker-save" ?disabled=${this.active === null} @click=${this.confirm}
          >${this.active !== null && this.active === this.current ? 'Confirm category' : 'Change category'}</vscode-button
        >
        ${
          this.corrected
            ? html`<vscode-button appearance="secondary" data-testid="retract" @click=${() => this.retract()}
                >Remove correction</vscode-button
              >`
            : nothing
        }
      </div>
    </div>`;
  }

  /** The focus stays in the search, so which option Enter takes is told. */
  private spoken(matches: readonly Choice[]): string {
    const at = matches.findIndex(({ name }) => name === this.active);
    return at < 0 ? `${matches.length} categories` : `${this.active}, ${at + 1} of ${matches.length}`;
  }

  private renderChoice({ name, description }: Choice, index: number): TemplateResult {
    return html`<li
      id=${`picker-option-${index}`}
      class="picker-option ${categoryClass(name)}"
      role="option"
      aria-selected=${name === this.active}
      data-category=${name}
      @click=${() => {
        this.active = name;
      }}
      @dblclick=${this.confirm}
    >
      <span class="swatch" aria-hidden="true"></span>
      <span
        ><span class="picker-name">${name}${name === this.current ? html`<span class="muted">now</span>` : nothing}</span
        ><span class="picker-description">${description}</span></span
      >
    </li>`;
  }

  /** Every word of the search is in the name or the description; names that begin with it come first. */
  private matching(): Choice[] {
    const words = this.query.toLowerCase().split(/\s+/).filter(Boolean);
    const begins = ({ name }: Choice) => Number(!words.every((word) => name.toLowerCase().includes(word)));
    return this.categories
      .filter(({ name, description }) => words.every((word) => `${name} ${description}`.toLowerCase().includes(word)))
      .sort((a, b) => begins(a) - begins(b));
  }

  private readonly onSearch = (event: Event): void => {
    this.query = (event.target as TextField).value;
    const matches = this.matching();
    if (!matches.some(({ name }) => name === this.active)) this.active = matches[0]?.name ?? null;
    else if (this.query !== '') this.active = matches[0]?.name ?? null;
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const names = this.matching().map(({ name }) => name);
      const at = this.active === null ? -1 : names.indexOf(this.active);
      this.active = names[Math.min(Math.max(at + step, 0), names.length - 1)] ?? null;
    } else if (
      event.key === 'Enter' &&
      event.target instanceof HTMLElement &&
      (event.target.tagName === 'VSCODE-TEXT-FIELD' || event.target.role === 'listbox')
    ) {
      event.preventDefault();
      this.confirm();
    }
  };

  private readonly confirm = (): void => {
    if (this.active !== null) this.choose(this.active, this.note.trim() || undefined);
  };
}

customElements.define('error-atlas-category-picker', CategoryPicker);
