import type { Exceeded } from '../atlas/compare/limits';
import type { Comparison, ShareDifference } from '../model/comparison';
import { note, pageWidth, percent, print } from './output';
import { plain } from './plain';
import { table } from './table';

/** A comparison for people: the gist, then a row a category; a star marks what chance does not explain. */
export function printComparison(comparison: Comparison, width = pageWidth()): void {
  print(plain(comparison.sentence));
  const rows = comparison.categories.map(({ name, significant, adjustedPValue, ...difference }) => [
    plain(name),
    ...cells(difference, adjustedPValue),
    significant ? '*' : '',
  ]);
  const { failing } = comparison;
  const head = ['category', 'A', 'B', 'B − A', '95 % interval', 'p', ''];
  const all = ['all failures', ...cells(failing, failing.pValue), failing.pValue < 0.05 ? '*' : ''];
  print(`\n${table([head, ...rows, all], { right: [1, 2, 3, 4, 5], shrink: [0], width })}`);
  print(`\nA is ${plain(comparison.a.name)}, B is ${plain(comparison.b.name)}; shares are of the scored examples.`);
}

/** On stderr, so that a pipeline's log says why it failed also with `--json`. */
export function printExceeded(exceeded: readonly Exceeded[]): void {
  for (const { limit, value } of exceeded) {
    note(`Exceeded: ${plain(limit.text)}: it is ${limit.kind === 'rise' ? points(value) : percent(value)}.`);
  }
}

function cells({ a, b, difference, interval: [low, high] }: ShareDifference, p: number): string[] {
  return [
    `${a.count} (${percent(a.share)})`,
    `${b.count} (${percent(b.share)})`,
    points(difference),
    `${points(low)} … ${points(high)}`,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
  ];
}

/** Percentage points with their sign. */
function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} pp`;
}
