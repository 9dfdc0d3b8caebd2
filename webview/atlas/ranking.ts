import { html, nothing, type TemplateResult } from 'lit';
import type { Atlas, CategoryTally } from '../../src/model/atlas';
import { moveFocus } from '../focus';
import { count, counted, percent } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import { openCount } from './openCount';
import type { Drill } from './state';

interface RankingView {
  atlas: Atlas;
  /** The category that is looked into; `undefined`: none. */
  selected: string | null | undefined;
  open: (drill: Drill) => void;
}

/** The categories, most frequent first, and at the end what no judge has named yet. */
export function renderRanking({ atlas, selected, open }: RankingView): TemplateResult {
  const categories = atlas.categories.filter((category) => category.count > 0);
  const most = Math.max(1, ...categories.map((category) => category.count));
  const waiting = openCount(atlas.totals);
  return html`<ul class="ranking" data-testid="ranking" @keydown=${(event: KeyboardEvent) => moveFocus(event, '.rank')}>
    ${categories.map(
      (category) =>
        html`<li>
          <button
            class="rank ${categoryClass(category.name)}"
            data-category=${category.name}
            aria-current=${selected === category.name}
            aria-label=${spoken(category)}
            title=${category.description ?? category.name}
            @click=${() => open({ category: category.name })}
          >
            <span class="rank-name">${category.name}${marks(category)}</span>
            <span class="rank-count">${count(category.count)}</span>
            <span class="rank-share">${percent(category.share)}</span>
            <span class="bar" ${properties({ '--share': category.count / most })}></span>
          </button>
        </li>`,
    )}
    ${
      waiting > 0
        ? html`<li class="rank-open">
            <button
              class="rank category-none"
              data-category=""
              data-testid="needs-judge"
              aria-current=${selected === null}
              title="Failing examples that no judge has named: not yet classified, or the judge could not tell"
              @click=${() => open({ category: null })}
            >
              <span class="rank-name">Needs a judge</span>
              <span class="rank-count">${count(waiting)}</span>
              <span class="rank-share"></span>
              <span class="bar hatched" ${properties({ '--share': Math.min(1, waiting / most) })}></span>
            </button>
          </li>`
        : nothing
    }
  </ul>`;
}

function marks(category: CategoryTally): TemplateResult {
  return html`${
    category.source === 'reconstructed'
      ? html`<span class="mark-reconstructed" title="This name is not the paper's: we reconstructed it (see below)"
          >≈</span
        >`
      : nothing
  }${
    category.corrected > 0
      ? html`<span class="mark-corrected" title=${`${counted(category.corrected, 'example')} corrected by a person`}
          ><span class="codicon codicon-edit" aria-hidden="true"></span>${category.corrected}</span
        >`
      : nothing
  }`;
}

function spoken(category: CategoryTally): string {
  const parts = [
    category.name,
    counted(category.count, 'example'),
    `${percent(category.share)} of the classified`,
    category.corrected > 0 && `${category.corrected} corrected by a person`,
    category.source === 'reconstructed' && 'reconstructed name',
  ];
  return parts.filter(Boolean).join(', ');
}
