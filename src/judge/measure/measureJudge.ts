import PQueue from 'p-queue';
import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment, Usage } from '../../model/judgment';
import type { Judge, JudgeContext } from '../judge';
import { choiceFor, type ForcedChoice, forcedChoice, type Picker } from './forcedChoice';
import { type Scores, scoresOf } from './scores';
import { type SelfAgreement, selfAgreementOf } from './selfAgreement';

/** A failing example with what a person said of it. */
export interface KnownExample {
  example: Example;
  expected: string;
  /** A failure of form and handicraft, which can be verified without judging anyone's reasoning. */
  technical: boolean;
  /** The reference or the grader is wrong. */
  labelNoise: boolean;
}

export interface MeasureRequest {
  judge: Judge;
  known: readonly KnownExample[];
  contextOf: (example: Example) => JudgeContext;
  /** How often everything is judged, at least once; scores are of the first run. */
  runs: number;
  /** Who picks in the forced choice. */
  pick: Picker;
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

export interface Measurement {
  judge: JudgeIdentity;
  all: Scores;
  technical: Scores;
  /** Reasoning, reading, knowledge: what is not technical. */
  other: Scores;
  self: SelfAgreement;
  forced: ForcedChoice;
  /** For each failing example and run, on average. */
  callsPerFailure: number;
  tokensPerFailure: Usage;
  /** US dollars for all runs; `null` when a price is not known. */
  cost: number | null;
}

/**
 * Has a judge judge examples whose error is known, and says how good it is.
 * Throws `JudgeUnavailable` as the judge does, and `signal.reason`.
 */
export async function measureJudge(request: MeasureRequest): Promise<Measurement> {
  const { judge, known, contextOf, runs, pick, signal = new AbortController().signal } = request;
  const callsBefore = judge.calls;
  const said: Judgment[][] = [];
  for (let run = 0; run < runs; run++) said.push(await judgeAll(request, signal, run * known.length));
  const calls = judge.calls - callsBefore;
  const first = new Map(said[0]?.map((judgment) => [judgment.key, judgment]));
  const answers = known.flatMap((one) => {
    const judgment = first.get(one.example.key);
    return judgment ? [{ ...one, judgment }] : [];
  });
  const choices = answers.flatMap(({ example, judgment }) => {
    const choice = choiceFor(example, judgment, contextOf(example).taxonomy);
    return choice ? [choice] : [];
  });
  const all = said.flat();
  return {
    judge: judge.identity,
    all: scoresOf(answers),
    technical: scoresOf(answers.filter(({ technical }) => technical)),
    other: scoresOf(answers.filter(({ technical }) => !technical)),
    self: selfAgreementOf(said),
    forced: await forcedChoice(choices, pick, signal),
    callsPerFailure: all.length === 0 ? 0 : calls / all.length,
    tokensPerFailure: {
      promptTokens: perFailure(all, ({ usage }) => usage?.promptTokens ?? 0),
      completionTokens: perFailure(all, ({ usage }) => usage?.completionTokens ?? 0),
    },
    cost: all.some(({ usage, cost }) => usage && cost === undefined)
      ? null
      : all.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
  };
}

async function judgeAll(
  { judge, known, contextOf, runs, onProgress }: MeasureRequest,
  signal: AbortSignal,
  doneBefore: number,
): Promise<Judgment[]> {
  const queue = new PQueue({ concurrency: judge.concurrency });
  let done = doneBefore;
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  const work = known.map(({ example }) =>
    queue.add(async () => {
      either.throwIfAborted();
      const judgment = await judge.judge(example, contextOf(example), either);
      done += 1;
      onProgress?.({ done, total: known.length * runs });
      return judgment;
    }),
  );
  try {
    return await Promise.all(work);
  } catch (error) {
    own.abort(error);
    await Promise.allSettled(work);
    throw error;
  }
}

function perFailure(judgments: readonly Judgment[], count: (judgment: Judgment) => number): number {
  return judgments.length === 0 ? 0 : judgments.reduce((sum, one) => sum + count(one), 0) / judgments.length;
}
