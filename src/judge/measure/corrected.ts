import { type Correction, type JudgeIdentity, type Judgment, judgeId } from '../../model/judgment';
import { type Scores, scoresOf } from './scores';

/** A person's word on an example, and the last word of each judge. */
export interface Corrected {
  correction: Pick<Correction, 'category'>;
  judgments: readonly Pick<Judgment, 'status' | 'category' | 'confidence' | 'judge'>[];
}

export interface JudgeAgainstCorrections {
  judge: JudgeIdentity;
  scores: Scores;
}

/** Measures every judge that had a word on corrected examples by the corrections; most examples first. */
export function againstCorrections(corrected: Iterable<Corrected>): JudgeAgainstCorrections[] {
  const byJudge = new Map<string, { judge: JudgeIdentity; answers: Parameters<typeof scoresOf>[0][number][] }>();
  for (const { correction, judgments } of corrected) {
    for (const judgment of judgments) {
      const id = judgeId(judgment.judge);
      const known = byJudge.get(id) ?? { judge: judgment.judge, answers: [] };
      known.answers.push({ expected: correction.category, labelNoise: false, judgment });
      byJudge.set(id, known);
    }
  }
  return [...byJudge.values()]
    .map(({ judge, answers }) => ({ judge, scores: scoresOf(answers) }))
    .sort((a, b) => b.scores.examples - a.scores.examples || judgeId(a.judge).localeCompare(judgeId(b.judge)));
}
