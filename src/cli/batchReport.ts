import type { BatchOutcome } from '../judge/batch/collect';
import type { SubmitReport } from '../judge/batch/submit';
import type { DryRun } from '../judge/dryRun';
import type { BatchRecord } from '../model/batch';
import { counted, dollars, pageWidth, print } from './output';
import { plain } from './plain';
import { table } from './table';

/** What a submission would take, for people. */
export function printSubmitEstimate({ calls, cached, usage }: DryRun, cost: number | null): void {
  const known = cached > 0 ? ` (${counted(cached, 'example')} known from before)` : '';
  print(`${counted(calls, 'request')}${known}, about ${tokens(usage)}, ${dollars(cost)} at half the price.`);
  if (cost === null) print('Tell the price of the model with --price IN/OUT, US dollars per million tokens.');
}

/** What was submitted, for people. */
export function printSubmitted({ batches, submitted, known, waiting, usage, cost }: SubmitReport): void {
  const others: [number, string][] = [
    [known, 'known from before'],
    [waiting, 'in a batch already'],
  ];
  const parts = others.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  print(`${counted(submitted, 'example')} submitted${parts.join('')}.`);
  for (const { id, requests } of batches) print(`  ${id}  ${counted(requests, 'request')}`);
  if (submitted > 0) {
    print(`About ${tokens(usage)}, ${dollars(cost)}. Collect within a day or so: error-atlas batch collect PATH`);
  }
}

/** All batches with what the provider last said, for people. */
export function printRecords(records: readonly BatchRecord[]): void {
  if (records.length === 0) {
    print('No batches.');
    return;
  }
  const rows = records.map(({ id, judge, baseUrl, state, status, counts, keys }) => [
    id,
    plain(judge.model),
    plain(new URL(baseUrl).host),
    state === 'prepared' ? 'cut off' : plain(status ?? ''),
    counts && counts.total > 0 ? `${counts.completed + counts.failed} of ${counts.total}` : `${keys.length}`,
    state === 'closed' ? 'collected' : state === 'open' ? 'to be collected' : 'submit again',
  ]);
  const layout = { right: [4], shrink: [1, 2], width: pageWidth() };
  print(table([['batch', 'model', 'endpoint', 'status', 'requests', 'results'], ...rows], layout));
}

/** What was collected, for people. */
export function printCollected(outcomes: readonly BatchOutcome[]): void {
  if (outcomes.length === 0) print('There is no open batch.');
  for (const outcome of outcomes) {
    const { id, status, state, requests, cost } = outcome;
    const counts: [number, string][] = [
      [outcome.judged, 'classified'],
      [outcome.abstained, 'need a judge'],
      [outcome.errors, 'failed to be judged'],
      [outcome.known, 'known from before'],
      [outcome.elsewhere, 'of examples that are not here'],
      [outcome.left, 'never answered'],
    ];
    const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
    const what = state === 'open' && parts.length === 0 ? 'nothing to collect yet' : parts.join(', ');
    const price = outcome.judged + outcome.abstained + outcome.errors > 0 ? `, ${dollars(cost)}` : '';
    print(`${id} (${plain(status)}, ${counted(requests, 'request')}): ${what}${price}.`);
  }
}

export function printCancelled({ id, status }: BatchRecord): void {
  print(`${id} is ${plain(status ?? 'cancelled')}. Collect what is done with: error-atlas batch collect PATH`);
}

function tokens({ promptTokens, completionTokens }: DryRun['usage']): string {
  return `${promptTokens.toLocaleString('en')} tokens in and ${completionTokens.toLocaleString('en')} out`;
}
