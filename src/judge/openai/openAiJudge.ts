import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment, Usage } from '../../model/judgment';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import type { Estimate, Judge, JudgeContext } from '../judge';
import { ChatCalls } from './chatCalls';
import { MAX_REPLY_TOKENS } from './chatRequest';
import { judgeByAsking } from './conversation';
import { type DialectMemory, DialectSearch } from './dialect';
import { checkEndpoint, isOwnServer } from './endpoint';
import { FirstCall } from './firstCall';
import { JudgmentWriter } from './judgmentWriter';
import { estimateCost, type Price } from './price';
import { PROMPT_VERSION } from './prompt';
import { abortable } from './retry';
import { callEstimator } from './tokens';
import { createClient } from './transport';

export interface OpenAiJudgeOptions {
  /** Up to and including the version, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  model: string;
  /** `undefined` for endpoints without a key; the environment is never looked at. */
  apiKey: string | undefined;
  taxonomy: Taxonomy;
  /** Behind the prompt's own version, when the judge gets exemplars; see `Exemplars`. */
  exemplarVersion?: string | undefined;
  /** How many calls at once at most; fewer while the endpoint turns calls away. 8 when absent. */
  concurrency?: number | undefined;
  /** Milliseconds for each HTTP call, its body included; 120,000 when absent. */
  timeoutMs?: number | undefined;
  /** Further tries after 429, 5xx and lost connections; 4 when absent. */
  maxRetries?: number | undefined;
  /** Tokens that one reply may have, thoughts included; 4,096 when absent. */
  maxTokens?: number | undefined;
  /** The endpoint's own default when absent. */
  temperature?: number | undefined;
  /** OpenAI's list price of the model when absent. */
  price?: Price | undefined;
  /** The tokenizer by which calls are estimated; a rule of thumb when absent. */
  countTokens?: ((text: string) => number) | undefined;
  /** Where what endpoints can do is remembered over runs; nowhere when absent. */
  dialects?: DialectMemory | undefined;
  now?: (() => Date) | undefined;
}

/**
 * A judge at any OpenAI-compatible endpoint: one call per failing example analyses it and names its
 * category (the paper's Stages 1 and 2b).
 *
 * Throws `JudgeUnavailable` for an address or key that can't work, here and from `judge`; this module
 * is a bundle of its own, so compare `error.name`. A judge that finds no error abstains, with its
 * reason as the summary. `confidence` is the model's own word, not a measured probability.
 */
export function createOpenAiJudge(options: OpenAiJudgeOptions): Judge {
  return new OpenAiJudge(options);
}

const DEFAULT_TIMEOUT_MS = 120_000;

/** Providers cache no shorter prefix; OpenAI's figure. */
const SHORTEST_CACHED = 1_024;

/** What a second try adds to the prompt: the reply that can't be used, cut, and what is wrong with it. */
const REPEATED_TOKENS = 1_000;

class OpenAiJudge implements Judge {
  readonly identity: JudgeIdentity;
  readonly concurrency: number;
  private readonly writer: JudgmentWriter;
  private readonly estimateUsage: ReturnType<typeof callEstimator>;
  private readonly firstCall = new FirstCall(isUnavailable);
  private readonly chat: ChatCalls;

  constructor(private readonly options: OpenAiJudgeOptions) {
    const { taxonomy, model, exemplarVersion = '' } = options;
    const promptVersion = PROMPT_VERSION + exemplarVersion;
    this.identity = { kind: 'openai', model, promptVersion, taxonomy: taxonomyRef(taxonomy) };
    this.concurrency = options.concurrency ?? 8;
    this.writer = new JudgmentWriter({ ...options, identity: this.identity });
    this.estimateUsage = callEstimator(taxonomy, model, options.countTokens);
    const endpoint = checkEndpoint(options.baseUrl, options.apiKey);
    this.chat = new ChatCalls({
      ...{ endpoint, model, maxTokens: options.maxTokens, temperature: options.temperature },
      client: createClient(endpoint, options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      dialects: new DialectSearch(endpoint.baseUrl, model, options.dialects),
      schema: { name: 'error_analysis', schema: this.writer.jsonSchema({ bounded: isOwnServer(endpoint) }) },
      concurrency: this.concurrency,
      maxRetries: options.maxRetries ?? 4,
    });
  }

  /** Answers of the model that were paid for; refused or lost requests are not. */
  get calls(): number {
    return this.chat.answered;
  }

  estimate(example: Example, context: JudgeContext): Estimate {
    const { model, price, maxTokens = MAX_REPLY_TOKENS } = this.options;
    const usage = this.estimateUsage(example, context);
    const { promptTokens, sharedTokens } = usage;
    const twice = { promptTokens: 2 * promptTokens + REPEATED_TOKENS, completionTokens: 2 * maxTokens };
    const cost = (tokens: Usage) => estimateCost(tokens, model, price) ?? null;
    return {
      ...usage,
      cost: cost(usage),
      cachedCost: cost({ ...usage, cachedTokens: sharedTokens < SHORTEST_CACHED ? 0 : sharedTokens }),
      costAtMost: cost(twice),
    };
  }

  async judge(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment> {
    if (taxonomyRef(context.taxonomy) !== this.identity.taxonomy) {
      throw new Error(`This judge works with ${this.identity.taxonomy}, not with ${taxonomyRef(context.taxonomy)}`);
    }
    return abortable(signal, (own) =>
      this.firstCall.run(own, () =>
        judgeByAsking(example, context, this.writer, (messages) => this.chat.complete(messages, own)),
      ),
    );
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && error.name === 'JudgeUnavailable';
}
