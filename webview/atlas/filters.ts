import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import '../filterMenu';
import { type AtlasFilter, type ConfidenceLevel, isFiltered, NO_FILTER } from '../../src/model/atlasFilter';
import { count, counted } from '../format';
import { type Named, NO_CATEGORY, namedParts } from './filterParts';
import type { PanelView } from './overview';

/** The search box, the menus, and what is chosen as chips that take it away again. */
export function renderFilters(view: PanelView): TemplateResult {
  const { message, wide, setFilter, search, saved, change } = view;
  const { filter } = message;
  const unfolded = wide || saved.allFilters;
  return html`<div class="filters" role="group" aria-label="Filters">
      <input
        class="search"
        type="search"
        data-testid="search"
        placeholder="Search titles and inputs"
        aria-label="Search titles and inputs"
        maxlength="500"
        .value=${live(filter.search)}
        @input=${(event: Event) => search((event.target as HTMLInputElement).value)}
      />
      ${
        wide
          ? nothing
          : html`<button
              class="filter-button unfold"
              data-testid="unfold-filters"
              aria-expanded=${unfolded}
              @click=${() => change({ allFilters: !saved.allFilters })}
            >
              <span class="codicon codicon-filter" aria-hidden="true"></span><span class="filter-label">Filters</span>
            </button>`
      }
      ${unfolded ? renderMenus(message, setFilter) : nothing}
    </div>
    ${isFiltered(filter) ? renderChips(namedParts(message), view) : nothing}`;
}

function renderMenus(message: PanelView['message'], setFilter: PanelView['setFilter']): TemplateResult {
  const { filter, models, datasets, runs, judges, categories } = message;
  const judgeLabels = new Map(judges.map(({ id, label }) => [id, label]));
  const set = (change: Partial<AtlasFilter>) => setFilter({ ...filter, ...change });
  const names = (chosen: readonly (string | null)[]) => chosen.map((name) => name ?? NO_CATEGORY);
  return html`
    ${menu('models', models, filter.models, (chosen) => set({ models: chosen }))}
    ${menu('datasets', datasets, filter.datasets, (chosen) => set({ datasets: chosen }))}
    ${menu('files', runs, filter.files, (chosen) => set({ files: chosen }))}
    ${menu(
      'judges',
      judges.map(({ id }) => id),
      filter.judges,
      (chosen) => set({ judges: chosen }),
      (id) => judgeLabels.get(id) ?? id,
    )}
    ${menu(
      'categories',
      names(categories),
      names(filter.categories),
      (chosen) => set({ categories: chosen.map((name) => (name === NO_CATEGORY ? null : name)) }),
      (name) => (name === NO_CATEGORY ? 'Needs a judge' : name),
    )}
    ${menu(
      'confidences',
      ['high', 'medium', 'low'],
      filter.confidences,
      (chosen) => set({ confidences: chosen as ConfidenceLevel[] }),
      (level) => `${level} confidence`,
    )}
    ${switchButton('Corrected', 'Only those that a person has corrected', filter.corrected, (corrected) => set({ corrected }))}
    ${switchButton(
      'Label noise',
      'Only those whose reference, task or grader the judge suspects to be wrong',
      filter.labelNoise,
      (labelNoise) => set({ labelNoise }),
    )}
  `;
}

function menu(
  name: string,
  options: string[],
  selected: string[],
  choose: (chosen: string[]) => void,
  labelOf = (option: string) => option,
): TemplateResult | typeof nothing {
  if (options.length < 2 && selected.length === 0) return nothing;
  return html`<error-atlas-filter-menu
    data-testid=${`filter-${name}`}
    .name=${name}
    .options=${options}
    .selected=${selected}
    .choose=${choose}
    .labelOf=${labelOf}
  ></error-atlas-filter-menu>`;
}

function switchButton(label: string, title: string, on: boolean, set: (on: boolean) => void): TemplateResult {
  return html`<button
    class="filter-button ${on ? 'active' : ''}"
    data-testid=${`filter-${label.toLowerCase().replace(' ', '-')}`}
    aria-pressed=${on}
    title=${title}
    @click=${() => set(!on)}
  >
    <span class="filter-label">${label}</span>
  </button>`;
}

function renderChips(parts: readonly Named[], { message, setFilter }: PanelView): TemplateResult {
  const { filter, scope, atlas } = message;
  return html`<div class="chips" data-testid="chips">
    <ul class="chip-list" aria-label="Filters in use">
      ${parts.map(
        ({ kind, label, without }) =>
          html`<li>
            <button
              class="chip"
              title=${`Remove the filter ${label}`}
              @click=${() => setFilter({ ...filter, ...without })}
            >
              <span class="unseen">Remove filter</span><span class="chip-kind">${kind}</span><span class="chip-label">${label}</span
              ><span class="codicon codicon-close" aria-hidden="true"></span>
            </button>
          </li>`,
      )}
    </ul>
    <button class="link" data-testid="clear-filter" @click=${() => setFilter({ ...NO_FILTER })}>Clear all</button>
    <span class="muted" data-testid="kept">${counted(atlas.totals.failing, 'failing example')} of ${count(scope.failing)}</span>
  </div>`;
}
