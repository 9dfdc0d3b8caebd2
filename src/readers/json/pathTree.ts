/** The wanted paths of a document as a tree: what to do with a value follows from its node. */
export interface PathNode {
  children: Map<string, PathNode>;
  /** The node of every element of an array. */
  each?: PathNode;
  /** The node of every member of an object that has no node of its own. */
  any?: PathNode;
  /** Set: this value is wanted, under this path. */
  capture?: string;
  /** Set: the key that a `*` of the path stands for is wanted too. */
  keyed?: true;
  /** Left out of the wanted value around it. */
  drop?: true;
}

/**
 * `wanted`: paths such as `eval`, `samples[*]`, `results.results[*]`, `details.*` (every member of an object),
 * or `''` for the document itself.
 * `drop`: paths below any wanted value. No wanted path may lie inside another.
 */
export function pathTree(wanted: readonly string[], drop: readonly string[]): PathNode {
  const root: PathNode = { children: new Map() };
  for (const path of wanted) {
    const node = nodeAt(root, path);
    node.capture = path;
    if (/(?:^|\.)\*/.test(path)) node.keyed = true;
    for (const below of drop) nodeAt(node, below).drop = true;
  }
  return root;
}

function nodeAt(root: PathNode, path: string): PathNode {
  let node = root;
  for (const step of path.match(/\[\*\]|[^.[\]]+/g) ?? []) {
    const known = step === '[*]' ? node.each : step === '*' ? node.any : node.children.get(step);
    const next: PathNode = known ?? { children: new Map() };
    if (step === '[*]') node.each = next;
    else if (step === '*') node.any = next;
    else node.children.set(step, next);
    node = next;
  }
  return node;
}
