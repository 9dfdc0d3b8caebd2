import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { CategoryPlace } from '../../src/model/taxonomyEdit';
import { counted } from '../format';
import { isWithin, type Row, rowsOf, type SendEdit, type TaxonomyMessage } from './state';
import './titles';
import type { TitlesMessage } from './state';

export interface DetailsView {
  taxonomy: TaxonomyMessage;
  selected: Row[];
  titles: TitlesMessage | undefined;
  edit: SendEdit;
  askTitles: (at: CategoryPlace) => void;
  addBelow: (place: CategoryPlace) => void;
  /** Which of the selected categories the others become part of. */
  kept: string;
  keep: (id: string) => void;
}

/** What can be done with what is selected: nothing, one category, or several. */
export function renderDetails(view: DetailsView): TemplateResult {
  const [row, ...more] = view.selected;
  if (!row) return renderAbout(view);
  return more.length === 0 ? renderOne(row, view) : renderSeveral(view);
}

function renderAbout({ taxonomy, edit }: DetailsView): TemplateResult {
  return html`<section class="details" aria-label="The taxonomy" data-testid="about">
    <h2>The taxonomy</h2>
    ${field('Name', taxonomy.name, (name) => edit({ kind: 'about', name }))}
    ${area('Where it comes from', taxonomy.source, (source) => edit({ kind: 'about', source }))}
    <p class="hint">
      Select a category to change it, several (Ctrl or Shift) to merge them. Keys: F2 renames, Delete deletes, Alt with
      arrows moves, Space selects.
    </p>
  </section>`;
}

function renderOne(row: Row, view: DetailsView): TemplateResult {
  const { category, place } = row;
  const { edit, titles } = view;
  return keyed(
    category.id,
    html`<section class="details" aria-label="Category" data-testid="details">
      <h2>Category</h2>
      ${category.faults.map((fault) => html`<p class="failed" role="alert">${fault}</p>`)}
      ${field('Name', category.name, (name) => edit({ kind: 'describe', at: place, name }))}
      ${area('Description', category.description, (description) => edit({ kind: 'describe', at: place, description }))}
      <p class="hint">Judges decide by name and description: what belongs here and what does not, in up to 30 words.</p>
      ${
        category.examples.length === 0
          ? nothing
          : html`<h3>Examples</h3>
              <ul class="examples">${category.examples.map((example) => html`<li><bdi>${example}</bdi></li>`)}</ul>`
      }
      ${renderPlace([row], view)}
      <error-atlas-titles
        .count=${category.count}
        .titles=${titles?.id === category.id ? titles : undefined}
        .ask=${() => view.askTitles(place)}
        .split=${(chosen: string[], name: string) => edit({ kind: 'split', at: place, titles: chosen, name })}
      ></error-atlas-titles>
      <div class="actions">
        <vscode-button appearance="secondary" data-testid="add-below" @click=${() => view.addBelow(place)}
          >Add sub-category</vscode-button
        >
        ${removeButton([row], edit)}
      </div>
    </section>`,
  ) as TemplateResult;
}

function renderSeveral(view: DetailsView): TemplateResult {
  const { selected, edit, keep } = view;
  const kept = selected.find(({ category }) => category.id === view.kept) ?? selected[0];
  const examples = selected.reduce((sum, { category }) => sum + category.count, 0);
  return html`<section class="details" aria-label="Selected categories" data-testid="several">
    <h2>${counted(selected.length, 'category', 'categories')} selected</h2>
    <p class="hint">Merged they have ${counted(examples, 'failing example')}; name and description are those of</p>
    <div role="radiogroup" aria-label="Which category stays">
      ${selected.map(
        ({ category }) =>
          html`<label class="choice">
            <input
              type="radio"
              name="kept"
              .checked=${category === kept?.category}
              @change=${() => keep(category.id)}
            />
            <bdi>${category.name}</bdi>
          </label>`,
      )}
    </div>
    <div class="actions">
      <vscode-button
        data-testid="merge"
        @click=${() => kept && edit({ kind: 'merge', at: selected.map(({ place }) => place), into: kept.place })}
        >Merge into one</vscode-button
      >
      ${removeButton(selected, edit)}
    </div>
    ${renderPlace(selected, view)}
  </section>`;
}

/** Where it stands; for whoever does not drag. */
function renderPlace(rows: readonly Row[], { taxonomy, edit }: DetailsView): TemplateResult {
  const parents = rowsOf(taxonomy.categories).filter(({ place }) => !rows.some((row) => isWithin(place, row.place)));
  const [first] = rows;
  const current = first && first.place.length > 1 ? first.place.slice(0, -1).join('.') : '';
  const at = rows.map(({ place }) => place);
  const index = first?.place.at(-1) ?? 0;
  const parent = current === '' ? null : current.split('.').map(Number);
  return html`<div class="placing">
    <label
      >Inside
      <select
        data-testid="inside"
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          const to = value === '' ? null : value.split('.').map(Number);
          edit({ kind: 'move', at, parent: to, index: Number.MAX_SAFE_INTEGER });
        }}
      >
        <option value="" .selected=${current === ''}>the top level</option>
        ${parents.map(
          ({ category, place }) =>
            html`<option value=${place.join('.')} .selected=${place.join('.') === current}>
              ${'\u2003'.repeat(place.length - 1)}${category.name}
            </option>`,
        )}
      </select></label
    >
    ${
      rows.length > 1
        ? nothing
        : html`<vscode-button
              appearance="icon"
              aria-label="Move up"
              title="Move up (Alt+Up)"
              ?disabled=${index === 0}
              @click=${() => edit({ kind: 'move', at, parent, index: index - 1 })}
              ><span class="codicon codicon-arrow-up"></span></vscode-button
            ><vscode-button
              appearance="icon"
              aria-label="Move down"
              title="Move down (Alt+Down)"
              ?disabled=${index + 1 === first?.siblings}
              @click=${() => edit({ kind: 'move', at, parent, index: index + 2 })}
              ><span class="codicon codicon-arrow-down"></span
            ></vscode-button>`
    }
  </div>`;
}

function removeButton(rows: readonly Row[], edit: SendEdit): TemplateResult {
  const at = rows.map(({ place }) => place);
  return html`<vscode-button
    appearance="secondary"
    data-testid="remove"
    title="Undo brings it back"
    @click=${() => edit({ kind: 'remove', at })}
    >Delete</vscode-button
  >`;
}

function field(label: string, value: string, change: (value: string) => void): TemplateResult {
  return html`<label class="field"
    >${label}
    <input
      type="text"
      data-field=${label}
      .value=${value}
      @change=${(event: Event) => tellChange((event.target as HTMLInputElement).value, value, change)}
      @keydown=${(event: KeyboardEvent) => leave(event, value)}
  /></label>`;
}

function area(label: string, value: string, change: (value: string) => void): TemplateResult {
  return html`<label class="field"
    >${label}
    <textarea
      rows="4"
      data-field=${label}
      .value=${value}
      @change=${(event: Event) => tellChange((event.target as HTMLTextAreaElement).value, value, change)}
      @keydown=${(event: KeyboardEvent) => leave(event, value)}
    ></textarea>
  </label>`;
}

/** Browsers report a change also after Escape has taken it back. */
function tellChange(now: string, before: string, change: (value: string) => void): void {
  if (now !== before) change(now);
}

/** Escape takes back what was typed. */
function leave(event: KeyboardEvent, value: string): void {
  if (event.key !== 'Escape') return;
  (event.target as HTMLInputElement).value = value;
  event.stopPropagation();
}
