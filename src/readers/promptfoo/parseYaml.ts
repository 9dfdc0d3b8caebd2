import { type Document, parseDocument, Scalar, visit } from 'yaml';

/** Finds the value of an alias whose anchor stands elsewhere; undefined: there is none. */
export type Resolve = (anchor: string) => unknown;

/** How often one anchor may be used within one piece. */
const MAX_ALIASES = 1000;

/** The value of a piece of YAML. Throws with the line inside the piece and no part of its text. */
export function parseYaml(text: string, resolve: Resolve = () => undefined): unknown {
  const { document } = parsed(text, resolve);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    // The library's messages name the anchor: a part of the text.
    const excessive = error instanceof Error && /alias count/i.test(error.message);
    throw new Error(excessive ? 'the YAML uses too many aliases' : 'the YAML has an alias without an anchor');
  }
}

/** The values of all anchors in a piece of YAML. Throws as `parseYaml` does. */
export function anchoredValues(text: string, resolve: Resolve): Map<string, unknown> {
  const { document, anchors } = parsed(text, resolve);
  const values = new Map<string, unknown>();
  for (const [name, node] of anchors) {
    try {
      values.set(name, node.toJS(document, { maxAliasCount: MAX_ALIASES }));
    } catch {
      // An alias inside of it has no anchor anywhere.
    }
  }
  return values;
}

interface Anchored {
  toJS(document: Document, options: { maxAliasCount: number }): unknown;
}

function parsed(text: string, resolve: Resolve): { document: Document; anchors: Map<string, Anchored> } {
  const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false, merge: false });
  const [error] = document.errors;
  if (error) throw new SyntaxError(`this is not valid YAML in line ${lineAt(text, error.pos[0])}`);
  const anchors = new Map<string, Anchored>();
  visit(document, {
    Node(_, node) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node);
    },
  });
  visit(document, {
    Alias(_, { source }) {
      const value = anchors.has(source) ? undefined : resolve(source);
      // A scalar of any value comes out as that value, the same object each time: nothing is copied.
      return value === undefined ? undefined : new Scalar(value);
    },
  });
  return { document, anchors };
}

function lineAt(text: string, end: number): number {
  return text.slice(0, end).split('\n').length;
}
