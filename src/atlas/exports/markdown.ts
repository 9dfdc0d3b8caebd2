import type { Atlas, Signature } from '../../model/atlas';
import type { Failure } from './failures';

/** Titles told of each category; a report that nobody reads to its end helps nobody. */
const TITLES = 5;
/** Categories that each model's line names. */
const TOP = 3;

/** A short report for a pull request or a wiki: why it fails, in which model, and with which errors. */
export async function* markdownOf(atlas: Atlas, failures: AsyncIterable<Failure>): AsyncGenerator<string> {
  yield `# Why examples fail\n\n${summary(atlas)}\n`;
  if (atlas.totals.classified > 0) {
    yield `\n${table(
      ['category', 'failing', 'share', '95 % interval'],
      atlas.categories.map(({ name, count, share, interval: [low, high] }) => [
        literal(name),
        `${count}`,
        percent(share),
        `${percent(low)} – ${percent(high)}`,
      ]),
    )}`;
    yield `\n## Models\n\n${table(['model', 'examples', 'failing', 'most often'], atlas.models.map(modelRow))}`;
  }
  yield* titles(atlas, await countTitles(failures));
}

function summary({ totals, taxonomy }: Atlas): string {
  const { examples, failing, classified, corrected, errored } = totals;
  const parts = [
    `**${failing} of ${examples}** examples fail; ${classified} of them have a category of \`${taxonomy}\``,
  ];
  if (corrected > 0) parts.push(`${corrected} by a person's word`);
  if (errored > 0) parts.push(`${errored} more crashed in the run`);
  return `${parts.join('; ')}.`;
}

function modelRow({ name, examples, failing, categories }: Signature): string[] {
  const most = Object.entries(categories)
    .slice(0, TOP)
    .map(([category, { share }]) => `${literal(category)} ${percent(share)}`);
  return [literal(name), `${examples}`, `${failing}`, most.join(', ') || '–'];
}

interface Title {
  count: number;
  /** Where the first example with this title is. */
  place: string;
}

async function countTitles(failures: AsyncIterable<Failure>): Promise<Map<string, Map<string, Title>>> {
  const byCategory = new Map<string, Map<string, Title>>();
  for await (const { category, judgment, entry } of failures) {
    if (category === null || !judgment?.title) continue;
    const titles = byCategory.get(category) ?? new Map<string, Title>();
    byCategory.set(category, titles);
    const known = titles.get(judgment.title);
    if (known) known.count += 1;
    else {
      const { path, line } = entry.source;
      titles.set(judgment.title, { count: 1, place: line === undefined ? path : `${path}:${line}` });
    }
  }
  return byCategory;
}

function* titles({ categories }: Atlas, byCategory: Map<string, Map<string, Title>>): Generator<string> {
  for (const { name, count } of categories) {
    const all = [...(byCategory.get(name) ?? [])].sort(([, a], [, b]) => b.count - a.count);
    if (all.length === 0) continue;
    yield `\n## ${literal(name)} (${count})\n\n`;
    for (const [title, { count: times, place }] of all.slice(0, TITLES)) {
      yield `- ${times} × ${literal(title)} (${literal(place)})\n`;
    }
    if (all.length > TITLES) yield `- and ${all.length - TITLES} other errors\n`;
  }
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('');
}

/** Texts of files: no markup, no links, no mentions of anybody. */
export function literal(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>()#+!|~$]/g, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\p{Cf}/gu, '');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
