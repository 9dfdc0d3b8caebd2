import type { Change, Comparison, ShareDifference } from '../../model/comparison';
import { literal, table } from './markdown';

/** Changed examples listed of each kind; the JSON form has all of them. */
const LISTED = 20;

const HEADINGS: Record<Change, string> = {
  broken: 'Broken: passed in A, fails in B',
  fixed: 'Fixed: failed in A, passes in B',
  'failure changed kind': 'Fails in both, in another way',
  'still failing': 'Fails in both',
};

/** A comparison as a short report for a pull request or a wiki. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { a, b, sentence, failing, categories, paired } = comparison;
  const rows = [
    ...categories.map((category) => [
      literal(category.name),
      ...cells(category, category.adjustedPValue),
      category.significant ? '**yes**' : 'no',
    ]),
    ['all failures', ...cells(failing, failing.pValue), failing.pValue < 0.05 ? '**yes**' : 'no'],
  ];
  return [
    `# ${literal(a.name)} → ${literal(b.name)}\n\n${literal(sentence)}\n\n`,
    table(['category', 'A', 'B', 'B − A', '95 % interval', 'adjusted p', 'beyond chance'], rows),
    `\nA is ${literal(a.name)} (${a.scored} scored), B is ${literal(b.name)} (${b.scored} scored). `,
    paired
      ? 'Shares are of the examples that both answered.\n'
      : 'Shares are of all scored examples of each side: too few are the same on both to be compared one by one.\n',
    ...(Object.keys(HEADINGS) as Change[]).map((change) => group(comparison, change)),
  ].join('');
}

function group({ examples }: Comparison, change: Change): string {
  const all = examples.filter((example) => example.change === change);
  if (all.length === 0) return '';
  const lines = all.slice(0, LISTED).map(({ dataset, id, a, b }) => {
    const kinds = [a.category, b.category].map((category) => (category === null ? '–' : literal(category)));
    return `- ${literal(dataset)} / ${literal(id)}: ${kinds.join(' → ')}\n`;
  });
  const more = all.length > LISTED ? `- and ${all.length - LISTED} more\n` : '';
  return `\n## ${HEADINGS[change]} (${all.length})\n\n${lines.join('')}${more}`;
}

function cells({ a, b, difference, interval: [low, high] }: ShareDifference, p: number): string[] {
  return [
    `${a.count} (${percent(a.share)})`,
    `${b.count} (${percent(b.share)})`,
    points(difference),
    `${points(low)} to ${points(high)}`,
    p < 0.001 ? '< 0.001' : p.toFixed(3),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Percentage points with their sign. */
function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} pp`;
}
