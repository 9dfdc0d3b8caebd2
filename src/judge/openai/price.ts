import * as z from 'zod';
import type { Usage } from '../../model/judgment';

/** When the prices below were last compared with OpenAI's published ones. */
export const PRICES_DATE = '2026-11-25';

const dollars = z.number().nonnegative();

/** US dollars per million tokens; without `cached` a model has no discount for cached input. */
export const Price = z.object({ input: dollars, cached: dollars.optional(), output: dollars });
export type Price = z.infer<typeof Price>;

const PRICES: ReadonlyMap<string, Price> = new Map<string, Price>([
  ['gpt-5.5', { input: 5, cached: 0.5, output: 30 }],
  ['gpt-5.4', { input: 2.5, cached: 0.25, output: 15 }],
  ['gpt-5.4-mini', { input: 0.75, cached: 0.075, output: 4.5 }],
  ['gpt-5.4-nano', { input: 0.2, cached: 0.02, output: 1.25 }],
  ['gpt-5.1', { input: 1.25, cached: 0.125, output: 10 }],
  ['gpt-5', { input: 1.25, cached: 0.125, output: 10 }],
  ['gpt-5-mini', { input: 0.25, cached: 0.025, output: 2 }],
  ['gpt-5-nano', { input: 0.05, cached: 0.005, output: 0.4 }],
  ['gpt-4.1', { input: 2, cached: 0.5, output: 8 }],
  ['gpt-4.1-mini', { input: 0.4, cached: 0.1, output: 1.6 }],
  ['gpt-4.1-nano', { input: 0.1, cached: 0.025, output: 0.4 }],
  ['gpt-4o', { input: 2.5, cached: 1.25, output: 10 }],
  ['gpt-4o-2024-05-13', { input: 5, output: 15 }],
  ['gpt-4o-mini', { input: 0.15, cached: 0.075, output: 0.6 }],
  ['o1', { input: 15, cached: 7.5, output: 60 }],
  ['o3', { input: 2, cached: 0.5, output: 8 }],
  ['o3-mini', { input: 1.1, cached: 0.55, output: 4.4 }],
  ['o4-mini', { input: 1.1, cached: 0.275, output: 4.4 }],
]);

/**
 * US dollars at the given price, else at OpenAI's list price without batch or other discounts; `undefined`
 * for a model that is not in the table. Names are taken as they are, with or without a date or an `openai/` prefix:
 * who gives a local model the name of one of OpenAI's sees what OpenAI would charge.
 */
export function estimateCost(usage: Usage, model: string, price = priceOf(model)): number | undefined {
  if (price === undefined) return undefined;
  const cached = Math.min(usage.cachedTokens ?? 0, usage.promptTokens);
  const input = (usage.promptTokens - cached) * price.input + cached * (price.cached ?? price.input);
  return (input + usage.completionTokens * price.output) / 1_000_000;
}

/** The user's own price, else OpenAI's list price; `undefined` for a model that neither names. */
export function priceOf(model: string, own: Readonly<Record<string, Price>> = {}): Price | undefined {
  if (Object.hasOwn(own, model)) return own[model];
  const name = model.toLowerCase().replace(/^openai\//, '');
  return PRICES.get(name) ?? PRICES.get(name.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
}
