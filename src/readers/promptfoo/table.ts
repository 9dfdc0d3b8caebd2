import { createHash } from 'node:crypto';
import type { RawExample, Source } from '../../model/example';
import { asNumber, inputText, messagesInText, type Row } from '../values';

/** The columns of one provider: `[small] Say {{n}}`, `Status`, `Score`, `Named Scores`, …, `Grader Reason`, `Comment`. */
export interface ColumnGroup {
  model: string;
  /** The prompt's label: mostly its template, with the variables in double braces. */
  prompt: string;
  /** Of the output's column; the others follow it. */
  output: number;
  status: number;
  score: number;
  namedScores?: number;
  reason?: number;
  comment?: number;
}

export interface PromptfooTable {
  /** The columns before the first group: the test's description, if any, and its variables. */
  variables: readonly string[];
  groups: readonly ColumnGroup[];
}

const SMALL_FIELD = 500;
const STATUSES = new Set(['PASS', 'FAIL', 'ERROR']);

/** Null when the header is not that of promptfoo's CSV: no column pair `Status`, `Score` behind an output. */
export function promptfooTable(columns: readonly string[]): PromptfooTable | null {
  const starts = columns.flatMap((name, at) =>
    at > 0 && name === 'Status' && columns[at + 1] === 'Score' ? [at - 1] : [],
  );
  const [first] = starts;
  if (first === undefined) return null;
  const groups = starts.map((output, n) => groupOf(columns, output, starts[n + 1] ?? columns.length));
  // Any table may have a status and a score; what the grader said stands in promptfoo's alone.
  if (!groups.every(({ reason }) => reason !== undefined)) return null;
  return { variables: columns.slice(0, first), groups };
}

function groupOf(columns: readonly string[], output: number, end: number): ColumnGroup {
  const label = columns[output] ?? '';
  const [, provider, prompt] = /^\[([^\]]+)\] ?([\s\S]*)$/.exec(label) ?? [];
  const place = (name: string) => {
    const at = columns.slice(output, end).indexOf(name);
    return at < 0 ? undefined : output + at;
  };
  const [namedScores, reason, comment] = [place('Named Scores'), place('Grader Reason'), place('Comment')];
  return {
    model: provider ?? 'unknown',
    prompt: prompt ?? label,
    output,
    status: output + 1,
    score: output + 2,
    ...(namedScores === undefined ? {} : { namedScores }),
    ...(reason === undefined ? {} : { reason }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** What one provider made of a row's test; null when the provider did not run it (a comparison of two evaluations). */
export function tableExample(
  cells: readonly string[],
  { variables }: PromptfooTable,
  group: ColumnGroup,
  dataset: string,
  source: Source,
): RawExample | null {
  const cell = (at: number | undefined) => (at === undefined ? '' : plainCell(cells[at] ?? ''));
  const status = cell(group.status).trim();
  if (status === '' && cell(group.output) === '') return null;
  if (!STATUSES.has(status)) throw new Error('the status is none of PASS, FAIL and ERROR');
  const vars = Object.fromEntries(variables.map((name, at) => [name, cell(at)]));
  const prompt = render(group.prompt, vars);
  const messages = messagesInText(prompt);
  const [reason, comment] = [cell(group.reason), cell(group.comment)];
  const named = cell(group.namedScores);
  return {
    id: vars.id || createHash('sha256').update(JSON.stringify(vars)).digest('hex').slice(0, 8),
    dataset,
    model: group.model,
    input: messages ? inputText(messages) : prompt,
    ...(messages ? { messages } : {}),
    output: cell(group.output),
    references: [],
    score: asNumber(cell(group.score)),
    verdict: status === 'PASS',
    metric: 'success',
    ...(reason === '' ? {} : { explanation: reason }),
    // Without assertions the cell of the output holds the error.
    ...(status === 'ERROR' ? { error: reason || cell(group.output) || 'error' } : {}),
    metadata: {
      ...smallFields(vars),
      ...(named === '' ? {} : { namedScores: named }),
      ...(comment === '' ? {} : { comment }),
    },
    source,
  };
}

/** Puts the variables in; a template that does more than that stays as it is. */
function render(template: string, vars: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (whole, name: string) => vars[name] ?? whole);
}

/** promptfoo writes an apostrophe before what a spreadsheet would run as a formula. */
function plainCell(text: string): string {
  return /^'[\s\u200B-\u200D]*[=@+-]/.test(text) ? text.slice(1) : text;
}

function smallFields(vars: Readonly<Record<string, string>>): { vars?: Row } {
  const small = Object.entries(vars).filter(([, value]) => value !== '' && value.length <= SMALL_FIELD);
  return small.length === 0 ? {} : { vars: Object.fromEntries(small) };
}
