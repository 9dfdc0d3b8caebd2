import { Budget } from '../judge/budget';
import type { LanguageModel } from '../judge/languageModel';
import { estimateCost, type Price } from '../judge/openai/price';
import { estimateTokens } from '../judge/openai/tokens';
import { isUnusable } from './unusable';

/** The next call could cost more than is left; nothing is lost but what was not asked yet. Compare by `name`. */
export class BudgetReached extends Error {
  override readonly name = 'BudgetReached';
}

/** What a reply has on average, and at the most; in tokens. */
const LIKELY_REPLY = 800;
const LONGEST_REPLY = 4_096;

/**
 * A model that is asked only as long as the bill stays under `limit` US dollars; then `ask` throws `BudgetReached`.
 * `price` is the list price when absent; a model without a price can't be held to a budget.
 */
export function withinBudget(model: LanguageModel, limit: number, price?: Price): LanguageModel {
  const budget = new Budget(limit);
  const costOf = (promptTokens: number, completionTokens: number) =>
    estimateCost({ promptTokens, completionTokens }, model.model, price) ?? Number.POSITIVE_INFINITY;
  return {
    kind: model.kind,
    model: model.model,
    concurrency: model.concurrency,
    get calls() {
      return model.calls;
    },
    async ask(prompt, form, signal) {
      const tokens = estimateTokens(prompt.system) + estimateTokens(prompt.user);
      const call = { likely: costOf(tokens, LIKELY_REPLY), atMost: costOf(tokens, LONGEST_REPLY) };
      const reservation = await budget.reserve(call);
      if (!reservation) throw new BudgetReached(`Stopped before the budget of $${limit} would be exceeded.`);
      let cost = 0;
      try {
        const answered = await model.ask(prompt, form, signal);
        cost = estimateCost(answered.usage, model.model, price) ?? call.likely;
        return answered;
      } catch (error) {
        // A reply that can't be used is paid for too.
        const spent = isUnusable(error) ? error.spent : undefined;
        if (spent) cost = estimateCost(spent.usage, model.model, price) ?? 0;
        throw error;
      } finally {
        reservation.settle(cost);
      }
    },
  };
}
