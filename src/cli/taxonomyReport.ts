import type { Stability } from '../errormap/stability';
import type { BuildNeeds, BuiltCategory, BuiltTaxonomy } from '../model/builtTaxonomy';
import type { Usage } from '../model/judgment';
import { counted, dollars, pageWidth, percent, print } from './output';
import { plain } from './plain';
import { table } from './table';

/** Reasons of unassigned titles that are told; the rest is in the JSON document. */
const TOLD = 5;

/** A taxonomy that was built, for people: categories, what none names, what it took. */
export function printBuilt(built: BuiltTaxonomy, stability: Stability | undefined, path: string): void {
  print(`${plain(built.name)} (${built.id}@${built.version})\n${plain(built.source)}\n`);
  const rows = built.categories.flatMap((category) => rowsOf(category, ''));
  const layout = { right: [1, 2], shrink: [0, 3], width: pageWidth() };
  print(table([['category', 'failing', 'share', 'what it is'], ...rows], layout));
  const { named, other, hardToAnalyze, unassigned } = built.coverage;
  print(
    `\n${counted(built.failing, 'failing example')}: ${percent(named)} have a category, ${percent(other)} are "Other", ${percent(hardToAnalyze)} hard to analyze, ${percent(unassigned)} unassigned.`,
  );
  for (const { title, count, reason } of built.unassignedTitles.slice(0, TOLD)) {
    print(`  ${plain(title || '(no title)')} (${count}): ${plain(reason)}`);
  }
  for (const { joined, kept, reason } of built.joinings) {
    print(`Joined ${joined} to ${kept}: ${plain(reason)}. Undo: error-atlas taxonomy undo ${built.id} ${joined}`);
  }
  if (stability) printStability(stability);
  if (built.calls + built.known > 0) {
    const known = built.known > 0 ? `, ${built.known} replies known from before` : '';
    print(`${counted(built.calls, 'call')}${known}, ${tokens(built.usage)}.`);
  }
  if (built.needs) printNeeds(built.needs);
  print(`Kept as ${plain(path)}.`);
}

const STEP_NAMES = {
  constructing: 'first categories',
  updating: 'updates',
  reviewing: 'review',
  classifying: 'sorting',
  joining: 'synonyms',
} as const;

/** What each step needed of the model. */
function printNeeds({ steps }: BuildNeeds): void {
  const head = ['step', 'calls', 'repairs', 'refused', 'smaller batches', 'without the model', 'titles unassigned'];
  const rows = steps.map(({ step, calls, repairs, refused, smaller, fallbacks, unassigned }) => [
    STEP_NAMES[step],
    ...[calls, repairs, refused.reduce((sum, { count }) => sum + count, 0), smaller, fallbacks, unassigned].map(String),
  ]);
  if (rows.length > 0)
    print(`\n${table([head, ...rows], { right: [1, 2, 3, 4, 5, 6], shrink: [0], width: pageWidth() })}`);
  for (const { step, refused } of steps) {
    for (const { reason, count } of refused.slice(0, TOLD)) print(`  ${STEP_NAMES[step]}, ${count}×: ${plain(reason)}`);
  }
}

function rowsOf({ name, count, share, description, children }: BuiltCategory, indent: string): string[][] {
  const own = [`${indent}${plain(name)}`, `${count}`, percent(share), plain(description)];
  return [own, ...children.flatMap((child) => rowsOf(child, `${indent}  `))];
}

function printStability({ seeds, top, deepest, matched }: Stability): void {
  print(
    `Stability, seeds ${seeds.join(' and ')}: adjusted Rand index ${top.adjustedRandIndex.toFixed(2)} (top level), ${deepest.adjustedRandIndex.toFixed(2)} (deepest); of the second's ${matched.second} categories ${percent(matched.precision)} are in the first too, of the first's ${matched.first} ${percent(matched.recall)} in the second.`,
  );
}

/** What a build or a sorting would take, for people. */
export function printWork(work: {
  failing: number;
  titles: number;
  calls: number;
  usage: Usage;
  cost: number | null;
}): void {
  print(`${counted(work.failing, 'failing example')} with ${counted(work.titles, 'distinct title')}:`);
  print(`about ${counted(work.calls, 'call')}, ${tokens(work.usage)}, ${dollars(work.cost)}.`);
  if (work.cost === null) print('Tell the price of the model with --price IN/OUT, US dollars per million tokens.');
}

function tokens({ promptTokens, completionTokens }: Usage): string {
  return `${promptTokens.toLocaleString('en')} tokens in and ${completionTokens.toLocaleString('en')} out`;
}
