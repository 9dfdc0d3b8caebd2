import type { Rule } from '../rule';
import { isCutOff } from '../stopReason';

/** Nothing to analyse: an output of white space is a non-response, whatever the task was. */
export const emptyOutput: Rule = {
  id: 'empty-output',
  category: 'Inappropriate Refusal or Non-Response',
  reason: 'An output without a visible character answers nothing.',
  apply({ output, finishReason }) {
    if (/[^\s\p{Cf}\p{Cc}]/u.test(output)) return null;
    const cutOff = isCutOff(finishReason);
    return {
      title: cutOff ? 'Token budget used up before any answer' : 'Empty output',
      summary: cutOff
        ? `The output is empty and the model stopped at its length limit (${finishReason}): the budget was used before anything visible was written.`
        : `The output is empty${finishReason === undefined ? '' : ` (stop reason: ${finishReason})`}.`,
      kind: 'empty-output',
      quotes: [],
      criterion: 'The output contains an answer',
      present: false,
      quality: null,
    };
  },
};
