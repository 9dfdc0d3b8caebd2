import { html, nothing, type TemplateResult } from 'lit';
import { Dismiss } from '../dismiss';
import { View } from '../view';

/** "Any score ▾": from and to, both included; an empty field sets no bound. */
export class ScoreMenu extends View {
  static override properties = { min: {}, max: {}, choose: {}, isOpen: { state: true } };

  declare min: number | null;
  declare max: number | null;
  declare choose: (min: number | null, max: number | null) => void;
  declare isOpen: boolean;

  constructor() {
    super();
    this.isOpen = false;
    new Dismiss(
      this,
      () => this.isOpen,
      () => this.close(),
    );
  }

  protected override render(): TemplateResult {
    const isSet = this.min !== null || this.max !== null;
    return html`
      <button
        class="filter-button ${isSet ? 'active' : ''}"
        aria-haspopup="true"
        aria-expanded=${this.isOpen}
        @click=${() => {
          this.isOpen = !this.isOpen;
        }}
      >
        <span class="filter-label">${this.words()}</span>
        <span class="codicon codicon-chevron-down" aria-hidden="true"></span>
      </button>
      ${
        this.isOpen
          ? html`<div class="popover filter-menu score-menu" role="group" aria-label="Scores">
              ${this.field('from', this.min, (min) => this.choose(min, this.max))}
              ${this.field('to', this.max, (max) => this.choose(this.min, max))}
            </div>`
          : nothing
      }
    `;
  }

  private words(): string {
    const { min, max } = this;
    if (min === null) return max === null ? 'Any score' : `Score up to ${max}`;
    return max === null ? `Score from ${min}` : `Score ${min} to ${max}`;
  }

  private field(name: string, value: number | null, set: (value: number | null) => void): TemplateResult {
    return html`<vscode-text-field
      data-bound=${name}
      size="8"
      .value=${value === null ? '' : String(value)}
      @change=${(event: Event) => {
        const text = (event.target as HTMLInputElement).value.trim();
        const number = Number(text);
        if (text === '') set(null);
        else if (Number.isFinite(number)) set(number);
      }}
      >${name}</vscode-text-field
    >`;
  }

  private close(): void {
    this.isOpen = false;
    this.querySelector<HTMLElement>('.filter-button')?.focus();
  }
}

customElements.define('error-atlas-score-menu', ScoreMenu);
