import { html, nothing, type TemplateResult } from 'lit';
import { asksForLabels } from '../../src/model/atlasFilter';
import type { JudgeStatus } from '../../src/protocol';
import { count, counted, percent } from '../format';
import { properties } from '../properties';
import { openCount } from './openCount';
import type { PanelView } from './overview';

/** What holds for the classified failures can be said of all only when so many of them are classified. */
const MOST = 0.8;

/** The answer in one sentence, the judge, and the next thing to do. */
export function renderHeader(view: PanelView): TemplateResult {
  const { atlas, judge, problems } = view.message;
  const { totals } = atlas;
  const first = atlas.categories[0];
  return html`
    <header class="header">
      <div class="header-text">
        <h1 data-testid="totals">
          ${headline(view)}${
            view.wide && first !== undefined && totals.classified >= MOST * totals.failing
              ? html`<span class="most-often">, most often by ${first.name}</span>`
              : nothing
          }
        </h1>
        <p class="facts">${renderFacts(view)}</p>
        ${
          problems > 0
            ? html`<button
                class="link problems"
                data-testid="show-problems"
                @click=${() => view.run('errorAtlas.showProblems')}
              >
                <span class="codicon codicon-warning" aria-hidden="true"></span>${counted(problems, 'problem')} while reading
                files
              </button>`
            : nothing
        }
      </div>
      <div class="header-actions">
        ${renderAction(view)}
        ${
          view.message.models.length > 1 || view.message.runs.length > 1
            ? html`<vscode-button appearance="secondary" data-testid="compare" @click=${view.compare}>
                Compare…
              </vscode-button>`
            : nothing
        }
        <div class="judge">
          <span class="judge-label" title=${judge.label}>Judge: ${judge.label}</span>
          <vscode-button
            appearance="icon"
            aria-label="Choose another judge"
            title="Choose another judge"
            data-testid="choose-judge"
            @click=${() => view.run('errorAtlas.chooseJudge')}
            ><span class="codicon codicon-settings"></span
          ></vscode-button>
        </div>
      </div>
      ${judge.running === null ? nothing : renderProgress(judge.running)}
    </header>
  `;
}

/** With a filter on what was said of them, the failing examples are no share of all examples. */
function headline({ message }: PanelView): string {
  const { atlas, filter, scope } = message;
  const { failing, examples } = atlas.totals;
  const [verb, shown] = [failing < 2 ? 'fails' : 'fail', failing === 0 && examples > 0 ? 'None' : count(failing)];
  if (!asksForLabels(filter)) return `${shown} of ${counted(examples, 'example')} ${verb}`;
  return `${shown} of ${counted(scope.failing, 'failing example')} ${failing < 2 ? 'matches' : 'match'}`;
}

function renderFacts({ message }: PanelView): TemplateResult[] {
  const { totals } = message.atlas;
  const open = openCount(totals);
  const facts = [
    [
      totals.classified > 0 && `${count(totals.classified)} classified`,
      'Failing examples with a category, from a judge or from a person',
    ],
    [open > 0 && `${count(open)} ${open === 1 ? 'needs' : 'need'} a judge`, 'Failing examples without a category'],
    [totals.judgeErrors > 0 && `${count(totals.judgeErrors)} where the judge failed`, 'The call to the judge failed'],
    [totals.corrected > 0 && `${count(totals.corrected)} corrected`, 'A person changed or confirmed the category'],
    [
      totals.errored > 0 && `${count(totals.errored)} errored`,
      'The run crashed on these; they are not counted as failing',
    ],
    [totals.unscored > 0 && `${count(totals.unscored)} unscored`, 'Nobody scored these'],
    [totals.repeated > 0 && `${count(totals.repeated)} repeated`, 'Met again in another file and counted once'],
  ] as const;
  return facts.flatMap(([text, title]) => (text === false ? [] : [html`<span title=${title}>${text}</span>`]));
}

/** Classifying is the next step as long as a failing example has not been to the judge. */
function renderAction(view: PanelView): TemplateResult | typeof nothing {
  const { totals } = view.message.atlas;
  const waiting = totals.unjudged + totals.judgeErrors;
  if (view.message.judge.running !== null || waiting === 0 || totals.classified === 0) return nothing;
  return html`<vscode-button data-testid="classify" @click=${() => view.run('errorAtlas.classifyFailing')}>
    Classify ${counted(waiting, 'failing example')}
  </vscode-button>`;
}

function renderProgress({ done, total }: NonNullable<JudgeStatus['running']>): TemplateResult {
  const share = total === 0 ? 0 : done / total;
  // Said in steps of tenths: a number a second is noise to a screen reader.
  const tenths = `Classifying: ${Math.floor(share * 10) * 10}%`;
  return html`<div class="running">
    <span class="unseen" role="status">${tenths}</span>
    <div
      class="progress"
      role="progressbar"
      aria-label="Classifying"
      aria-valuemin="0"
      aria-valuemax=${total}
      aria-valuenow=${done}
    >
      <div class="progress-done" ${properties({ '--share': share })}></div>
    </div>
    <span class="progress-text">Classifying: ${count(done)} of ${count(total)} (${percent(share)})</span>
  </div>`;
}
