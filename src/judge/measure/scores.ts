import type { Judgment } from '../../model/judgment';
import { type Agreement, agreementOf, type Confusion, confusionsOf } from './agreement';
import { type Calibration, calibrationOf } from './calibration';

/** What is known of one failing example, and what a judge said of it. */
export interface Answer {
  /** The category that a person gave. */
  expected: string;
  /** The reference or the grader is wrong, by that person's word. */
  labelNoise: boolean;
  judgment: Pick<Judgment, 'status' | 'category' | 'confidence' | 'suspectedLabelNoise'>;
}

export interface CategoryScore {
  category: string;
  /** How many examples have it, and how many the judge gave it. */
  expected: number;
  given: number;
  /** Share that is right of what the judge gave; `null` when it gave none. */
  precision: number | null;
  /** Share that the judge found of what is there, abstentions and errors counting as missed; `null` when there is none. */
  recall: number | null;
}

/** All shares are 0 to 1, and `null` of nothing. */
export interface Scores {
  examples: number;
  judged: number;
  abstained: number;
  errors: number;
  /** Judged of all. */
  coverage: number | null;
  /** Right of judged: precision where it speaks. */
  precision: number | null;
  /** Right of all. */
  accuracy: number | null;
  /** Precision weighted alike for each category that the judge gave, recall for each that is there. */
  macroPrecision: number | null;
  macroRecall: number | null;
  categories: CategoryScore[];
  calibration: Calibration;
  /** Between judge (a) and person (b), where the judge named a category. */
  agreement: Agreement;
  confusions: Confusion[];
  labelNoise: { expected: number; given: number; right: number };
}

/** How good a judge's answers are, measured by people's. */
export function scoresOf(answers: readonly Answer[]): Scores {
  const judged = answers.filter(({ judgment }) => judgment.status === 'judged');
  const right = judged.filter(isRight).length;
  const pairs = judged.map(({ expected, judgment }) => ({ a: judgment.category, b: expected }));
  const categories = categoryScores(answers);
  const noise = answers.filter(({ judgment }) => judgment.suspectedLabelNoise !== undefined);
  return {
    examples: answers.length,
    judged: judged.length,
    abstained: answers.filter(({ judgment }) => judgment.status === 'abstained').length,
    errors: answers.filter(({ judgment }) => judgment.status === 'error').length,
    coverage: share(judged.length, answers.length),
    precision: share(right, judged.length),
    accuracy: share(right, answers.length),
    macroPrecision: mean(categories.map(({ precision }) => precision)),
    macroRecall: mean(categories.map(({ recall }) => recall)),
    categories,
    calibration: calibrationOf(
      judged.map((answer) => ({ confidence: answer.judgment.confidence, right: isRight(answer) })),
    ),
    agreement: agreementOf(pairs),
    confusions: confusionsOf(pairs),
    labelNoise: {
      expected: answers.filter(({ labelNoise }) => labelNoise).length,
      given: noise.length,
      right: noise.filter(({ labelNoise }) => labelNoise).length,
    },
  };
}

function isRight({ expected, judgment }: Answer): boolean {
  return judgment.status === 'judged' && judgment.category === expected;
}

function categoryScores(answers: readonly Answer[]): CategoryScore[] {
  const judged = answers.filter(({ judgment }) => judgment.status === 'judged');
  const names = new Set([
    ...answers.map(({ expected }) => expected),
    ...judged.map(({ judgment }) => judgment.category),
  ]);
  return [...names]
    .map((category) => {
      const expected = answers.filter((answer) => answer.expected === category);
      const given = judged.filter(({ judgment }) => judgment.category === category).length;
      const right = expected.filter(isRight).length;
      return {
        category,
        expected: expected.length,
        given,
        precision: share(right, given),
        recall: share(right, expected.length),
      };
    })
    .sort((a, b) => b.expected - a.expected || b.given - a.given || a.category.localeCompare(b.category));
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
