import { html, nothing, type TemplateResult } from 'lit';
import type { Atlas, CategoryTally } from '../../src/model/atlas';
import type { Priority } from '../../src/model/priority';
import { moveFocus } from '../focus';
import { count, counted, percent } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import { openCount } from './openCount';
import { priorityTitle, priorityWords } from './priorities';

interface RankingView {
  atlas: Atlas;
  /** The category that is looked into; `undefined`: none. */
  selected: string | null | undefined;
  open: (drill: { category: string | null }) => void;
  /** Orders the categories by what there is to gain, and says so; by frequency if left out. */
  priorities?: readonly Priority[] | undefined;
}

/** The categories as bars with their 95 % intervals, and at the end what no judge has named yet. */
export function renderRanking({ atlas, selected, open, priorities }: RankingView): TemplateResult {
  const categories = inOrder(atlas, priorities);
  const widest = Math.max(0.01, ...categories.map(({ interval: [, high] }) => high));
  const most = Math.max(1, ...categories.map((category) => category.count));
  const waiting = openCount(atlas.totals);
  return html`<ul class="ranking" data-testid="ranking" @keydown=${(event: KeyboardEvent) => moveFocus(event, '.rank')}>
    ${categories.map((category) => {
      const priority = priorities?.find((one) => one.category === category.name);
      return html`<li>
        <button
          class="rank ${categoryClass(category.name)}"
          data-category=${category.name}
          aria-current=${selected === category.name}
          title=${priority ? priorityTitle(priority) : (category.description ?? category.name)}
          @click=${() => open({ category: category.name })}
        >
          <span class="rank-name">${category.name}${marks(category)}<span class="unseen">, </span></span>
          <span class="rank-count">${count(category.count)}<span class="unseen"> examples, </span></span>
          <span class="rank-share"
            >${percent(category.share)}<span class="unseen"> of the classified, ${spokenInterval(category)}</span></span
          >
          ${renderBar(category, widest)}
          ${priority ? html`<span class="rank-why">${priorityWords(priority)}</span>` : nothing}
        </button>
      </li>`;
    })}
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
              <span class="rank-count">${count(waiting)}<span class="unseen"> examples</span></span>
              <span class="rank-share"></span>
              <span class="bar hatched" ${properties({ '--share': Math.min(1, waiting / most) })}></span>
            </button>
          </li>`
        : nothing
    }
  </ul>`;
}

/** Categories that occur; with priorities the highest score first. */
export function inOrder(atlas: Atlas, priorities: readonly Priority[] | undefined): CategoryTally[] {
  const categories = atlas.categories.filter((category) => category.count > 0);
  if (priorities === undefined) return categories;
  const score = new Map(priorities.map((priority) => [priority.category, priority.score]));
  return categories.sort((a, b) => (score.get(b.name) ?? 0) - (score.get(a.name) ?? 0));
}

/** The share as a bar, and the interval in which the true share lies as a whisker over its end. */
function renderBar({ share, interval: [low, high] }: CategoryTally, widest: number): TemplateResult {
  return html`<span class="track" aria-hidden="true">
    <span class="bar" ${properties({ '--share': share / widest })}></span>
    <span class="whisker" ${properties({ '--low': low / widest, '--high': high / widest })}></span>
  </span>`;
}

function marks(category: CategoryTally): TemplateResult {
  return html`${
    category.source === 'reconstructed'
      ? html`<span class="mark-reconstructed" title="This name is not the paper's: we reconstructed it (see below)"
          >≈<span class="unseen"> reconstructed name</span></span
        >`
      : nothing
  }${
    category.corrected > 0
      ? html`<span class="mark-corrected" title=${`${counted(category.corrected, 'example')} corrected by a person`}
          ><span class="codicon codicon-edit" aria-hidden="true"></span>${category.corrected}<span class="unseen">
            corrected</span
          ></span
        >`
      : nothing
  }`;
}

/** What the whisker shows. */
function spokenInterval({ interval: [low, high] }: CategoryTally): string {
  return `95 % interval ${percent(low)} to ${percent(high)}`;
}
