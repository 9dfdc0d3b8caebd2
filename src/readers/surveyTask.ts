import type { ReadChoices } from './choices';
import { openDiskFile } from './diskFile';
import { EntryMaker } from './entry';
import { type EntryTableData, EntryTableWriter } from './entryTable';
import { EvaluationFile } from './evaluationFile';
import { firstGroup } from './lineRecords';
import type { Piece } from './pieces';
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
  | {
      kind: 'split';
      facts: FileFacts;
      /** Of the file, bytes; pieces are of bytes too, unless there are `members`. */
      size: number;
      members?: number;
      group?: string;
      /** Notes that come after all pieces. */
      closing: string[];
    }
  | { kind: 'piece'; facts: PieceFacts; table: EntryTableData }
  | { kind: 'closing'; notes: string[] };

/** Does the tasks of one survey after the other; the file's header is read once a survey and thread. */
export class TaskRunner {
  private opened: { survey: number; evaluation: EvaluationFile } | undefined;

  /** `survey`: a number of its own for each time that a file is read. Throws what makes the file unreadable. */
  async run(survey: number, task: SurveyTask, hooks: ReadHooks): Promise<SurveyResult> {
    const evaluation = await this.open(survey, task.path, hooks.choices);
    switch (task.kind) {
      case 'file':
        return evaluation ? this.readFile(evaluation, task.splitBytes, hooks) : { kind: 'none' };
      case 'piece': {
        const { writer, maker } = tableMaker();
        const { file, pieces } = await piecesOf(evaluation, task.path);
        const options = { piece: task.piece, group: task.group };
        const onFacts = (facts: Parameters<EntryMaker['entry']>[0]) => writer.push(maker.entry(facts));
        const facts = await readPiece(file, pieces, options, onFacts, hooks);
        return { kind: 'piece', facts, table: writer.data() };
      }
      case 'closing': {
        const { pieces } = await piecesOf(evaluation, task.path);
        const note = pieces.kind === 'lines' ? pieces.closing?.(task.group, new Map(task.skipped)) : undefined;
        return { kind: 'closing', notes: note === undefined ? [] : [note] };
      }
    }
  }

  private async readFile(evaluation: EvaluationFile, splitBytes: number, hooks: ReadHooks): Promise<SurveyResult> {
    const { file, format } = evaluation;
    if (file.size >= splitBytes) {
      // A header that can't be read is told by `readFacts`, in its own way.
      const pieces = await evaluation.pieces().catch(() => undefined);
      if (pieces && (pieces.kind !== 'members' || pieces.count > 1)) {
        const group = pieces.kind === 'lines' ? await firstGroup(file, pieces, hooks.signal) : undefined;
        const version = await evaluation.version();
        const facts: FileFacts = {
          path: file.path,
          format,
          ...(version === undefined ? {} : { formatVersion: version }),
          models: [],
          datasets: [],
          problems: [],
          notes: pieces.kind !== 'members' && pieces.opening !== undefined ? [pieces.opening] : [],
        };
        const closing = pieces.kind === 'members' ? [...pieces.closing] : [];
        const members = pieces.kind === 'members' ? { members: pieces.count } : {};
        return {
          kind: 'split',
          facts,
          size: file.size,
          closing,
          ...members,
          ...(group === undefined ? {} : { group }),
        };
      }
    }
    const { writer, maker } = tableMaker();
    const facts = await readFacts(evaluation, (facts) => writer.push(maker.entry(facts)), hooks);
    return { kind: 'file', facts, table: writer.data() };
  }

  private async open(survey: number, path: string, choices: ReadChoices | undefined): Promise<EvaluationFile | null> {
    if (this.opened?.survey === survey) return this.opened.evaluation;
    await this.opened?.evaluation.close();
    this.opened = undefined;
    const evaluation = await EvaluationFile.detect(await openDiskFile(path), choices);
    if (evaluation) this.opened = { survey, evaluation };
    return evaluation;
  }
}

function tableMaker() {
  // The table copies what it is given.
  return { writer: new EntryTableWriter(), maker: new EntryMaker((text) => text) };
}

async function piecesOf(evaluation: EvaluationFile | null, path: string) {
  const pieces = await evaluation?.pieces();
  if (!evaluation || !pieces) throw new Error(`${path}: the file has changed while it was read`);
  return { file: evaluation.file, pieces };
}
