import { html, type TemplateResult } from 'lit';
import type { Report as ReportData } from '../../src/model/report';
import { renderRanking } from '../atlas/ranking';
import { renderSignatureTable } from '../atlas/signatureTable';
import { counted, time } from '../format';
import { View } from '../view';
import { ALL, type Chosen, countsOf, matches } from './counts';
import { renderFailures } from './failures';

const PAGE = 200;

/** The report's page: the panel's charts over the data that the file carries, and its failing examples. */
export class Report extends View {
  static override properties = { chosen: { state: true }, sort: { state: true }, shown: { state: true } };

  declare chosen: Chosen;
  declare sort: string | null;
  declare shown: number;

  private readonly report: ReportData = JSON.parse(document.getElementById('report')?.textContent ?? '');

  constructor() {
    super();
    this.chosen = ALL;
    this.sort = null;
    this.shown = PAGE;
  }

  protected override render(): TemplateResult {
    const { report, chosen } = this;
    const atlas = countsOf(report.atlas, report.failures, chosen);
    const models = atlas.models.filter(({ failing }) => failing > 0);
    const failures = report.failures.filter((failure) => matches(failure, chosen));
    return html`<main class="wide">
      <h1>Why examples fail</h1>
      <p class="muted">${report.name} · ${time(report.createdAt)} · taxonomy ${atlas.taxonomy}</p>
      <p class="gist" role="status">${this.gist()}</p>
      <div class="filters" role="group" aria-label="Filters">
        ${this.select('model', 'All models', namesOf(report.atlas.models))}
        ${this.select('dataset', 'All datasets', namesOf(report.atlas.datasets))} ${this.categories()}
        <input
          type="search"
          aria-label="Search in titles, reasons and questions"
          placeholder="Search"
          .value=${chosen.text}
          @input=${(event: InputEvent) => this.choose({ text: (event.target as HTMLInputElement).value })}
        />
      </div>
      <section class="categories" aria-label="Categories">
        ${renderRanking({ atlas, selected: chosen.category === '' ? undefined : chosen.category, open: this.open })}
      </section>
      ${models.length > 1 ? renderSignatureTable({ atlas, sort: this.sort, setSort: this.setSort, open: this.open }, models) : ''}
      ${renderFailures({ failures, shown: this.shown, unlisted: report.unlisted, more: this.more })}
    </main>`;
  }

  private gist(): string {
    const { examples, failing, classified, corrected, errored } = this.report.atlas.totals;
    const parts = [`${failing} of ${counted(examples, 'example')} fail`, `${classified} of them have a category`];
    if (corrected > 0) parts.push(`${corrected} were put right by a person`);
    if (errored > 0) parts.push(`${errored} more crashed in the run`);
    return `${parts.join('; ')}.`;
  }

  private select(of: 'model' | 'dataset', all: string, names: readonly string[]): TemplateResult {
    return html`<select
      aria-label=${of}
      data-testid=${of}
      @change=${(event: Event) => this.choose({ [of]: (event.target as HTMLSelectElement).value })}
    >
      <option value="" .selected=${this.chosen[of] === ''}>${all}</option>
      ${names.map((name) => html`<option value=${name} .selected=${this.chosen[of] === name}>${name}</option>`)}
    </select>`;
  }

  /** By place in the list: a category may be called anything. */
  private categories(): TemplateResult {
    const names = [...this.report.atlas.categories.map(({ name }) => name), null];
    return html`<select
      aria-label="category"
      data-testid="category"
      @change=${(event: Event) => this.choose({ category: names[(event.target as HTMLSelectElement).selectedIndex - 1] ?? this.noneOf(event) })}
    >
      <option .selected=${this.chosen.category === ''}>All categories</option>
      ${names.map((name) => html`<option .selected=${this.chosen.category === name}>${name ?? 'Needs a judge'}</option>`)}
    </select>`;
  }

  private noneOf(event: Event): '' | null {
    return (event.target as HTMLSelectElement).selectedIndex === 0 ? '' : null;
  }

  private choose(part: Partial<Chosen>): void {
    this.chosen = { ...this.chosen, ...part };
    this.shown = PAGE;
  }

  private readonly open = ({ category, model }: { category: string | null; model?: string | undefined }): void => {
    this.choose({ category, ...(model !== undefined && { model }) });
    void this.updateComplete.then(() => {
      const title = this.querySelector<HTMLElement>('#failures-title');
      title?.scrollIntoView({ block: 'start' });
      title?.focus({ preventScroll: true });
    });
  };

  private readonly setSort = (model: string | null): void => {
    this.sort = model;
  };

  private readonly more = (): void => {
    this.shown += PAGE;
  };
}

function namesOf(groups: readonly { name: string; failing: number }[]): string[] {
  return groups.filter(({ failing }) => failing > 0).map(({ name }) => name);
}

customElements.define('error-atlas-report', Report);
