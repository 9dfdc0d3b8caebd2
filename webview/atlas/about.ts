import { html, nothing, type TemplateResult } from 'lit';
import type { Atlas } from '../../src/model/atlas';
import errorAtlas from '../../src/model/taxonomies/erroratlas.json';
import type { CategorySource } from '../../src/model/taxonomy';
import { categoryClass } from '../palette';

const SOURCES: Record<CategorySource, string> = {
  paper: 'from the paper',
  reconstructed: 'reconstructed',
  user: 'yours',
};

interface Described {
  name: string;
  description?: string | undefined;
  source?: string | undefined;
}

/** What the categories mean, whose names they bear, and why an example counts as failing. */
export function renderAbout(atlas: Atlas): TemplateResult {
  const builtIn = atlas.taxonomy.toLowerCase().startsWith('erroratlas');
  const categories: Described[] = builtIn ? errorAtlas.categories : atlas.categories;
  return html`<div class="about">
    <details data-testid="about">
      <summary>About this taxonomy</summary>
      ${
        builtIn
          ? html`<p>
              ErrorAtlas has 17 categories. Ten names are public in texts about the paper <cite>ErrorMap and ErrorAtlas</cite>
              (arXiv 2601.15812). The other seven are not: we reconstructed them, and mark them with ≈. All descriptions are
              ours.
            </p>`
          : html`<p>Taxonomy: ${atlas.taxonomy}</p>`
      }
      <dl class="taxonomy">
        ${categories.map(
          ({ name, description, source }) =>
            html`<dt class=${categoryClass(name)}>
                <span class="swatch" aria-hidden="true"></span>${name}
                ${source === undefined ? nothing : html`<span class="muted">${SOURCES[source as CategorySource] ?? source}</span>`}
              </dt>
              <dd>${description}</dd>`,
        )}
      </dl>
    </details>
    ${
      atlas.rules.length === 0
        ? nothing
        : html`<details>
            <summary>What counts as failing</summary>
            <dl class="rules">
              ${atlas.rules.map(({ dataset, rule }) => html`<dt>${dataset}</dt><dd>${rule}</dd>`)}
            </dl>
          </details>`
    }
  </div>`;
}
