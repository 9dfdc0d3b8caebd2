import { html, nothing, type TemplateResult } from 'lit';
import { type AtlasFilter, isFiltered } from '../../src/model/atlasFilter';
import type { AtlasDrill, PanelCommand } from '../../src/protocol';
import { categoryClass } from '../palette';
import { renderAbout } from './about';
import { renderCategoryTable } from './categoryTable';
import { renderFilters } from './filters';
import { renderHeader } from './header';
import { openCount } from './openCount';
import { inOrder, renderRanking } from './ranking';
import { renderSignatures } from './signatures';
import { renderStack } from './stack';
import type { AtlasMessage, Saved } from './state';
import { renderAllPass, renderUnclassified } from './states';
import { renderToggle } from './toggle';
import { renderTrend } from './trend';
import './treemap';

/** What every part of the panel draws from, and what it may do. */
export interface PanelView {
  message: AtlasMessage;
  saved: Readonly<Saved>;
  wide: boolean;
  /** Changes what survives a reload. */
  change: (change: Partial<Saved>) => void;
  run: (command: PanelCommand) => void;
  setFilter: (filter: AtlasFilter) => void;
  /** As the user types. */
  search: (words: string) => void;
  open: (drill: AtlasDrill) => void;
  compare: () => void;
}

export function renderOverview(view: PanelView): TemplateResult {
  const { totals } = view.message.atlas;
  return html`
    ${renderHeader(view)} ${renderFilters(view)}
    ${totals.failing === 0 ? renderAllPass(view) : totals.classified === 0 ? renderUnclassified(view) : renderCharts(view)}
    ${renderAbout(view.message.atlas)}
  `;
}

function renderCharts(view: PanelView): TemplateResult {
  const { message, saved, wide, open } = view;
  const { atlas, priorities } = message;
  const models = atlas.models.filter((model) => model.failing > 0);
  return html`
    ${renderOptions(view)}
    ${
      saved.display === 'table'
        ? renderCategoryTable(view)
        : html`<section class="categories" aria-label="Categories">
            ${wide ? nothing : renderStack(atlas.categories, openCount(atlas.totals))}
            ${renderRanking({
              atlas,
              selected: undefined,
              open,
              priorities: saved.order === 'fixFirst' ? priorities : undefined,
            })}
            ${
              wide
                ? html`<error-atlas-treemap
                    .tiles=${inOrder(atlas, undefined).map(({ name, count, share }) => ({
                      name,
                      count,
                      share,
                      colour: categoryClass(name),
                    }))}
                    .subject=${'Failing examples by category'}
                    .select=${(category: string) => open({ category })}
                  ></error-atlas-treemap>`
                : nothing
            }
          </section>`
    }
    ${models.length > 1 || isFiltered(message.filter) ? renderSignatures(view, models) : nothing} ${renderTrend(view)}
  `;
}

function renderOptions({ saved, change }: PanelView): TemplateResult {
  return html`<div class="options">
    ${renderToggle(
      'Order of the categories',
      [
        { value: 'frequency', label: 'Most frequent' },
        {
          value: 'fixFirst',
          label: 'Fix first',
          title:
            'Orders by share × how many times as often as the other models: what is frequent here and rarer elsewhere comes first',
        },
      ],
      saved.order,
      (order) => change({ order }),
    )}
    ${renderToggle(
      'Categories as',
      [
        { value: 'chart', label: 'Chart' },
        { value: 'table', label: 'Table' },
      ],
      saved.display,
      (display) => change({ display }),
    )}
  </div>`;
}
