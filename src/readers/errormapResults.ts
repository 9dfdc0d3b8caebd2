import type { ErrormapResult } from '../model/errormapResult';
import { readTable, tableHead } from './csv/table';
import { readHead } from './head';
import { readElements } from './json/elements';
import { outline } from './json/outline';
import type { FileAccess, FileHead } from './reader';
import { asText, at, isRow, type Row } from './values';

export type ErrormapReading =
  | { kind: 'result'; result: ErrormapResult; line?: number | undefined }
  | { kind: 'problem'; message: string; line?: number | undefined };

/** Of every example that is in the tree. */
const COLUMNS = ['example_id', 'model', 'judge_response', 'error_title'];
const CATEGORY = /^category_depth_(\d+)$/;
const NODE = ['id', 'name', 'info', 'children', 'parent'];
const MAX_DEPTH = 32;

/** `…construct_taxonomy_recursively__exp_id=….csv`, or the tree of the same name as `.json`. */
export function isErrormapResults(head: FileHead): 'csv' | 'tree' | null {
  if (isTree(head.text)) return 'tree';
  const columns = tableHead(head.text, head.head.length >= head.size)?.columns ?? [];
  return COLUMNS.every((column) => columns.includes(column)) ? 'csv' : null;
}

/**
 * What the reference code leaves in its output folder besides: copies of its input, before the analysis (with
 * `_filtered`) and after it. No evaluations of their own, and no results yet.
 */
export function isErrormapWork({ head, text, size }: FileHead): boolean {
  const columns = tableHead(text, head.length >= size)?.columns ?? [];
  return ['example_id', 'output_text', 'error', '_filtered'].every((column) => columns.includes(column));
}

/** Every result of a file, whichever of the two it is. Throws when it is neither. */
export async function* readErrormapResults(file: FileAccess): AsyncGenerator<ErrormapReading, void, undefined> {
  const head = await readHead(file);
  const kind = isErrormapResults(head);
  if (kind === null) throw new Error(`${file.path}: these are no results of ErrorMap`);
  if (kind === 'tree') yield* readTree(file);
  else yield* readRows(file, tableHead(head.text, head.head.length >= head.size)?.delimiter ?? ',');
}

async function* readRows(file: FileAccess, delimiter: string): AsyncGenerator<ErrormapReading, void, undefined> {
  for await (const item of readTable(file, delimiter)) {
    if (item.kind === 'problem') yield { kind: 'problem', ...item.problem };
    else yield { kind: 'result', result: resultOf(item.row, categoriesOf(item.row)), line: item.place.line };
  }
}

/** `category_depth_0` is the root of the tree, and what stands in the others is JSON. */
function categoriesOf(row: Row): string[] {
  return Object.keys(row)
    .flatMap((column) => (asText(row[column]) === '' ? [] : [Number(CATEGORY.exec(column)?.[1] ?? 0)]))
    .filter((depth) => depth > 0)
    .sort((a, b) => a - b)
    .map((depth) => nameOf(asText(row[`category_depth_${depth}`])));
}

function nameOf(cell: string): string {
  try {
    return asText(at(JSON.parse(cell), 'name')) || cell;
  } catch {
    return cell;
  }
}

function isTree(text: string): boolean {
  const keys = outline(text, 1);
  return (
    NODE.every((key) => keys.has(key)) || (/"name":\s*"LLM Errors"/.test(text) && keys.has('id') && keys.has('info'))
  );
}

async function* readTree(file: FileAccess): AsyncGenerator<ErrormapReading, void, undefined> {
  for await (const item of readElements(file, ['children[*]'])) {
    if (item.kind === 'problem') yield { kind: 'problem', ...item.problem };
    else yield* leavesOf(item.value, []);
  }
}

/** Leaves are errors, and what lies above them are categories. */
function* leavesOf(node: unknown, categories: readonly string[]): Generator<ErrormapReading, void, undefined> {
  const children = at(node, 'children');
  const info = at(node, 'info');
  if (isRow(info) && info.example_id !== undefined) {
    yield { kind: 'result', result: resultOf(info, categories) };
  } else if (Array.isArray(children) && categories.length < MAX_DEPTH) {
    for (const child of children) yield* leavesOf(child, [...categories, asText(at(node, 'name'))]);
  } else yield { kind: 'problem', message: 'a node of the tree is neither a category nor an error' };
}

function resultOf(row: Row, categories: readonly string[]): ErrormapResult {
  return {
    id: asText(row.example_id),
    dataset: asText(row.dataset),
    model: asText(row.model),
    input: asText(row.input_text),
    output: asText(row.output_text),
    judgeModel: asText(row.judge_model),
    judgeResponse: asText(row.judge_response),
    title: asText(row.error_title),
    summary: asText(row.error_summary),
    categories: [...categories],
  };
}
