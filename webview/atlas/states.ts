import { html, nothing, type TemplateResult } from 'lit';
import { isFiltered, NO_FILTER } from '../../src/model/atlasFilter';
import type { PanelCommand } from '../../src/protocol';
import { count, counted } from '../format';
import type { PanelView } from './overview';

export function renderLoading(): TemplateResult {
  return html`<main class="narrow">
    <p class="hint" role="status">Reading evaluation files…</p>
    <div class="skeleton" aria-hidden="true">${[1, 2, 3, 4, 5].map(() => html`<i></i>`)}</div>
  </main>`;
}

/** The formats that the readers know, with the file names people will recognise. */
const FORMATS = [
  ['lm-evaluation-harness', 'samples_*.jsonl, written with --log_samples'],
  ['Inspect', '.eval and .json logs'],
  ['HELM', 'run folders'],
  ['promptfoo', 'results as .json, .jsonl, .yaml or .csv'],
  ['lighteval', 'details as .parquet'],
  ['ErrorMap', 'its .csv of examples and scores'],
  ['OpenCompass, BFCL, DeepEval, MLflow …', 'the result files that they write'],
  ['Any JSON, JSONL or CSV', 'with an input, an output and a score or verdict on each line'],
] as const;

export function renderEmpty(problems: number, run: (command: PanelCommand) => void): TemplateResult {
  return html`<main class="narrow state" data-testid="empty">
    <h1>No evaluation outputs here yet</h1>
    <p>
      Open a folder that holds the outputs of an evaluation, or run one that writes into this folder. They show up here by
      themselves.
    </p>
    <dl class="formats">
      ${FORMATS.map(([name, files]) => html`<dt>${name}</dt><dd>${files}</dd>`)}
    </dl>
    ${
      problems > 0
        ? html`<vscode-button
            appearance="secondary"
            data-testid="show-problems"
            @click=${() => run('errorAtlas.showProblems')}
            >Show ${counted(problems, 'problem')}</vscode-button
          >`
        : nothing
    }
  </main>`;
}

export function renderAllPass({ message, setFilter }: PanelView): TemplateResult {
  const { totals } = message.atlas;
  const filtered = isFiltered(message.filter);
  const nothingFound = totals.examples === 0 || message.scope.failing > 0;
  return html`<div class="state" data-testid="all-pass">
    <span class="codicon codicon-${nothingFound ? 'search' : 'pass'} state-icon" aria-hidden="true"></span>
    <h2>${nothingFound ? 'Nothing matches this filter' : 'Nothing failed'}</h2>
    <p>
      ${
        nothingFound
          ? message.scope.failing > 0
            ? `None of the ${counted(message.scope.failing, 'failing example')} here is what the filter asks for.`
            : 'No example is of the chosen models, datasets and files.'
          : `All scored examples ${filtered ? 'under this filter ' : ''}passed${
              totals.errored > 0 ? `; ${counted(totals.errored, 'run')} crashed before an answer` : ''
            }.`
      }
    </p>
    ${
      filtered
        ? html`<vscode-button appearance="secondary" @click=${() => setFilter({ ...NO_FILTER })}
            >Clear the filter</vscode-button
          >`
        : nothing
    }
  </div>`;
}

export function renderUnclassified({ message, run, open }: PanelView): TemplateResult | typeof nothing {
  const { totals } = message.atlas;
  if (message.judge.running !== null) return nothing;
  const waiting = totals.unjudged + totals.judgeErrors;
  return html`<div class="state" data-testid="unclassified">
    <h2>${waiting > 0 ? 'Why do they fail?' : 'The judge could not tell'}</h2>
    <p>
      ${
        waiting > 0
          ? `A judge reads each failing example and names its first major error. The judge now: ${message.judge.label}.`
          : `${message.judge.label} found no proof of an error's kind in ${counted(totals.abstained, 'example')}. A language model as judge reads them all.`
      }
    </p>
    <div class="state-actions">
      ${
        waiting > 0
          ? html`<vscode-button data-testid="classify" @click=${() => run('errorAtlas.classifyFailing')}
                >Classify ${count(waiting)} failing ${waiting === 1 ? 'example' : 'examples'}</vscode-button
              ><vscode-button appearance="secondary" @click=${() => run('errorAtlas.chooseJudge')}
                >Choose another judge</vscode-button
              >`
          : html`<vscode-button @click=${() => run('errorAtlas.chooseJudge')}>Choose another judge</vscode-button>`
      }
    </div>
    <button class="link" data-testid="needs-judge" data-category="" @click=${() => open({ category: null })}>
      See the failing examples
    </button>
  </div>`;
}
