import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { type ErrormapSource, errormapResults, errormapTree } from '../../../src/atlas/exports/errormap';
import { isResultsTable, pathOfRow, type ResultsRow } from '../../../src/errormap/ibm/importResults';
import { isIbmTree, taxonomyOfIbmTree, taxonomyOfPaths } from '../../../src/errormap/ibm/importTree';
import type { ExampleEntry } from '../../../src/model/entry';
import type { Example } from '../../../src/model/example';
import type { Judgment } from '../../../src/model/judgment';
import type { Taxonomy } from '../../../src/model/taxonomy';

const taxonomy: Taxonomy = {
  ...{ id: 'mine', version: '1', name: 'Mine', source: 'me' },
  categories: [
    {
      id: 'sums',
      name: 'Sum Slip',
      description: 'Sums.',
      children: [{ id: 'carry', name: 'Carry Slip', description: 'Carries.' }],
    },
    { id: 'reading', name: 'Reading Lapse', description: 'Reading, "quoted".' },
  ],
};

const key = (i: number) => `${i}`.padStart(32, '0');

/** Five failing examples, of which three share a title and two even a key. */
const PATHS = [
  ['Sum Slip', 'Carry Slip'],
  ['Sum Slip', 'Carry Slip'],
  ['Sum Slip', 'Carry Slip'],
  ['Sum Slip'],
  ['Reading Lapse'],
];
const KEYS = [0, 0, 2, 3, 4].map(key);

const source: ErrormapSource = {
  taxonomy,
  placed: PATHS.map((path, i) => ({
    path,
    entry: { key: KEYS[i], id: `e${i}`, dataset: 'd', model: 'm', score: 0 } as ExampleEntry,
  })),
  load: async ({ id }) => ({ input: `in ${id}`, output: `out, "${id}"\nline` }) as Example,
  judgmentOf: async () =>
    ({
      title: 'Forgot a carry',
      summary: 'It forgot.',
      criteria: [{ criterion: 'adds', presentInOutput: true, quality: 'incorrect', evidence: '12', comment: 'no' }],
      judge: { kind: 'openai', model: 'gpt' },
    }) as unknown as Judgment,
};

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

interface Node {
  id: string;
  name: string;
  info: Record<string, unknown>;
  children: Node[];
  parent: string;
}

/** As the reference's viewer counts: a node without children is an error. */
function leavesOf(node: Node): Node[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

describe("the files of the paper's reference code", () => {
  it('the tree has every failing example as a leaf, whatever titles and keys they share', async () => {
    const root = JSON.parse(await textOf(errormapTree(source))) as Node;
    expect([root.name, root.parent, root.id]).toEqual(['LLM Errors', '', 'parent=None__name=LLM Errors__depth=0']);
    const leaves = leavesOf(root);
    expect(leaves.map(({ info }) => info.example_id).sort()).toEqual(['e0', 'e1', 'e2', 'e3', 'e4']);
    const nodes = (node: Node): Node[] => [node, ...node.children.flatMap(nodes)];
    const all = nodes(root);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const node of all) for (const child of node.children) expect(child.parent).toBe(node.id);
    expect(Object.keys(root)).toEqual(['id', 'name', 'info', 'children', 'parent']);
    const [carry] = all.filter(({ name }) => name === 'Carry Slip');
    expect(carry).toMatchObject({ id: 'parent=Sum Slip__name=Carry Slip__depth=1', info: { description: 'Carries.' } });
    expect(JSON.parse(String(leaves[0]?.info.judge_response))).toEqual({
      required_criteria: [
        { criterion: 'adds', present_in_wrong: true, quality: 'incorrect', evidence: '12', comment: 'no' },
      ],
      final_answer: { error_summary: 'It forgot.', error_title: 'Forgot a carry' },
    });
  });

  it('the results table has a row each, with the categories from the root on', async () => {
    const rows = parse(await textOf(errormapResults(source)), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(5);
    expect(rows[0]).toMatchObject({ example_id: 'e0', output_text: 'out, "e0"\nline', error_title: 'Forgot a carry' });
    expect(JSON.parse(rows[0]?.category_depth_0 ?? '')).toEqual({ name: 'LLM Errors' });
    expect(JSON.parse(rows[0]?.category_depth_2 ?? '')).toEqual({ name: 'Carry Slip', description: 'Carries.' });
    expect(rows[4]?.category_depth_2).toBe('');
  });

  it('both can be imported again: the same categories', async () => {
    const tree: unknown = JSON.parse(await textOf(errormapTree(source)));
    expect(isIbmTree(tree)).toBe(true);
    expect(isIbmTree(taxonomy)).toBe(false);
    const names = (own: Taxonomy) =>
      own.categories.map(({ name, description, children }) => [
        name,
        description,
        children?.map((child) => child.name),
      ]);
    const expected = [
      ['Sum Slip', 'Sums.', ['Carry Slip']],
      ['Reading Lapse', 'Reading, "quoted".', undefined],
    ];
    expect(names(taxonomyOfIbmTree(tree, 'again'))).toEqual(expected);
    const rows = parse(await textOf(errormapResults(source)), { columns: true }) as ResultsRow[];
    expect(isResultsTable(Object.keys(rows[0] ?? {}))).toBe(true);
    expect(names(taxonomyOfPaths(rows.map(pathOfRow), 'again'))).toEqual(expected);
  });

  it('refuses what is no tree, empty, or inside itself', () => {
    const node = (name: string, children: unknown[]) => ({
      id: name,
      name,
      info: { description: '' },
      children,
      parent: '',
    });
    expect(() => taxonomyOfIbmTree({ name: 3, children: [] }, 'x')).toThrow("no tree of ErrorMap's");
    expect(() => taxonomyOfIbmTree(node('root', []), 'x')).toThrow('There is no category in it');
    expect(() => taxonomyOfIbmTree(node('root', [node('a', [node('b', [node('a', [])])])]), 'x')).toThrow(
      '"a" stands inside itself',
    );
    const other = taxonomyOfIbmTree(node('root', [node('Other', []), node('Slip', [])]), 'x');
    expect(other.categories.map(({ name }) => name)).toEqual(['Slip']);
  });
});
