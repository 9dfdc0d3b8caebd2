import type { ExampleEntry } from '../model/entry';
import type { ReadChoices } from './choices';
import { EntryMaker } from './entry';
import { EvaluationFile } from './evaluationFile';
import { firstGroup, type LineRecords } from './lineRecords';
import type { FileAccess } from './reader';
import type { Survey } from './survey';
import { type PieceFacts, ProblemList, readPiece } from './surveyFacts';

export interface ReadOnOptions {
  choices?: ReadChoices | undefined;
  signal?: AbortSignal;
  /** When more than so many bytes have come, reading the file anew in several threads is as fast. */
  maxBytes?: number;
}

const MAX_BYTES = 16 * 1024 * 1024;
/** So many examples all over the file are looked at again, to tell a file that has grown from another one. */
const PROBES = 8;
const LF = 0x0a;

/**
 * The survey of a file of lines that has grown since `survey` was made of it: reads from the last example on and
 * nothing before, but for a few examples that tell whether it is still the same file. Null when it can't be done so
 * (other formats, a file that was written anew) and the file has to be read whole. Nothing is decided of what is
 * new: `passed` is null. Throws `signal.reason`.
 */
export async function readOn(file: FileAccess, survey: Survey, options: ReadOnOptions = {}): Promise<Survey | null> {
  const last = survey.entries.at(-1);
  const { line, byteOffset } = last?.source ?? {};
  if (!last || line === undefined || byteOffset === undefined || last.source.entry !== undefined) return null;
  const added = file.size - byteOffset;
  if (added <= (last.source.byteLength ?? 0) || added > (options.maxBytes ?? MAX_BYTES)) return null;
  if (survey.problems.some((problem) => problem.line === undefined)) return null;
  const evaluation = await EvaluationFile.detect(file, options.choices);
  if (!evaluation || evaluation.format !== survey.format) return null;
  try {
    const pieces = await evaluation.pieces();
    if (pieces?.kind !== 'lines' || !(await isSame(evaluation, survey, byteOffset))) return null;
    const { entries, facts } = await readFrom(evaluation, pieces, { line, byteOffset }, options);
    const [again] = entries;
    if (again?.key !== last.key || again.source.line !== line) return null;
    if (facts.failure !== undefined || facts.skipped.length > 0) return null;
    const problems = new ProblemList();
    for (const problem of survey.problems) if ((problem.line ?? 0) < line) problems.add(problem);
    problems.addPiece(facts.problems, 0);
    return {
      ...survey,
      models: [...new Set([...survey.models, ...facts.models])],
      datasets: [...new Set([...survey.datasets, ...facts.datasets])],
      problems: problems.all(),
      entries: survey.entries.slice(0, -1).concat(entries),
    };
  } finally {
    await evaluation.close();
  }
}

/** Whether some examples of the survey stand where they stood, and a line begins where the last one did. */
async function isSame(evaluation: EvaluationFile, { entries }: Survey, byteOffset: number): Promise<boolean> {
  if (byteOffset > 0 && (await evaluation.file.bytes(byteOffset - 1, 1))[0] !== LF) return false;
  const step = Math.max(1, Math.floor(entries.length / PROBES));
  for (let at = 0; at < entries.length; at += step) {
    const entry = entries[at];
    const there = entry && (await evaluation.load(entry).catch(() => undefined));
    if (!there) return false;
  }
  return true;
}

async function readFrom(
  evaluation: EvaluationFile,
  pieces: LineRecords,
  { line, byteOffset }: { line: number; byteOffset: number },
  { signal }: ReadOnOptions,
): Promise<{ entries: ExampleEntry[]; facts: PieceFacts }> {
  const { file } = evaluation;
  const maker = new EntryMaker();
  const entries: ExampleEntry[] = [];
  const facts = await readPiece(
    file,
    pieces,
    {
      piece: { start: byteOffset, end: Number.POSITIVE_INFINITY, linesBefore: line - 1 },
      group: await firstGroup(file, pieces, signal),
    },
    (example) => entries.push(maker.entry(example)),
    { ...(signal && { signal }) },
  );
  return { entries, facts };
}
