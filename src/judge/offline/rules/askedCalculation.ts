import { tokensOf } from '../equationTokens';
import { evaluate, operatorsOf, parseExpression } from '../expression';
import { sameNumber, written } from '../numbers';
import { numericDisagreement } from '../numericDisagreement';
import type { Rule } from '../rule';
import { scannedHead } from '../scannedText';

/** A question that is one bare calculation; the digits and signs are bounded, so the search is linear. */
const ASKED =
  /\b(?:what(?:['’]s| is)|how much is|calculate|compute|evaluate|solve)[ :]{1,3}([\d(.][\d .,+\-−*/×÷x·()^]{2,120}[\d)])[ ]{0,3}[?=.]{0,3}\s*$/i;

/** The task is a calculation, and the number given is not what it makes. */
export const askedCalculation: Rule = {
  id: 'asked-calculation',
  category: 'Computation Error',
  reason: 'The task consists of one calculation; recomputing it gives the reference and not the answer.',
  apply(example) {
    const differing = numericDisagreement(example);
    if (differing === null || example.output.trim().length > 400) return null;
    const asked = ASKED.exec(scannedHead(example.input).slice(-400).trimEnd())?.[1];
    if (asked === undefined) return null;
    const tokens = tokensOf(asked);
    const parsed = parseExpression(tokens, 0, tokens.length);
    if (parsed === null || parsed.next !== tokens.length || operatorsOf(parsed.expression).size === 0) return null;
    const right = evaluate(parsed.expression, (operand) => operand.value);
    const { given, wanted } = differing;
    if (!sameNumber(right, wanted) || sameNumber(Math.round(right), given.value)) return null;
    return {
      title: 'Calculated wrongly',
      summary: `The task is to calculate ${asked.trim()}, which makes ${written(wanted)}; the output answers ${written(given.value)}.`,
      confidence: 0.9,
      quotes: [{ start: given.start, end: given.end }],
      criterion: `The result is ${written(wanted)}`,
      present: true,
      quality: 'incorrect',
    };
  },
};
