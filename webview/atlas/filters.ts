import { html, nothing, type TemplateResult } from 'lit';
import '../filterMenu';
import type { PanelView } from './overview';
import { isFiltered } from './state';

export function renderFilters({ message, setFilter }: PanelView): TemplateResult | typeof nothing {
  const { filter, models, datasets } = message;
  if (models.length < 2 && datasets.length < 2 && !isFiltered(filter)) return nothing;
  return html`<div class="filters" role="group" aria-label="Filters">
    <error-atlas-filter-menu
      data-testid="filter-models"
      .name=${'models'}
      .options=${models}
      .selected=${filter.models}
      .choose=${(chosen: string[]) => setFilter({ ...filter, models: chosen })}
    ></error-atlas-filter-menu>
    <error-atlas-filter-menu
      data-testid="filter-datasets"
      .name=${'datasets'}
      .options=${datasets}
      .selected=${filter.datasets}
      .choose=${(chosen: string[]) => setFilter({ ...filter, datasets: chosen })}
    ></error-atlas-filter-menu>
    ${
      isFiltered(filter)
        ? html`<button
            class="link"
            data-testid="clear-filter"
            @click=${() => setFilter({ models: [], datasets: [] })}
          >
            Clear
          </button>`
        : nothing
    }
  </div>`;
}
