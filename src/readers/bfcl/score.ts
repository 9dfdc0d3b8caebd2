import type { Problem } from '../../model/example';
import { CompanionRows, companionProblem, tryCompanion } from '../companion';
import { readJsonLines } from '../jsonLines';
import type { FileAccess } from '../reader';
import { asNumber, asText, type Row } from '../values';

/** Whether a case is right, as far as the score file tells. */
export type Valid = boolean | null;

/** The score file beside a result file: a line of counts, then the failing cases alone. */
export interface Scores {
  /** Who is not among the failing cases is right; null when not all of them are known. */
  valid(id: string): Valid;
  /** The failing case's line. Throws when the score file has changed. */
  failing(id: string): Promise<Row | undefined>;
  failingIds(): Iterable<string>;
  /** How many cases were scored, right or wrong. */
  total?: number;
  problems: Problem[];
}

export async function readScores(file: FileAccess): Promise<Scores> {
  const name = file.name.replace(/_result(\.\w+)$/, '_score$1');
  const companion = name === file.name ? null : await tryCompanion(file, ...scorePaths(file.path, name));
  if (companion === null) {
    return {
      valid: () => null,
      failing: async () => undefined,
      failingIds: () => [],
      problems: [{ message: `${name} is not where BFCL puts it (score/<model>/…): there are no verdicts` }],
    };
  }
  const rows = new CompanionRows(companion);
  const problems: Problem[] = [];
  let header: Row | undefined;
  let lines = 0;
  for await (const item of readJsonLines(companion)) {
    if (item.kind === 'problem') problems.push(companionProblem(name, item.problem));
    else if (item.row.id !== undefined) {
      lines += 1;
      // Older files write the right cases too.
      if (item.row.valid !== true) rows.add(asText(item.row.id), item.place);
    } else header ??= item.row;
  }
  const total = asNumber(header?.total_count);
  const correct = asNumber(header?.correct_count);
  const lacking = total !== null && correct !== null && lines < total - correct;
  const complete = header !== undefined && problems.length === 0 && !lacking;
  if (!complete) {
    problems.push({ message: `${name} is incomplete: the cases that it does not list have no verdict` });
  }
  return {
    valid: (id) => (rows.has(id) ? false : complete ? true : null),
    failing: (id) => rows.row(id),
    failingIds: () => rows.keys(),
    ...(total === null ? {} : { total }),
    problems,
  };
}

/** `result/<model>/<group>/x` has its score in `score/<model>/<group>/x`; older versions have no group. */
function scorePaths(path: string, name: string): string[] {
  const folders = path.split(/[\\/]/).slice(0, -1);
  const result = folders.findLastIndex((folder) => /^results?\b/i.test(folder));
  if (result === -1) return [name];
  const below = folders.slice(result + 1);
  return [[...below.map(() => '..'), '..', 'score', ...below, name].join('/'), name];
}
