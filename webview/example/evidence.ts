import type { Judgment } from '../../src/model/judgment';
import type { Mark } from './textRanges';

/** A quote of the judge: in the output, or in a message of an agent's trajectory. */
export interface Quote extends Mark {
  quote: string;
  /** Index of the message; absent for the output. */
  message?: number;
  step?: number;
}

/** All quotes of a judgment, numbered from 1: those in the output first. */
export function quotesOf(judgment: Judgment | null): Quote[] {
  if (judgment?.status !== 'judged') return [];
  return [...judgment.evidence, ...(judgment.stepEvidence ?? [])].map((one, i) => ({ ...one, number: i + 1 }));
}

/** Scrolls to a quote and gives it the focus; `false` when it is not on the page. */
export function focusQuote(page: ParentNode, number: number): boolean {
  const mark = page.querySelector<HTMLElement>(`mark[data-evidence="${number}"]`);
  if (mark === null) return false;
  const step = mark.closest('details');
  if (step !== null) step.open = true;
  mark.scrollIntoView({ block: 'center', inline: 'nearest' });
  mark.focus({ preventScroll: true });
  return true;
}

/** The other way: from a quote to what was said of it. */
export function focusCriterion(page: ParentNode, number: number): void {
  const button = page.querySelector<HTMLElement>(`#evidence-ref-${number}`);
  button?.scrollIntoView({ block: 'center', inline: 'nearest' });
  button?.focus({ preventScroll: true });
}

/** The number of the quote that an event happened in. */
export function quoteAt(event: Event): number | null {
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>('mark[data-evidence]') : null;
  return mark === null ? null : Number(mark.dataset.evidence);
}
