import type { Rule } from '../rule';
import { answerAgainstSteps } from './answerAgainstSteps';
import { arithmeticSlip } from './arithmeticSlip';
import { askedCalculation } from './askedCalculation';
import { codeDoesNotParse } from './codeDoesNotParse';
import { codeFails, noCode } from './codeFails';
import { conversionMissed } from './conversionMissed';
import { copiedValue } from './copiedValue';
import { countedWrongly } from './countedWrongly';
import { cutOff } from './cutOff';
import { deniesContext } from './deniesContext';
import { echoedTask } from './echoedTask';
import { emptyOutput } from './emptyOutput';
import { extraWords } from './extraWords';
import { forbiddenWord, requiredWord, writingForm } from './formConstraint';
import { hedgedAnswer } from './hedgedAnswer';
import { invalidJson } from './invalidJson';
import { inventedNumber } from './inventedNumber';
import { inventedQuote } from './inventedQuote';
import { jsonItemsInvented, jsonItemsMissing, jsonType } from './jsonValues';
import { labelForm, wrongLabel } from './labelChoice';
import { lengthConstraint } from './lengthConstraint';
import { itemInvented, itemTwice } from './listItems';
import { listMarker } from './listMarker';
import { missingClause } from './missingClause';
import { alteredFact, missingFact } from './missingFacts';
import { missingItems } from './missingItems';
import { missingKeys } from './missingKeys';
import { noSuchOption } from './noSuchOption';
import { numericAnswerDiffers } from './numericAnswerDiffers';
import { overlookedGiven } from './overlookedGiven';
import { powerOfTen } from './powerOfTen';
import { promptContinuation } from './promptContinuation';
import { refusal } from './refusal';
import { repetitionLoop } from './repetitionLoop';
import { rightAnswerWrongForm } from './rightAnswerWrongForm';
import { rightOptionUnlettered } from './rightOptionUnlettered';
import { roundedOtherwise } from './roundedOtherwise';
import { signFlipped } from './signFlipped';
import { slipAmongFaults } from './slipAmongFaults';
import { otherQuestionAnswered, stoppedEarly } from './stoppedEarly';
import { tooFewItems } from './tooFewItems';
import { toolCallFault } from './toolCallFault';
import { unitFactor } from './unitFactor';
import { unitLeftOut } from './unitLeftOut';
import { unitMistaken } from './unitMistaken';
import { valueFromContext } from './valueFromContext';
import { wrongChoice } from './wrongChoice';
import { wrongLanguage } from './wrongLanguage';
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
  echoedTask,
  noCode,
  // The right answer is there: whatever else is odd, content is not the first error.
  promptContinuation,
  unitMistaken,
  rightOptionUnlettered,
  rightAnswerWrongForm,
  extraWords,
  unitLeftOut,
  // A forbidden word or mark is met before the length is known; too much is told before a loop or a cut.
  listMarker,
  forbiddenWord,
  writingForm,
  lengthConstraint,
  requiredWord,
  // Something else where a call or JSON was due, whatever became of it in the end.
  toolCallFault,
  invalidJson,
  // A loop swallows whatever its lines say: they are not judged one by one.
  repetitionLoop,
  // Proven in the text itself, by parsing, by running or by recomputing.
  codeDoesNotParse,
  codeFails,
  arithmeticSlip,
  // A cut is by its nature the last thing in a text: a slip before it came first.
  cutOff,
  // Proven by comparison with the task or the reference.
  jsonType,
  jsonItemsMissing,
  jsonItemsInvented,
  missingKeys,
  missingItems,
  missingClause,
  itemTwice,
  itemInvented,
  missingFact,
  alteredFact,
  tooFewItems,
  copiedValue,
  wrongLanguage,
  labelForm,
  wrongLabel,
  hedgedAnswer,
  noSuchOption,
  askedCalculation,
  wrongChoice,
  deniesContext,
  answerAgainstSteps,
  // Inferred from how two numbers differ: strong patterns first, the bare difference last.
  countedWrongly,
  conversionMissed,
  unitFactor,
  powerOfTen,
  signFlipped,
  roundedOtherwise,
  valueFromContext,
  inventedQuote,
  stoppedEarly,
  otherQuestionAnswered,
  wrongOperation,
  overlookedGiven,
  inventedNumber,
  slipAmongFaults,
  numericAnswerDiffers,
];
