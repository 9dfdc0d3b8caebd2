import type { Judge } from '../judge/judge';
import { createOfflineJudge } from '../judge/offline/offlineJudge';
import type { OtherAnswersOf } from '../judge/offline/otherAnswers';
import { isReadableOnTheWay, originOf } from '../judge/openai/origin';
import { type Price, priceOf } from '../judge/openai/price';
import { type Redaction, redactionVersion } from '../judge/redact/redaction';
import type { Taxonomy } from '../model/taxonomy';
import { InputError } from './exit';
import { plain } from './plain';

export const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/** The options that choose a judge. */
export interface JudgeOptions {
  judge: 'offline' | 'openai';
  baseUrl: string;
  model?: string;
  apiKeyEnv?: string;
  concurrency: number;
  /** Seconds. */
  timeout?: number;
  price?: Price;
  budgetUsd?: number;
  /** See `Exemplars`. */
  exemplarVersion?: string;
  dryRun?: boolean;
  redact?: boolean;
  redactIps?: boolean;
  allowHttp?: boolean;
}

/** What is taken out of texts before they are sent. */
export function redactionFor({ redact, redactIps }: Pick<JudgeOptions, 'redact' | 'redactIps'>): Redaction {
  if (redactIps) return 'strict';
  return redact ? 'standard' : 'off';
}

/** The judge that the options ask for. Throws `InputError` for options that can't work together. */
export async function createJudge(
  options: JudgeOptions,
  taxonomy: Taxonomy,
  otherAnswers: OtherAnswersOf = async () => [],
): Promise<Judge> {
  if (options.judge === 'offline') return createOfflineJudge(taxonomy, { otherAnswers });
  const { baseUrl, model, concurrency, price, timeout } = options;
  const exemplarVersion = (options.exemplarVersion ?? '') + redactionVersion(redactionFor(options));
  if (model === undefined) throw new InputError('--judge openai needs --model.');
  // What can't be counted can't be held: such a budget would be a false comfort.
  if (options.budgetUsd !== undefined && price === undefined && priceOf(model) === undefined) {
    throw new InputError(
      `The price of the model "${plain(model)}" is not known, so --budget-usd can't be kept. Give it with --price IN/OUT, US dollars per million tokens in and out, such as --price 0.25/2.`,
    );
  }
  const apiKey = apiKeyOf(options);
  const { createOpenAiJudge } = await import('../judge/network');
  try {
    return createOpenAiJudge({
      ...{ baseUrl, model, apiKey, taxonomy, concurrency, price, exemplarVersion },
      timeoutMs: timeout && timeout * 1_000,
      countTokens: options.dryRun ? (await import('../judge/openai/tokenizer')).countTokens : undefined,
    });
  } catch (error) {
    // Before any call only the address or the key can be wrong. The judge's bundle has classes of its own.
    if (error instanceof Error && error.name === 'JudgeUnavailable') throw new InputError(error.message);
    throw error;
  }
}

/** Read from the one variable that was named; a dry run calls nobody and needs none. Throws `InputError`. */
export function apiKeyOf({
  apiKeyEnv,
  dryRun,
  baseUrl,
  allowHttp,
}: Pick<JudgeOptions, 'apiKeyEnv' | 'dryRun' | 'allowHttp'> & { baseUrl?: string }): string | undefined {
  if (apiKeyEnv === undefined || dryRun) return undefined;
  if (baseUrl !== undefined && isReadableOnTheWay(baseUrl) && !allowHttp) {
    throw new InputError(
      `${plain(originOf(baseUrl))} is not encrypted: everybody on the way could read the API key. Use https, or --allow-http in a network that you trust.`,
    );
  }
  const key = process.env[apiKeyEnv]?.trim();
  if (!key) throw new InputError(`The environment variable ${plain(apiKeyEnv)} is not set.`);
  return key;
}
