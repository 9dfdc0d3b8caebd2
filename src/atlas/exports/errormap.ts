import { stringify } from 'csv-stringify/sync';
import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import type { Judgment } from '../../model/judgment';
import type { Category, Taxonomy } from '../../model/taxonomy';
import type { Failure } from './failures';

/** What the paper's reference code (IBM/ErrorMap) calls the root of its tree. */
const ROOT = 'LLM Errors';

const STAGE = 'exp_name=construct_taxonomy_recursively__exp_id=error-atlas';

/** The names of the reference's own files, by which its viewer's users know them. */
export const ERRORMAP_FILES = { tree: `${STAGE}.json`, results: `${STAGE}.csv` };

const COLUMNS = [
  'dataset',
  'example_id',
  'model',
  'input_text',
  'output_text',
  'score',
  'judge_model',
  'judge_response',
  'error_title',
  'error_summary',
  'category_depth_0',
  'category_depth_1',
  'category_depth_2',
];

/** A failing example that has a category, light enough to keep one of each in memory. */
export interface PlacedFailure {
  entry: ExampleEntry;
  path: string[];
}

export interface ErrormapSource {
  placed: readonly PlacedFailure[];
  taxonomy: Taxonomy;
  load: (entry: ExampleEntry) => Promise<Example>;
  judgmentOf: (entry: ExampleEntry) => Promise<Judgment | undefined>;
}

/** Where each failing example stands; those without a category are in neither file, as in the reference. */
export async function placedFailures(failures: AsyncIterable<Failure>): Promise<PlacedFailure[]> {
  const placed: PlacedFailure[] = [];
  for await (const { entry, category, judgment, correction } of failures) {
    if (category === null) continue;
    const sub = correction || judgment?.category !== category ? undefined : judgment.subcategory;
    placed.push({ entry, path: sub === undefined ? [category] : [category, sub] });
  }
  return placed;
}

/** The reference's results table, a row a failing example, in pieces of text. */
export async function* errormapResults(source: ErrormapSource): AsyncGenerator<string> {
  const described = descriptionsOf(source.taxonomy);
  yield stringify([COLUMNS]);
  for (const { entry, path } of source.placed) {
    const leaf = await leafOf(source, entry);
    const categories = [ROOT, ...path].map((name) => JSON.stringify(categoryInfo(name, described)));
    yield stringify([
      COLUMNS.map((column) => {
        const depth = /^category_depth_(\d)$/.exec(column)?.[1];
        return depth === undefined ? (leaf[column] ?? '') : (categories[Number(depth)] ?? '');
      }),
    ]);
  }
}

/**
 * The reference's tree, whose leaves are the failing examples, in pieces of text. Its node ids (parent, title and
 * depth) drop the second of two examples with one title; a leaf's id here has the example's key and the number
 * of its occurrence too.
 */
export async function* errormapTree(source: ErrormapSource): AsyncGenerator<string> {
  const described = descriptionsOf(source.taxonomy);
  const seen = new Map<string, number>();

  async function* node(
    name: string,
    parent: string,
    path: readonly string[],
    members: readonly PlacedFailure[],
  ): AsyncGenerator<string> {
    const id = parent === '' ? nodeId('None', name, 0) : nodeId(path.at(-2) ?? ROOT, name, path.length - 1);
    const info = parent === '' ? {} : { description: described.get(name) ?? '' };
    yield `{"id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"info":${JSON.stringify(info)},"children":[`;
    const depth = path.length;
    let separator = '';
    const below = groupBy(members, depth);
    for (const [child, own] of below) {
      if (child === undefined) continue;
      yield separator;
      yield* node(child, id, [...path, child], own);
      separator = ',';
    }
    for (const { entry } of below.get(undefined) ?? []) {
      const leaf = await leafOf(source, entry);
      const title = String(leaf.error_title ?? '') || 'Unknown';
      const occurrence = (seen.get(entry.key) ?? 0) + 1;
      seen.set(entry.key, occurrence);
      const leafId = `${nodeId(name, title, depth)}__key=${entry.key}${occurrence > 1 ? `__${occurrence}` : ''}`;
      yield `${separator}${JSON.stringify({ id: leafId, name: title, info: leaf, children: [], parent: id })}`;
      separator = ',';
    }
    yield `],"parent":${JSON.stringify(parent)}}`;
  }

  yield* node(ROOT, '', [], source.placed);
  yield '\n';
}

function groupBy(members: readonly PlacedFailure[], depth: number): Map<string | undefined, PlacedFailure[]> {
  const groups = new Map<string | undefined, PlacedFailure[]>();
  for (const member of members) {
    const name = member.path[depth];
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(member);
  }
  return groups;
}

function nodeId(parent: string, name: string, depth: number): string {
  return `parent=${parent}__name=${name}__depth=${depth}`;
}

/** An example and its judgment in the reference's fields. */
async function leafOf({ load, judgmentOf }: ErrormapSource, entry: ExampleEntry): Promise<Record<string, unknown>> {
  const [example, judgment] = await Promise.all([load(entry), judgmentOf(entry)]);
  return {
    dataset: entry.dataset,
    example_id: entry.id,
    model: entry.model,
    input_text: example.input,
    output_text: example.output,
    score: entry.score,
    judge_model: judgment?.judge.model ?? '',
    judge_response: judgment ? JSON.stringify(responseOf(judgment)) : '',
    error_title: judgment?.title ?? '',
    error_summary: judgment?.summary ?? '',
  };
}

/** A judgment as the reference's judge would have replied. */
function responseOf({ criteria, title, summary }: Judgment) {
  return {
    required_criteria: criteria.map(({ criterion, presentInOutput, quality, evidence, comment }) => ({
      criterion,
      present_in_wrong: presentInOutput,
      quality,
      evidence,
      comment,
    })),
    final_answer: { error_summary: summary, error_title: title },
  };
}

function categoryInfo(name: string, described: ReadonlyMap<string, string>) {
  return name === ROOT ? { name } : { description: described.get(name) ?? '', name };
}

function descriptionsOf({ categories }: Taxonomy): Map<string, string> {
  const described = new Map<string, string>();
  const add = ({ name, description, children = [] }: Category) => {
    described.set(name, description);
    children.forEach(add);
  };
  categories.forEach(add);
  return described;
}
