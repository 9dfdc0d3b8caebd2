import { html, type TemplateResult } from 'lit';
import type { Signature } from '../../src/model/atlas';
import { count, percent } from '../format';
import { own } from '../own';
import { openCount } from './openCount';
import type { PanelView } from './overview';
import { renderStack } from './stack';

/** Each model's failure signature as one bar, with its most frequent errors below: for narrow panels. */
export function renderSignatureBars(view: PanelView, models: readonly Signature[]): TemplateResult {
  return html`<section class="signature-bars" aria-label="Failure signatures">
    <h2>By model</h2>
    ${models.map((model) => {
      const categories = view.message.atlas.categories
        .map(({ name }) => ({
          name,
          count: own(model.categories, name)?.count ?? 0,
          share: own(model.categories, name)?.share ?? 0,
        }))
        .filter((category) => category.count > 0);
      const top = [...categories].sort((a, b) => b.count - a.count).slice(0, 2);
      return html`<div class="signature-bar" data-model=${model.name}>
        <div class="signature-head">
          <span class="signature-name" title=${model.name}>${model.name}</span>
          <span class="muted">${count(model.failing)} of ${count(model.examples)}</span>
        </div>
        ${renderStack(categories, openCount(model))}
        <ul class="signature-top">
          ${top.map(
            ({ name, share }) =>
              html`<li>
                <button class="link" @click=${() => view.open({ category: name, model: model.name })}>
                  ${name} ${percent(share)}
                </button>
              </li>`,
          )}
        </ul>
      </div>`;
    })}
  </section>`;
}
