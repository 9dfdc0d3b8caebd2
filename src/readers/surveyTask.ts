import { openDiskFile } from './diskFile';
import { EntryMaker } from './entry';
import { type EntryTableData, EntryTableWriter } from './entryTable';
import { EvaluationFile } from './evaluationFile';
import { firstGroup, type LineRecords, type Piece } from './lineRecords';
import { type FileFacts, type PieceFacts, type ReadHooks, readFacts, readPiece } from './surveyFacts';

/** A piece of a survey's work that any thread can do; sent as it is. */
export type SurveyTask =
  /** Reads the file, or, from `splitBytes` on where that can be done, says how to read it in pieces. */
  | { kind: 'file'; path: string; splitBytes: number }
  | { kind: 'piece'; path: string; piece: Piece; group?: string }
  /** The notes that come after the last piece. */
  | { kind: 'closing'; path: string; group: string; skipped: [group: string, lines: number][] };

export type SurveyResult =
  /** No evaluation. */
  | { kind: 'none' }
  | { kind: 'file'; facts: FileFacts; table: EntryTableData }
  | { kind: 'split'; facts: FileFacts; size: number; group?: string }
  | { kind: 'piece'; facts: PieceFacts; table: EntryTableData }
  | { kind: 'closing'; notes: string[] };

/** Does the tasks of one survey after the other; the file's header is read once a survey and thread. */
export class TaskRunner {
  private opened: { survey: number; evaluation: EvaluationFile } | undefined;

  /** `survey`: a number of its own for each time that a file is read. Throws what makes the file unreadable. */
  async run(survey: number, task: SurveyTask, hooks: ReadHooks): Promise<SurveyResult> {
    const evaluation = await this.open(survey, task.path);
    switch (task.kind) {
      case 'file':
        return evaluation ? this.readFile(evaluation, task.splitBytes, hooks) : { kind: 'none' };
      case 'piece': {
        const { writer, maker } = tableMaker();
        const records = await recordsOf(evaluation, task.path);
        const options = { piece: task.piece, group: task.group };
        const onFacts = (facts: Parameters<EntryMaker['entry']>[0]) => writer.push(maker.entry(facts));
        const facts = await readPiece(records.file, records.records, options, onFacts, hooks);
        return { kind: 'piece', facts, table: writer.data() };
      }
      case 'closing': {
        const { records } = await recordsOf(evaluation, task.path);
        const note = records.closing?.(task.group, new Map(task.skipped));
        return { kind: 'closing', notes: note === undefined ? [] : [note] };
      }
    }
  }

  private async readFile(evaluation: EvaluationFile, splitBytes: number, hooks: ReadHooks): Promise<SurveyResult> {
    const { file, format } = evaluation;
    if (file.size >= splitBytes) {
      // A header that can't be read is told by `readFacts`, in its own way.
      const records = await evaluation.records().catch(() => undefined);
      if (records) {
        const group = await firstGroup(file, records, hooks.signal);
        const version = await evaluation.version();
        const facts: FileFacts = {
          path: file.path,
          format,
          ...(version === undefined ? {} : { formatVersion: version }),
          models: [],
          datasets: [],
          problems: [],
          notes: records.opening === undefined ? [] : [records.opening],
        };
        return { kind: 'split', facts, size: file.size, ...(group === undefined ? {} : { group }) };
      }
    }
    const { writer, maker } = tableMaker();
    const facts = await readFacts(evaluation, (facts) => writer.push(maker.entry(facts)), hooks);
    return { kind: 'file', facts, table: writer.data() };
  }

  private async open(survey: number, path: string): Promise<EvaluationFile | null> {
    if (this.opened?.survey === survey) return this.opened.evaluation;
    await this.opened?.evaluation.close();
    this.opened = undefined;
    const evaluation = await EvaluationFile.detect(await openDiskFile(path));
    if (evaluation) this.opened = { survey, evaluation };
    return evaluation;
  }
}

function tableMaker() {
  // The table copies what it is given.
  return { writer: new EntryTableWriter(), maker: new EntryMaker((text) => text) };
}

async function recordsOf(evaluation: EvaluationFile | null, path: string) {
  const records: LineRecords | undefined = await evaluation?.records();
  if (!evaluation || !records) throw new Error(`${path}: the file has changed while it was read`);
  return { file: evaluation.file, records };
}
