import { html, nothing, type TemplateResult } from 'lit';
import { moveFocus } from '../focus';
import { count } from '../format';
import { categoryClass } from '../palette';
import { properties } from '../properties';
import type { DrillView } from './drill';
import type { ExamplesMessage } from './state';
import './treemap';

/** Groups that are listed before the user asks for more. */
const FEW = 6;

type Inside = NonNullable<ExamplesMessage['inside']>;

/** What the examples are made of: sub-categories or titles, as bars and where there is room as tiles. */
export function renderInside(view: DrillView, inside: Inside): TemplateResult | typeof nothing {
  const { wide, drill, allInside, unfoldInside, total, saved } = view;
  const { groups, more, level } = inside;
  if (groups.length < 2 && level === 'title') return nothing;
  const shown = allInside ? groups : groups.slice(0, FEW);
  const most = groups[0]?.count ?? 1;
  const all = groups.length + more;
  const what = level === 'title' ? 'Titles of these errors' : 'Sub-categories';
  const below = (name: string) => view.open({ ...drill, [level]: name });
  return html`<section class="inside ${categoryClass(drill.category)}" aria-label=${what}>
    <h3>${what} <span class="muted">${count(all)}</span></h3>
    <div class=${wide && saved.display === 'chart' && most > 1 ? 'inside-both' : ''}>
      <ul class="inside-groups" data-testid="inside" @keydown=${(event: KeyboardEvent) => moveFocus(event, '.inside-group')}>
        ${shown.map(
          ({ name, count: of }) =>
            html`<li>
              <button
                class="inside-group"
                data-inside=${name}
                title=${name}
                @click=${() => below(name)}
              >
                <span class="inside-name">${name}</span>
                <span class="inside-count">${count(of)}<span class="unseen"> examples</span></span>
                <span class="bar" ${properties({ '--share': of / most })}></span>
              </button>
            </li>`,
        )}
        ${
          groups.length > FEW
            ? html`<li>
                <button class="link" data-testid="all-inside" aria-expanded=${allInside} @click=${unfoldInside}>
                  ${allInside ? 'Show fewer' : `Show ${count(groups.length - FEW)} more`}
                </button>
                ${allInside && more > 0 ? html`<span class="muted">and ${count(more)} that are rarer</span>` : nothing}
              </li>`
            : nothing
        }
      </ul>
      ${
        wide && saved.display === 'chart' && most > 1
          ? html`<error-atlas-treemap
              class="inside-tiles"
              .tiles=${groups.map(({ name, count: of }) => ({
                name,
                count: of,
                share: of / Math.max(1, total ?? 1),
                colour: categoryClass(drill.category),
              }))}
              .subject=${what}
              .select=${below}
            ></error-atlas-treemap>`
          : nothing
      }
    </div>
  </section>`;
}
