import type { ClassifyReport } from '../judge/classify';
import type { DryRun } from '../judge/dryRun';
import { PRICES_DATE } from '../judge/openai/price';
import type { Usage } from '../model/judgment';
import { counted, dollars, pageWidth, percent, print } from './output';
import { plain } from './plain';
import { table } from './table';

/** What a run has come to, for people. */
export function printReport(report: ClassifyReport, failing: number): void {
  if (failing === 0) {
    print('No failing examples.');
    return;
  }
  const named = Object.values(report.byCategory).reduce((sum, count) => sum + count, 0);
  const rows = Object.entries(report.byCategory).map(([category, count]) => [
    plain(category),
    `${count}`,
    percent(count / named),
  ]);
  if (rows.length > 0) {
    const layout = { right: [1, 2], shrink: [0], width: pageWidth() };
    print(`${table([['category', 'failing', 'share'], ...rows], layout)}\n`);
  }
  const needJudge = failing - named - report.errors - report.left;
  const others: [number, string][] = [
    [needJudge, 'need a judge'],
    [report.errors, 'failed to be judged'],
    [report.left, 'not reached'],
  ];
  const parts = others.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`);
  const known = report.cached > 0 ? ` (${report.cached} known from before)` : '';
  print(`${named} of ${counted(failing, 'failing example')} classified${parts.join('')}${known}.`);
  if (report.redacted) print(`${counted(report.redacted, 'detail')} redacted in what was sent.`);
  if (report.calls > 0) print(`${counted(report.calls, 'call')}, ${tokens(report)}, ${dollars(report.cost)}.`);
}

/** What a run would take, for people. */
export function printEstimate(estimate: DryRun, options: { price?: unknown }): void {
  const { calls, cached, unreadable, usage, cost, sharedTokens, cachedCost } = estimate;
  const known = cached > 0 ? ` (${counted(cached, 'example')} known from before)` : '';
  print(`${counted(calls, 'call')}${known}, about ${tokens({ usage })}, ${dollars(cost)}.`);
  if (unreadable > 0) print(`${counted(unreadable, 'example')} can't be read again and would fail.`);
  if (calls > 1 && cachedCost !== null && cost !== null && cachedCost < cost) {
    print(
      `Of each call ${count(sharedTokens)} tokens in are the same: ${dollars(cachedCost)} when the provider caches them.`,
    );
  }
  if (cost === null) print('Tell the price of the model with --price IN/OUT, US dollars per million tokens.');
  else if (calls > 0) print(options.price ? 'At the price given.' : `At list prices of ${PRICES_DATE}.`);
}

/** `412 of 985 · 38/s · 15 s left · $0.12`. */
export function progressText(
  { done, total, cost }: { done: number; total: number; cost: number },
  perSecond: number | null,
): string {
  const parts = [`${done} of ${total} judged`];
  if (perSecond) {
    parts.push(`${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`);
    parts.push(`${duration((total - done) / perSecond)} left`);
  }
  if (cost > 0) parts.push(dollars(cost));
  return parts.join(' · ');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function tokens({ usage }: { usage: Usage }): string {
  const { promptTokens, completionTokens, cachedTokens = 0 } = usage;
  const cached = cachedTokens > 0 ? ` (${count(cachedTokens)} from the provider's cache)` : '';
  return `${count(promptTokens)} tokens in${cached} and ${count(completionTokens)} out`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
