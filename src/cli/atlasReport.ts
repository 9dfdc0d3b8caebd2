import type { Atlas, Signature } from '../model/atlas';
import { counted, pageWidth, percent, print } from './output';
import { plain } from './plain';
import { columnsOf, table } from './table';

/** How many of a model's categories are shown: enough to tell models apart at a glance. */
const TOP = 3;
const LONGEST_BAR = 24;
/** Below this a bar says nothing that the number does not. */
const SHORTEST_BAR = 8;

/** The atlas for people: the categories of all, then what each model fails in most. */
export function printAtlas(atlas: Atlas, width = pageWidth()): void {
  print(summary(atlas));
  if (atlas.totals.classified === 0) {
    if (atlas.totals.failing > 0) print('Name their errors with `error-atlas classify` first.');
    return;
  }
  print(`\n${categoryTable(atlas, width)}`);
  print(`\n${modelTable(atlas.models, width)}`);
}

function summary({ totals }: Atlas): string {
  const needJudge = totals.failing - totals.classified;
  const parts = [`${totals.classified} classified`];
  if (totals.corrected > 0) parts.push(`${totals.corrected} of them by people`);
  if (needJudge > 0) parts.push(`${needJudge} need a judge`);
  const aside = totals.errored > 0 ? ` ${totals.errored} more crashed in the run.` : '';
  return `${totals.failing} of ${counted(totals.examples, 'example')} fail: ${parts.join(', ')}.${aside}`;
}

function categoryTable({ categories }: Atlas, width: number): string {
  const rows = categories.map(({ name, count, share }) => [plain(name), `${count}`, percent(share)]);
  const head = ['category', 'failing', 'share'];
  const text = table([head, ...rows], { right: [1, 2], shrink: [0], width });
  const lines = text.split('\n');
  const room = Math.min(LONGEST_BAR, width - 2 - Math.max(...lines.map(columnsOf)));
  if (room < SHORTEST_BAR) return text;
  const most = categories[0]?.share ?? 1;
  return lines.map((line, i) => `${line}  ${bar(categories[i - 1]?.share ?? 0, most, room)}`.trimEnd()).join('\n');
}

function bar(share: number, most: number, room: number): string {
  return share === 0 ? '' : '█'.repeat(Math.max(1, Math.round((share / most) * room)));
}

/** A row a model, and its next categories in the rows below. */
function modelTable(models: readonly Signature[], width: number): string {
  const rows = models.filter(({ failing }) => failing > 0).flatMap(modelRows);
  const head = ['model', 'failing', 'classified', 'most often', ''];
  return table([head, ...rows], { right: [1, 2, 4], shrink: [0, 3], width });
}

function modelRows({ name, failing, classified, categories }: Signature): string[][] {
  const top = Object.entries(categories).slice(0, TOP);
  const first = [plain(name), `${failing}`, `${classified}`];
  if (top.length === 0) return [[...first, '–', '']];
  return top.map(([category, { share }], i) => [...(i === 0 ? first : ['', '', '']), plain(category), percent(share)]);
}
