import { html, type TemplateResult } from 'lit';

export interface ToggleOption<Value extends string> {
  value: Value;
  label: string;
  /** Said on hover. */
  title?: string;
}

/** A few choices side by side, one of them taken. */
export function renderToggle<Value extends string>(
  name: string,
  options: readonly ToggleOption<Value>[],
  chosen: Value,
  choose: (value: Value) => void,
): TemplateResult {
  return html`<div class="toggle" role="group" aria-label=${name}>
    ${options.map(
      ({ value, label, title }) =>
        html`<button
          class="toggle-option"
          data-testid=${`show-${value}`}
          aria-pressed=${value === chosen}
          title=${title ?? label}
          @click=${() => choose(value)}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}
