import { html, nothing, type TemplateResult } from 'lit';
import { type ListFilter, type ListQuery, type ListToHost, OutcomeName } from '../../src/protocol';
import { count, counted } from '../format';
import '../filterMenu';
import './scoreMenu';
import type { FileMessage, ResultMessage } from './state';
import { DEFAULT_FILTER, isDefault } from './state';

export interface ToolbarView {
  file: FileMessage;
  result: ResultMessage | null;
  query: ListQuery;
  helping: boolean;
  change: (change: Partial<ListQuery>) => void;
  type: (text: string) => void;
  searchTexts: () => void;
  help: (helping: boolean) => void;
  post: (message: ListToHost) => void;
}

/** In the menu of categories, for failing examples without one. */
const NEEDS_A_JUDGE = 'Needs a judge';
const OUTCOME_WORDS = { failing: 'Failing', errored: 'Errored', unscored: 'Unscored', passed: 'Passed' } as const;
const OUTCOMES = OutcomeName.options;

const SYNTAX = [
  ['wrong unit', 'both words, in whatever order'],
  ['"wrong unit"', 'the words as they stand'],
  ['model:llama  dataset:gsm8k', 'part of a name; model=… for the whole name'],
  ['category:"needs a judge"', 'also title: id: stop: status:'],
  ['score<0.5  length>1000', 'length: characters of the output'],
  ['meta.level:hard', 'what the tool wrote about the example'],
  ['-refus  -stop:length', 'without'],
  ['is:corrected', "with a person's word"],
] as const;

export function renderToolbar(view: ToolbarView): TemplateResult {
  const { query, result, helping } = view;
  const problems = result?.problems ?? [];
  return html`<div class="top">
    <form
      class="search"
      role="search"
      @submit=${(event: Event) => event.preventDefault()}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'Enter' || event.isComposing) return;
        event.preventDefault();
        view.searchTexts();
      }}
    >
      <vscode-text-field
        data-testid="search"
        class=${problems.length > 0 ? 'invalid' : ''}
        aria-label="Search examples"
        placeholder="Search id, title and first line; Enter searches the texts"
        .value=${query.text}
        @input=${(event: Event) => view.type((event.target as HTMLInputElement).value)}
        ><span slot="start" class="codicon codicon-search" aria-hidden="true"></span
      ></vscode-text-field>
      <vscode-button
        appearance="secondary"
        data-testid="search-texts"
        ?disabled=${query.text.trim() === ''}
        title="Search in inputs, outputs and references (Enter)"
        @click=${view.searchTexts}
        >Search texts</vscode-button
      >
      <vscode-button
        appearance="icon"
        data-testid="help"
        aria-label="How to search"
        title="How to search"
        aria-expanded=${helping}
        @click=${() => view.help(!helping)}
        ><span class="codicon codicon-question"></span
      ></vscode-button>
    </form>
    ${
      problems.length === 0
        ? nothing
        : html`<ul class="problems" role="alert" data-testid="query-problems">
            ${problems.map((problem) => html`<li>${problem}</li>`)}
          </ul>`
    }
    ${helping ? renderHelp() : nothing} ${renderFilters(view)} ${renderStatus(view)}
  </div>`;
}

function renderHelp(): TemplateResult {
  return html`<dl class="help" data-testid="syntax">
    ${SYNTAX.map(([example, words]) => html`<dt><code>${example}</code></dt><dd>${words}</dd>`)}
  </dl>`;
}

function renderFilters({ file, query, change }: ToolbarView): TemplateResult {
  const { facets } = file;
  const { filter } = query;
  const set = (part: Partial<ListFilter>) => change({ filter: { ...filter, ...part } });
  const names = facets.categories.map(({ name }) => name ?? NEEDS_A_JUDGE);
  const menu = (
    id: string,
    name: string,
    options: readonly string[],
    selected: readonly string[],
    choose: (chosen: string[]) => void,
  ) =>
    // A choice that is no longer there can still be taken back.
    options.length < 2 && selected.length === 0
      ? nothing
      : html`<error-atlas-filter-menu
          data-testid=${`filter-${id}`}
          .name=${name}
          .options=${[...new Set([...options, ...selected])]}
          .selected=${selected}
          .choose=${choose}
        ></error-atlas-filter-menu>`;
  return html`<div class="filters wide" role="group" aria-label="Filters">
    ${menu(
      'outcomes',
      'statuses',
      OUTCOMES.map((name) => OUTCOME_WORDS[name]),
      filter.outcomes.map((name) => OUTCOME_WORDS[name]),
      (chosen) => set({ outcomes: OUTCOMES.filter((name) => chosen.includes(OUTCOME_WORDS[name])) }),
    )}
    ${menu(
      'categories',
      'categories',
      names,
      filter.categories.map((name) => name ?? NEEDS_A_JUDGE),
      (chosen) => set({ categories: chosen.map((name) => (name === NEEDS_A_JUDGE ? null : name)) }),
    )}
    ${menu('models', 'models', facets.models, filter.models, (models) => set({ models }))}
    ${menu('datasets', 'datasets', facets.datasets, filter.datasets, (datasets) => set({ datasets }))}
    ${menu('stops', 'stop reasons', facets.finishReasons, filter.finishReasons, (finishReasons) =>
      set({ finishReasons }),
    )}
    ${
      facets.scored || filter.minScore !== null || filter.maxScore !== null
        ? html`<error-atlas-score-menu
            data-testid="filter-score"
            .min=${filter.minScore}
            .max=${filter.maxScore}
            .choose=${(minScore: number | null, maxScore: number | null) => set({ minScore, maxScore })}
          ></error-atlas-score-menu>`
        : nothing
    }
    ${
      facets.corrected > 0 || filter.corrected
        ? html`<button
            class="filter-button ${filter.corrected ? 'active' : ''}"
            data-testid="filter-corrected"
            aria-pressed=${filter.corrected}
            @click=${() => set({ corrected: !filter.corrected })}
          >
            Corrected
          </button>`
        : nothing
    }
    ${
      isDefault(filter)
        ? nothing
        : html`<button class="link" data-testid="clear-filter" @click=${() => change({ filter: DEFAULT_FILTER })}>
            Clear
          </button>`
    }
  </div>`;
}

function renderStatus(view: ToolbarView): TemplateResult {
  const { file, result, post } = view;
  const { totals } = file;
  return html`<div class="status">
    <p class="facts" role="status">
      <span data-testid="shown">${
        result === null
          ? 'Counting…'
          : result.total === totals.examples
            ? counted(totals.examples, 'example')
            : html`${count(result.total)} of ${counted(totals.examples, 'example')}`
      }</span>
      ${file.state === 'reading' ? html`<span data-testid="reading">still reading…</span>` : nothing}
      <span>${count(totals.failing)} failing</span>
      ${totals.errored > 0 ? html`<span>${count(totals.errored)} errored</span>` : nothing}
      ${totals.unscored > 0 ? html`<span>${count(totals.unscored)} unscored</span>` : nothing}
      <span>${file.format}</span>
      ${file.notes.map((note) => html`<span class="note" title=${note}>${note}</span>`)}
    </p>
    ${renderChoice(view)}
    ${
      file.problems === 0
        ? nothing
        : html`<button
            class="link problems-link"
            data-testid="show-problems"
            @click=${() => post({ type: 'command', command: 'errorAtlas.showProblems' })}
          >
            <span class="codicon codicon-warning" aria-hidden="true"></span>${counted(file.problems, 'place')} could not be
            read
          </button>`
    }
    ${renderSearch(view)}
  </div>`;
}

/** The way to read the file otherwise. */
function renderChoice({ file, post }: ToolbarView): TemplateResult | typeof nothing {
  if (file.choice === null) return nothing;
  const [words, command] = (
    {
      fields: ['Map Fields…', 'errorAtlas.mapFields'],
      metrics: ['Choose Metric…', 'errorAtlas.chooseMetric'],
    } as const
  )[file.choice];
  return html`<button class="link" data-testid="choice" @click=${() => post({ type: 'command', command })}>
    ${words}
  </button>`;
}

function renderSearch({ result, searchTexts, post }: ToolbarView): TemplateResult | typeof nothing {
  if (result === null) return nothing;
  if (result.waiting.length > 0)
    return html`<span class="hint" data-testid="waiting"
      ><button class="link" @click=${searchTexts}>Search texts</button> for ${result.waiting.join(', ')}: it is not in the
      table</span
    >`;
  const { search } = result;
  if (search === null || search.total === 0) return nothing;
  const isStopped = !search.running && search.done < search.total;
  return html`<span class="searching" role="status" data-testid="searching">
    ${search.running ? html`<vscode-progress-ring></vscode-progress-ring>` : nothing}
    ${search.running || isStopped ? `${count(search.done)} of ${counted(search.total, 'text')} searched` : `${counted(search.done, 'text')} searched`}${
      search.unread > 0 ? `, ${count(search.unread)} could not be read` : ''
    }
    ${
      search.running || isStopped
        ? html`<button
            class="link"
            data-testid="stop-search"
            @click=${() => post({ type: 'search', go: isStopped })}
          >
            ${isStopped ? 'Go on' : 'Stop'}
          </button>`
        : nothing
    }
  </span>`;
}
