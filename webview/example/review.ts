import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleToHost, ReviewPlace, ReviewResult } from '../../src/protocol';
import { count, counted } from '../format';

interface ReviewView {
  review: ReviewPlace;
  send: (message: ExampleToHost) => void;
  pick: (picking: boolean) => void;
}

const ANSWERS: Record<NonNullable<ReviewPlace['answer']>, string> = {
  confirmed: 'You confirmed it.',
  changed: 'You changed it.',
  skipped: 'You skipped it.',
};

/** Where one is in the queue, and what one can say. */
export function renderReviewBar({ review, send, pick }: ReviewView): TemplateResult {
  const act = (what: 'accept' | 'skip' | 'stop') => () => send({ type: 'review', act: what });
  return html`<div class="review" role="group" aria-label="Review queue" data-testid="review">
    <p role="status">
      <strong>Review: ${count(review.index)} of ${count(review.total)}</strong>
      <span class="muted">${count(review.answered)} answered${review.answer === null ? '' : `. ${ANSWERS[review.answer]}`}</span>
    </p>
    <progress max=${review.total} .value=${review.answered} aria-label="Answered"></progress>
    <div class="review-actions">
      ${
        review.category === null
          ? nothing
          : html`<vscode-button data-testid="review-accept" title="Accept (a)" @click=${act('accept')}
              >Accept ${review.category}</vscode-button
            >`
      }
      <vscode-button appearance="secondary" data-testid="review-change" title="Change category (c)" @click=${() => pick(true)}
        >Change…</vscode-button
      >
      <vscode-button appearance="secondary" data-testid="review-skip" title="Skip (s)" @click=${act('skip')}>Skip</vscode-button>
      <vscode-button appearance="secondary" data-testid="review-stop" title="Stop (q)" @click=${act('stop')}>Stop</vscode-button>
    </div>
  </div>`;
}

const STRATA: Record<ReviewResult['strata'][number]['stratum'], string> = {
  disagreement: 'Judges disagree',
  labelNoise: 'The test item may be wrong',
  lowConfidence: 'The judge was unsure',
  control: 'Drawn at random',
};

/** What the review came to: how often judge and person agree, by why an example was drawn. */
export function renderReviewResult(result: ReviewResult, send: (message: ExampleToHost) => void): TemplateResult {
  const left = result.total - result.answered;
  const control = result.strata.find(({ stratum }) => stratum === 'control');
  return html`<main class="review-result" data-testid="review-result">
    <h1 tabindex="-1">${left === 0 ? 'The review is done' : 'The review is paused'}</h1>
    <p role="status">
      You answered ${count(result.answered)} of ${counted(result.total, 'example')}${result.skipped === 0 ? '' : ` and skipped ${count(result.skipped)}`}.
      Your answers count as corrections and stand in corrections.jsonl.
    </p>
    ${
      control === undefined || control.interval === null
        ? nothing
        : html`<p class="summary" data-testid="review-sentence">
            Of the failing examples drawn at random you said the same as the judge on ${control.same} of ${control.compared}:
            over all that it has named, that is likely true of ${percent(control.interval[0])} to ${percent(control.interval[1])}.
          </p>`
    }
    <table class="review-table">
      <thead>
        <tr>
          <th scope="col">Why it was drawn</th>
          <th scope="col">Drawn</th>
          <th scope="col">Answered</th>
          <th scope="col">Same as the judge</th>
          <th scope="col">95 % interval</th>
        </tr>
      </thead>
      <tbody>
        ${result.strata.map(
          ({ stratum, drawn, compared, same, interval }) => html`<tr data-stratum=${stratum}>
            <th scope="row">${STRATA[stratum]}</th>
            <td>${count(drawn)}</td>
            <td>${count(compared)}</td>
            <td>${compared === 0 ? '–' : `${count(same)} (${percent(same / compared)})`}</td>
            <td>${interval === null ? '–' : `${percent(interval[0])} to ${percent(interval[1])}`}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${
      result.strata.length < 2
        ? nothing
        : html`<p class="hint">
            Only what was drawn at random speaks for all examples; the others were chosen because something spoke for
            looking at them.
          </p>`
    }
    <div class="state-actions">
      ${
        left === 0
          ? nothing
          : html`<vscode-button data-testid="review-resume" @click=${() => send({ type: 'review', act: 'resume' })}
              >Go on (${count(left)} left)</vscode-button
            >`
      }
      <vscode-button appearance="secondary" data-testid="measure-judge" @click=${() => send({ type: 'measureJudge' })}
        >Measure judges against corrections</vscode-button
      >
      <vscode-button appearance="secondary" @click=${() => send({ type: 'openAtlas' })}>Open the atlas</vscode-button>
    </div>
  </main>`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
