import { html, nothing, type TemplateResult } from 'lit';
import { categoryClass } from '../palette';
import { properties } from '../properties';

/** One slim bar of all categories; the list beside it carries the same numbers in words. */
export function renderStack(categories: readonly { name: string; count: number }[], open: number): TemplateResult {
  return html`<div class="stack" aria-hidden="true">
    ${categories.map(
      ({ name, count }) =>
        html`<span
          class="stack-part ${categoryClass(name)}"
          title=${`${name}: ${count}`}
          ${properties({ '--count': count })}
        ></span>`,
    )}
    ${
      open > 0
        ? html`<span
            class="stack-part hatched category-none"
            title=${`Needs a judge: ${open}`}
            ${properties({ '--count': open })}
          ></span>`
        : nothing
    }
  </div>`;
}
