import { pathToFileURL } from 'node:url';
import type { ReportingDescriptor, Result, Run } from 'sarif';
import type { Category, Taxonomy } from '../../model/taxonomy';
import type { Failure } from './failures';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** The rule of failing examples that nothing has named yet. */
const UNCLASSIFIED: ReportingDescriptor = {
  id: 'unclassified',
  name: 'Unclassified',
  shortDescription: { text: 'The example fails; no judge has named its error yet.' },
};

export interface SarifOptions {
  taxonomy: Taxonomy;
  /** Of ErrorAtlas. */
  version: string;
  /** How an example's file is called in the log: relative to the repository where it lies in one. */
  pathOf: (path: string) => string;
}

/**
 * A SARIF 2.1.0 log in pieces of text: categories are its rules, every failing example a result at
 * its file and line.
 */
export async function* sarifOf(
  failures: AsyncIterable<Failure>,
  { taxonomy, version, pathOf }: SarifOptions,
): AsyncGenerator<string> {
  const rules = [UNCLASSIFIED, ...taxonomy.categories.map(ruleOf)];
  const indices = new Map(taxonomy.categories.map(({ name }, i) => [name, i + 1]));
  yield `{\n"$schema": ${JSON.stringify(SCHEMA)},\n"version": "2.1.0",\n"runs": [{\n"results": [`;
  let between = '\n';
  for await (const failure of failures) {
    const name = failure.category;
    let index = 0;
    if (name !== null) {
      index = indices.get(name) ?? rules.length;
      // A residual category, or one of another taxonomy.
      if (index === rules.length) {
        rules.push({ id: idOf(name, rules), name });
        indices.set(name, index);
      }
    }
    const { id } = rules[index] ?? UNCLASSIFIED;
    yield between + JSON.stringify(resultOf(failure, id, index, pathOf));
    between = ',\n';
  }
  // After the results: only now is it known which categories there are.
  const rest: Omit<Run, 'results'> = {
    tool: { driver: { name: 'ErrorAtlas', version, semanticVersion: version, rules } },
    columnKind: 'utf16CodeUnits',
  };
  yield `\n],\n${JSON.stringify(rest).slice(1)}]\n}\n`;
}

function ruleOf({ id, name, description }: Category): ReportingDescriptor {
  return { id, name, shortDescription: { text: name }, fullDescription: { text: description || name } };
}

function idOf(name: string, rules: readonly ReportingDescriptor[]): string {
  const id =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'category';
  return rules.some((rule) => rule.id === id) ? `${id}-${rules.length}` : id;
}

function resultOf(
  { entry, category, judgment, correction }: Failure,
  ruleId: string,
  ruleIndex: number,
  pathOf: (path: string) => string,
): Result {
  const { source } = entry;
  const what = [category ?? 'Not classified', judgment?.title].filter(Boolean).join(': ');
  return {
    ruleId,
    ruleIndex,
    level: category === null ? 'note' : 'warning',
    message: { text: literal([what, judgment?.summary].filter(Boolean).join('. ')) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: pathOf(source.path) },
          ...(source.line !== undefined && { region: { startLine: source.line } }),
        },
        ...(source.entry !== undefined && { logicalLocations: [{ fullyQualifiedName: source.entry }] }),
      },
    ],
    partialFingerprints: { 'errorAtlasKey/v1': entry.key },
    properties: {
      dataset: entry.dataset,
      id: entry.id,
      model: entry.model,
      score: entry.score,
      ...(judgment && { confidence: judgment.confidence, judge: judgment.judge.kind, status: judgment.status }),
      ...(correction && { correctedBy: correction.author }),
    },
  };
}

/** Viewers make links of brackets in a message, and texts of files are not to become any. */
function literal(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

/**
 * A path as a URI of a log: relative to `root` (with `/`) where the file lies below it, so that the
 * log means the same on every machine; an absolute `file:` URI otherwise.
 */
export function sarifUri(path: string, root: string): string {
  const base = pathToFileURL(root.endsWith('/') ? root : `${root}/`).href;
  const uri = pathToFileURL(path).href;
  return uri.startsWith(base) ? uri.slice(base.length) : uri;
}
