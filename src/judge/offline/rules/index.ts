import type { Rule } from '../rule';
import { arithmeticSlip } from './arithmeticSlip';
import { askedCalculation } from './askedCalculation';
import { copiedValue } from './copiedValue';
import { countedWrongly } from './countedWrongly';
import { cutOff } from './cutOff';
import { emptyOutput } from './emptyOutput';
import { extraWords } from './extraWords';
import { invalidJson } from './invalidJson';
import { lengthConstraint } from './lengthConstraint';
import { missingItems } from './missingItems';
import { missingKeys } from './missingKeys';
import { numericAnswerDiffers } from './numericAnswerDiffers';
import { overlookedGiven } from './overlookedGiven';
import { promptContinuation } from './promptContinuation';
import { refusal } from './refusal';
import { repetitionLoop } from './repetitionLoop';
import { rightAnswerWrongForm } from './rightAnswerWrongForm';
import { slipAmongFaults } from './slipAmongFaults';
import { stoppedEarly } from './stoppedEarly';
import { unitFactor } from './unitFactor';
import { wrongChoice } from './wrongChoice';
import { wrongOperation } from './wrongOperation';

/**
 * All rules; the first that finds something names the error. An example has one category, its first major error
 * (the paper's Stage 1), so what makes everything after it moot comes first, and what is proven comes before what
 * is only likely.
 */
export const RULES: readonly Rule[] = [
  // No answer at all: nothing else can be said about the output.
  emptyOutput,
  refusal,
  // The right answer is there: whatever else is odd, content is not the first error.
  promptContinuation,
  rightAnswerWrongForm,
  extraWords,
  // A loop swallows whatever its lines say: they are not judged one by one.
  repetitionLoop,
  // Proven in the text itself, by parsing or by recomputing.
  invalidJson,
  arithmeticSlip,
  // A cut is by its nature the last thing in a text: a slip before it came first.
  cutOff,
  // Proven by comparison with the reference.
  missingKeys,
  missingItems,
  copiedValue,
  lengthConstraint,
  wrongChoice,
  askedCalculation,
  // Inferred from how two numbers differ: strong patterns first, the bare difference last.
  unitFactor,
  countedWrongly,
  stoppedEarly,
  wrongOperation,
  overlookedGiven,
  slipAmongFaults,
  numericAnswerDiffers,
];
