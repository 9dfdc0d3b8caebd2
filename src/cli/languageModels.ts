import { withinBudget } from '../errormap/withinBudget';
import type { LanguageModel } from '../judge/languageModel';
import { redactingModel } from '../judge/redact/redactingModel';
import { InputError } from './exit';
import { apiKeyOf, type JudgeOptions, redactionFor } from './judges';

/**
 * The model behind `--judge openai`, to be asked for categories; `spent` is what of the budget is gone already. Throws `InputError` for options that can't work.
 */
export async function createLanguageModel(options: Omit<JudgeOptions, 'judge'>, spent = 0): Promise<LanguageModel> {
  const { baseUrl, model, concurrency, timeout, budgetUsd, price } = options;
  if (model === undefined) throw new InputError('--judge openai needs --model.');
  const apiKey = apiKeyOf(options);
  const { createOpenAiModel } = await import('../judge/network');
  try {
    const endpoint = { baseUrl, model, apiKey, concurrency, timeoutMs: timeout && timeout * 1_000 };
    const asked = redactingModel(createOpenAiModel(endpoint), redactionFor(options));
    return budgetUsd === undefined ? asked : withinBudget(asked, budgetUsd - spent, price);
  } catch (error) {
    // Before any call only the address or the key can be wrong. The model's bundle has classes of its own.
    if (error instanceof Error && error.name === 'JudgeUnavailable') throw new InputError(error.message);
    throw error;
  }
}
