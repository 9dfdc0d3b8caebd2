import { html, type TemplateResult } from 'lit';
import type { Signature } from '../../src/model/atlas';
import { count, counted, percent } from '../format';
import { own } from '../own';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import type { PanelView } from './overview';

/** Categories of each chart: those that are most frequent over all models, so that the charts have the same rows. */
const ROWS = 10;

/** A small bar chart for each model, all with the same rows and to the same scale: shapes can be compared at a glance. */
export function renderSignatureMultiples({ message, open }: PanelView, models: readonly Signature[]): TemplateResult {
  const rows = message.atlas.categories.slice(0, ROWS).map(({ name }) => name);
  const share = (model: Signature, name: string) => own(model.categories, name)?.share ?? 0;
  const most = Math.max(0.01, ...models.flatMap((model) => rows.map((name) => share(model, name))));
  return html`<section class="signatures" aria-labelledby="multiples-title">
    <h2 id="multiples-title">Failure signatures</h2>
    <p class="hint">Share of each error among the classified failures of a model. Click a bar to see its examples.</p>
    <ul class="multiples" data-testid="multiples">
      ${models.map(
        (model) =>
          html`<li class="multiple" data-model=${model.name}>
            <h3 title=${model.name}>${model.name}</h3>
            <p class="column-facts">${count(model.failing)} of ${count(model.examples)} fail</p>
            <ul>
              ${rows.map(
                (name) =>
                  html`<li>
                    <button
                      class="multiple-row ${categoryClass(name)}"
                      title=${`${model.name}: ${counted(own(model.categories, name)?.count ?? 0, 'example')} of ${name}`}
                      @click=${() => open({ category: name, model: model.name })}
                    >
                      <span class="multiple-name">${name}</span>
                      <span class="multiple-share">${percent(share(model, name))}</span>
                      <span class="bar" ${properties({ '--share': share(model, name) / most })}></span>
                    </button>
                  </li>`,
              )}
            </ul>
          </li>`,
      )}
    </ul>
  </section>`;
}
