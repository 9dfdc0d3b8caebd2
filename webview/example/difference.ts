import { diffWordsWithSpace } from 'diff';
import { html, type TemplateResult } from 'lit';

/** Longer texts are not compared word by word: nobody would read that. UTF-16 units. */
const LONGEST = 4_000;
/** The search for the smallest difference ends after so many milliseconds. */
const TIMEOUT_MS = 100;

/** Whether comparing answer and reference word by word can show anything. */
export function isComparable(answer: string, reference: string): boolean {
  const [a, b] = [answer.trim(), reference.trim()];
  return a !== '' && b !== '' && a !== b && a.length <= LONGEST && b.length <= LONGEST;
}

/** What has to go from the answer, and what is missing, to make it the reference; in words too, for who sees no colour. */
export function renderDifference(answer: string, reference: string): TemplateResult {
  const changes = diffWordsWithSpace(answer.trim(), reference.trim(), { timeout: TIMEOUT_MS });
  return html`<div class="text difference" tabindex="0" role="group" aria-label="Answer compared with the reference" data-testid="difference">${
    changes === undefined
      ? html`<p class="hint">They differ too much to be compared word by word.</p>`
      : changes.map(({ added, removed, value }) =>
          added
            ? html`<ins><span class="unseen">only in the reference: </span>${value}</ins>`
            : removed
              ? html`<del><span class="unseen">only in the answer: </span>${value}</del>`
              : value,
        )
  }</div>`;
}
