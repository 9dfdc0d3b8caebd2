import { html, nothing, type TemplateResult } from 'lit';
import type { CompareSide } from '../../src/protocol';
import { isSameSide } from './state';

/** A list of all models and files, to choose one side of a comparison from. */
export function renderSideSelect(
  label: string,
  id: string,
  { models, runs }: { models: readonly string[]; runs: readonly string[] },
  chosen: CompareSide | null,
  choose: (side: CompareSide | null) => void,
): TemplateResult {
  const sides = (kind: CompareSide['kind'], names: readonly string[]) => names.map((name) => ({ kind, name }));
  const all = [...sides('model', models), ...sides('file', runs)];
  const option = (side: CompareSide, i: number) =>
    html`<option value=${i} .selected=${isSameSide(side, chosen)}>${side.name}</option>`;
  return html`<label class="side">
    <span class="side-label">${label}</span>
    <select
      class="side-select"
      data-testid=${id}
      @change=${(event: Event) => choose(all[Number((event.target as HTMLSelectElement).value)] ?? null)}
    >
      <option value="" .selected=${chosen === null}>Choose…</option>
      ${models.length > 0 ? html`<optgroup label="Models">${all.slice(0, models.length).map(option)}</optgroup>` : nothing}
      ${
        runs.length > 0
          ? html`<optgroup label="Files">
              ${all.slice(models.length).map((side, i) => option(side, models.length + i))}
            </optgroup>`
          : nothing
      }
    </select>
  </label>`;
}
