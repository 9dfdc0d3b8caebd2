import { html, nothing, type TemplateResult } from 'lit';
import type { ReportFailure } from '../../src/model/report';
import { count, percent } from '../format';
import { categoryClass } from '../palette';

interface FailuresView {
  failures: readonly ReportFailure[];
  /** How many of them are drawn. */
  shown: number;
  unlisted: number;
  more: () => void;
}

/** The failing examples, each with the judge's words to open. */
export function renderFailures({ failures, shown, unlisted, more }: FailuresView): TemplateResult {
  return html`<section class="failures" aria-labelledby="failures-title">
    <h2 id="failures-title" tabindex="-1">Failing examples <span class="muted">${count(failures.length)}</span></h2>
    ${
      unlisted > 0
        ? html`<p class="hint">${count(unlisted)} more are counted above, but not listed: the file would be too big for a browser.</p>`
        : nothing
    }
    ${failures.length === 0 ? html`<p class="hint" role="status">No failing example is like this. Clear a filter to see more.</p>` : nothing}
    <ul data-testid="failures">
      ${failures.slice(0, shown).map(renderFailure)}
    </ul>
    ${
      failures.length > shown
        ? html`<button class="link" data-testid="more" @click=${more}>Show more (${count(failures.length - shown)} left)</button>`
        : nothing
    }
  </section>`;
}

function renderFailure(failure: ReportFailure): TemplateResult {
  const { category, title, summary, preview, dataset, id, model, place, confidence, corrected, note } = failure;
  return html`<li class=${categoryClass(category)}>
    <details>
      <summary>
        <span class="swatch" aria-hidden="true"></span>
        <span class="failure-category">${category ?? 'Needs a judge'}</span>
        <span class="failure-title">${title || preview}</span>
        <span class="failure-model muted">${model}</span>
      </summary>
      <dl>
        ${summary ? html`<dt>Why</dt><dd>${summary}</dd>` : nothing}
        <dt>Asked</dt>
        <dd>${preview}</dd>
        <dt>Example</dt>
        <dd>${dataset} · ${id} · ${model}</dd>
        <dt>Place</dt>
        <dd><code>${place}</code></dd>
        ${confidence === null ? nothing : html`<dt>Confidence</dt><dd>${percent(confidence)}</dd>`}
        ${corrected === undefined ? nothing : html`<dt>Put right</dt><dd>by ${corrected}${note ? html`: ${note}` : nothing}</dd>`}
      </dl>
    </details>
  </li>`;
}
