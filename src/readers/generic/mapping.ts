import { isExactLike, plainName } from '../metricNames';
import { isRow, type Row } from '../values';
import { verdictValue } from './verdictValue';

/** Which field of a row holds what: names of fields, nested ones with a dot ("scores.ExactMatch"). */
export interface FieldMapping {
  output: string;
  /** What says right or wrong; without it nothing is scored. */
  verdict?: string | undefined;
  /** Beside a verdict: what holds the score. */
  score?: string | undefined;
  /** `lower`: less is better. */
  direction?: 'higher' | 'lower' | undefined;
  input?: string | undefined;
  reference?: string | undefined;
  id?: string | undefined;
  model?: string | undefined;
  dataset?: string | undefined;
  error?: string | undefined;
  finishReason?: string | undefined;
  explanation?: string | undefined;
  choices?: string | undefined;
}

export type Role = Exclude<keyof FieldMapping, 'direction'>;

/** In the order in which they are told. */
export const ROLES: readonly Role[] = [
  ...(['input', 'output', 'reference', 'verdict', 'score', 'id', 'model', 'dataset'] as const),
  ...(['error', 'finishReason', 'explanation', 'choices'] as const),
];

/** Common names by role, likeliest first, as `plainName` writes them. */
const NAMES: Readonly<Record<Exclude<Role, 'verdict' | 'score'>, readonly string[]>> = {
  output: words(`output response completion prediction modelanswer modeloutput modelresponse modelprediction
    outputtext responsetext generatedtext generatedanswer generatedoutput generated generation predicted
    predictedanswer actualoutput actual llmoutput llmresponse llmanswer predictions generations answer`),
  input: words(`input prompt question inputtext userinput query instruction problem userprompt fullprompt
    messages inputs`),
  reference: words(`reference expected expectedanswer expectedoutput expectedresponse target referenceanswer
    referenceoutput correctanswer correctresponse goldanswer goldlabel gold groundtruth groundtruthanswer ideal
    idealanswer referencetext references targets label answer`),
  id: words('exampleid sampleid id docid questionid taskid itemid caseid uid uuid index idx rowid'),
  model: words('model modelname modelid generator provider llm engine system'),
  dataset: words('dataset datasetname task taskname benchmark subset suite evalname'),
  error: words('error errormessage exception'),
  finishReason: words('finishreason stopreason'),
  explanation: words('explanation reason rationale justification gradereason feedback comment critique'),
  choices: words('choices options'),
};

const SCORE_NAMES = words(`score correctness grade verdict ispass rating accuracy f1 f1score metric judgement judgment
  evalscore finalscore totalscore similarity rougel rouge bleu`);

/** Parents whose members bear the role of the parent: "inputs.question", "feedback.exact". */
const PARENTS: Readonly<Record<string, Role>> = {
  inputs: 'input',
  input: 'input',
  outputs: 'output',
  output: 'output',
  reference: 'reference',
  referenceoutputs: 'reference',
  expected: 'reference',
  scores: 'verdict',
  score: 'verdict',
  feedback: 'verdict',
  metrics: 'verdict',
};

/**
 * What each field of a table most likely holds, by the names in use and by what stands in
 * `sampleRows`. Null when it does not look like an evaluation: without an output and a verdict, or with
 * nothing (no input, no reference) to tell an answer from a log line.
 */
export function guessMapping(fieldNames: readonly string[], sampleRows: readonly Row[] = []): FieldMapping | null {
  const fields = fieldNames.map((name) => fieldOf(name));
  const output = byName(fields, 'output') ?? nested(fields, 'output');
  if (!output) return null;
  const free = fields.filter((field) => field !== output);
  const reference = byName(free, 'reference') ?? nested(free, 'reference');
  const input = byName(free, 'input') ?? nested(free, 'input');
  if (!input && !reference) return null;
  const verdict = verdictField(
    free.filter((field) => field !== reference && field !== input),
    sampleRows,
  );
  if (!verdict) return null;
  const mapping: FieldMapping = { output: output.name, verdict: verdict.name };
  if (input) mapping.input = input.name;
  if (reference) mapping.reference = reference.name;
  for (const role of ['id', 'model', 'dataset', 'error', 'finishReason', 'explanation', 'choices'] as const) {
    const field = byName(free, role);
    if (field && field !== verdict) mapping[role] = field.name;
  }
  return mapping;
}

/** A mapping in one line, for people: which field is read as what, and who says so. */
export function describeMapping(mapping: FieldMapping, by: 'guess' | 'user'): string {
  const names: Partial<Record<Role, string>> = { reference: 'references', verdict: 'score' };
  if (mapping.score !== undefined) names.verdict = 'passed';
  const roles = ROLES.flatMap((role) =>
    mapping[role] === undefined ? [] : [`${names[role] ?? role}=${mapping[role]}`],
  );
  const direction = mapping.direction === 'lower' ? ', less is better' : '';
  return `read as: ${roles.join(', ')}${direction} (${by === 'guess' ? 'guessed from the names' : 'your mapping'})`;
}

/** The names of a row's fields; members of the known parents come as "parent.member". */
export function fieldNames(rows: readonly Row[]): string[] {
  const names = new Set<string>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (isRow(value) && plainName(name) in PARENTS) {
        for (const member of Object.keys(value)) names.add(`${name}.${member}`);
      } else {
        names.add(name);
      }
    }
  }
  return [...names];
}

/** A field of a row by its name, also a member of a nested object; undefined where it is not there. */
export function fieldValue(row: Row, name: string | undefined): unknown {
  if (name === undefined) return undefined;
  if (Object.hasOwn(row, name)) return row[name];
  const dot = name.indexOf('.');
  if (dot < 0) return undefined;
  const parent = row[name.slice(0, dot)];
  const member = name.slice(dot + 1);
  return isRow(parent) && Object.hasOwn(parent, member) ? parent[member] : undefined;
}

interface Field {
  name: string;
  plain: string;
  /** Set for a nested name: the role of its parent. */
  parent?: Role | undefined;
  member: string;
}

function fieldOf(name: string): Field {
  const dot = name.indexOf('.');
  const parent = dot > 0 ? PARENTS[plainName(name.slice(0, dot))] : undefined;
  return { name, plain: plainName(name), parent, member: parent ? name.slice(dot + 1) : name };
}

function byName(fields: readonly Field[], role: Exclude<Role, 'verdict' | 'score'>): Field | undefined {
  for (const name of NAMES[role]) {
    const field = fields.find(({ plain, parent }) => plain === name && !parent);
    if (field) return field;
  }
  return undefined;
}

function nested(fields: readonly Field[], role: Role): Field | undefined {
  return fields.find(({ parent }) => parent === role);
}

/** Columns that say right or wrong come before scores; values that are no verdicts rule a column out. */
function verdictField(fields: readonly Field[], rows: readonly Row[]): Field | undefined {
  const references = new Set([...NAMES.reference, ...NAMES.output]);
  const plausible = fields.filter(({ name, plain, parent }) => {
    if (references.has(plain) && !parent) return false;
    const values = rows.map((row) => fieldValue(row, name)).filter((value) => value !== undefined);
    return values.every((value) => verdictValue(value) !== undefined) && (rows.length === 0 || values.some(isSaid));
  });
  return (
    plausible.find(({ member, parent }) => (!parent || parent === 'verdict') && isExactLike(member)) ??
    plausible.find(({ plain, parent }) => !parent && SCORE_NAMES.includes(plain)) ??
    plausible.find(({ parent }) => parent === 'verdict')
  );
}

function isSaid(value: unknown): boolean {
  const read = verdictValue(value);
  return read !== undefined && read.score !== null;
}

function words(text: string): string[] {
  return text.split(/\s+/);
}
