import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { type Category, RESIDUAL_CATEGORIES, Taxonomy } from '../../model/taxonomy';
import { bareName } from '../words';

/** What is wrong with a taxonomy file, and where: UTF-16 offsets; line and column count from 1. */
export interface TaxonomyFault {
  message: string;
  offset: number;
  length: number;
  line: number;
  column: number;
}

export interface CheckedTaxonomy {
  /** Absent when there is a fault. */
  taxonomy?: Taxonomy;
  faults: TaxonomyFault[];
}

/** Deeper nesting than any reader follows; a file that is nested without end is no taxonomy. */
const DEEPEST = 8;

/**
 * Reads a taxonomy file and finds all that is wrong with it: JSON that does not parse, fields that are missing or of
 * the wrong kind, an id or a name that is used twice, a category that stands inside itself. Never throws.
 */
export function checkTaxonomyText(text: string): CheckedTaxonomy {
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  const at = placer(source);
  if (errors.length > 0 || !root) {
    const first = errors[0];
    const message = `This is not valid JSON: ${source.trim() === '' ? 'it is empty' : worded(first)}.`;
    return { faults: [{ message, ...at(first?.offset ?? 0, first?.length ?? 0) }] };
  }
  const parsed = Taxonomy.safeParse(getNodeValue(root));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => {
      const node = nearestNode(root, path);
      const place = path.length === 0 ? '' : `"${path.join('.')}": `;
      return { message: `${place}${message}`, ...at(node.offset, node.length) };
    });
    return { faults };
  }
  const faults = conflictsIn(parsed.data.categories).map(({ message, path }) => {
    const node = nearestNode(root, path);
    return { message, ...at(node.offset, node.length) };
  });
  return faults.length > 0 ? { faults } : { taxonomy: parsed.data, faults };
}

type Path = (string | number)[];

/** Ids and names that are used twice: judgments name categories by name, whatever their level. */
function conflictsIn(categories: readonly Category[]): { message: string; path: Path }[] {
  const faults: { message: string; path: Path }[] = [];
  const ids = new Set<string>();
  const names = new Map<string, string>(RESIDUAL_CATEGORIES.map((name) => [bareName(name), name]));

  function visit(siblings: readonly Category[], path: Path, above: readonly string[]): void {
    if (above.length >= DEEPEST) {
      faults.push({ message: `Categories are nested deeper than ${DEEPEST} levels.`, path });
      return;
    }
    for (const [i, { id, name, children }] of siblings.entries()) {
      const here: Path = [...path, i];
      if (above.includes(id))
        faults.push({ message: `The category "${id}" stands inside itself.`, path: [...here, 'id'] });
      else if (ids.has(id)) faults.push({ message: `The id "${id}" is used twice.`, path: [...here, 'id'] });
      ids.add(id);
      const known = names.get(bareName(name));
      if (known !== undefined && !above.includes(id)) {
        const why = RESIDUAL_CATEGORIES.some((residual) => residual === known)
          ? `"${known}" is part of every taxonomy and is not listed.`
          : `The name "${name}" is used twice.`;
        faults.push({ message: why, path: [...here, 'name'] });
      }
      names.set(bareName(name), name);
      if (children) visit(children, [...here, 'children'], [...above, id]);
    }
  }

  visit(categories, ['categories'], []);
  return faults;
}

/** The node at a path, or where its parent is when it is not there. */
function nearestNode(root: Node, path: readonly PropertyKey[]): Node {
  for (let end = path.length; end > 0; end--) {
    const node = findNodeAtLocation(root, path.slice(0, end) as Path);
    if (node) return node;
  }
  return root;
}

function placer(text: string) {
  return (offset: number, length: number): Omit<TaxonomyFault, 'message'> => {
    const before = text.slice(0, offset).split(/\r\n|\r|\n/);
    return { offset, length, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
}

/** `PropertyNameExpected` → "property name expected". */
function worded(first: ParseError | undefined): string {
  if (!first) return 'it ends too early';
  return printParseErrorCode(first.error)
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`)
    .toLowerCase();
}
