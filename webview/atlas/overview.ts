import { html, nothing, type TemplateResult } from 'lit';
import type { AtlasFilter, PanelCommand } from '../../src/protocol';
import { renderAbout } from './about';
import { renderFilters } from './filters';
import { renderHeader } from './header';
import { openCount } from './openCount';
import { renderRanking } from './ranking';
import { renderSignatureBars } from './signatureBars';
import { renderSignatureTable } from './signatureTable';
import { renderStack } from './stack';
import { type AtlasMessage, type Drill, isFiltered } from './state';
import { renderAllPass, renderUnclassified } from './states';
import './treemap';

/** What every part of the panel draws from, and what it may do. */
export interface PanelView {
  message: AtlasMessage;
  wide: boolean;
  run: (command: PanelCommand) => void;
  setFilter: (filter: AtlasFilter) => void;
  open: (drill: Drill) => void;
}

export interface OverviewView extends PanelView {
  sort: string | null;
  setSort: (model: string | null) => void;
}

export function renderOverview(view: OverviewView): TemplateResult {
  const { totals } = view.message.atlas;
  return html`
    ${renderHeader(view)} ${renderFilters(view)}
    ${totals.failing === 0 ? renderAllPass(view) : totals.classified === 0 ? renderUnclassified(view) : renderCharts(view)}
    ${renderAbout(view.message.atlas)}
  `;
}

function renderCharts(view: OverviewView): TemplateResult {
  const { message, wide, open } = view;
  const { atlas } = message;
  const models = atlas.models.filter((model) => model.failing > 0);
  return html`
    <section class="categories" aria-label="Categories">
      ${wide ? nothing : renderStack(atlas.categories, openCount(atlas.totals))}
      ${renderRanking({ atlas, selected: undefined, open })}
      ${
        wide
          ? html`<error-atlas-treemap
              .categories=${atlas.categories}
              .select=${(category: string) => open({ category })}
            ></error-atlas-treemap>`
          : nothing
      }
    </section>
    ${
      models.length > 1 || isFiltered(message.filter)
        ? wide
          ? renderSignatureTable({ ...view, atlas }, models)
          : renderSignatureBars(view, models)
        : nothing
    }
  `;
}
