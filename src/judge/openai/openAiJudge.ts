import type OpenAI from 'openai';
import type { Example } from '../../model/example';
import type { Criterion, JudgeIdentity, Judgment } from '../../model/judgment';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { locateEvidence } from '../evidence';
import type { Estimate, Judge, JudgeContext } from '../judge';
import { addUsage, type Completion, EMPTY_COMPLETION, readCompletion } from './completion';
import { BEST_DIALECT, type Dialect, stepDown } from './dialect';
import { checkEndpoint, type Endpoint } from './endpoint';
import { answerOf, CallFailed, failureOf, isPassing } from './failure';
import { FirstCall } from './firstCall';
import { type BilledUsage, estimateCost, type Price } from './price';
import { buildMessages, categoryNames, correctionMessage, PROMPT_VERSION, type PromptMessage } from './prompt';
import { parseReply, type Reply, type ReplySchema, replyJsonSchema, replySchema } from './reply';
import { abortable, sleep, waitBefore } from './retry';
import { callEstimator } from './tokens';
import { createClient } from './transport';

export interface OpenAiJudgeOptions {
  /** Up to and including the version, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  model: string;
  /** `undefined` for endpoints without a key; the environment is never looked at. */
  apiKey: string | undefined;
  taxonomy: Taxonomy;
  /** How many calls at once; 8 when absent. */
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

const CUT_OFF =
  "The judge's reply was cut off before its end. A model that goes on and on, or thinks for long, is a poor judge here: choose another.";

/** How much of an unusable reply is shown, and how much the judge sees again, in characters. */
const SHOWN_REPLY = 200;
const REPEATED_REPLY = 2_000;

class OpenAiJudge implements Judge {
  readonly identity: JudgeIdentity;
  readonly concurrency: number;
  private readonly endpoint: Endpoint;
  private readonly client: OpenAI;
  private readonly schema: ReplySchema;
  private readonly jsonSchema: Record<string, unknown>;
  private readonly estimateUsage: ReturnType<typeof callEstimator>;
  private readonly firstCall = new FirstCall(isUnavailable);
  private dialect: Dialect = BEST_DIALECT;
  private answered = 0;

  constructor(private readonly options: OpenAiJudgeOptions) {
    const { taxonomy, model } = options;
    this.identity = { kind: 'openai', model, promptVersion: PROMPT_VERSION, taxonomy: taxonomyRef(taxonomy) };
    this.concurrency = options.concurrency ?? 8;
    this.endpoint = checkEndpoint(options.baseUrl, options.apiKey);
    this.client = createClient(this.endpoint, options.timeoutMs ?? 120_000);
    this.schema = replySchema(categoryNames(taxonomy));
    this.jsonSchema = replyJsonSchema(this.schema);
    this.estimateUsage = callEstimator(taxonomy, model);
  }

  /** Answers of the model that were paid for; refused or lost requests are not. */
  get calls(): number {
    return this.answered;
  }

  /** Cautious rather than likely; a second try after a broken reply, which is rare, is not in it. */
  estimate(example: Example, context: JudgeContext): Estimate {
    const { model, price } = this.options;
    const usage = this.estimateUsage(example, context);
    return { ...usage, cost: estimateCost(usage, model, price) ?? null };
  }

  async judge(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment> {
    if (taxonomyRef(context.taxonomy) !== this.identity.taxonomy) {
      throw new Error(`This judge works with ${this.identity.taxonomy}, not with ${taxonomyRef(context.taxonomy)}`);
    }
    return abortable(signal, (own) => this.firstCall.run(own, () => this.judgeOne(example, context, own)));
  }

  /** Asks, and asks once more when the reply can't be used. */
  private async judgeOne(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment> {
    const messages = buildMessages(example, context);
    let usage: BilledUsage | undefined;
    let conversation = messages;
    try {
      for (let attempt = 1; ; attempt++) {
        const completion = await this.complete(conversation, signal);
        usage = addUsage(usage, completion.usage);
        if (completion.refusal !== undefined) throw new CallFailed(completion.refusal);
        const parsed = parseReply(completion.text, this.schema);
        if (parsed.ok) return this.judged(example, parsed.reply, usage);
        if (completion.cutOff) throw new CallFailed(CUT_OFF);
        if (attempt === 2) throw new CallFailed(unusable(parsed.problem, completion.text));
        conversation = withCorrection(messages, completion.text, parsed.problem);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CallFailed)) throw error;
      return this.failed(example, error.message, usage);
    }
  }

  /** One completion: steps down to what the endpoint speaks, and waits out passing faults. */
  private async complete(messages: PromptMessage[], signal: AbortSignal): Promise<Completion> {
    const maxTries = 1 + (this.options.maxRetries ?? 4);
    let dialect = this.dialect;
    for (let tries = 1; ; ) {
      try {
        const response: unknown = await this.client.chat.completions.create(this.body(messages, dialect), { signal });
        this.dialect = dialect;
        this.answered += 1;
        return readCompletion(response, messages, this.endpoint.apiKey);
      } catch (error) {
        signal.throwIfAborted();
        const answer = answerOf(error, this.endpoint);
        if (answer === undefined) throw error;
        if (answer.status === 200) {
          this.answered += 1;
          return EMPTY_COMPLETION;
        }
        const simpler = answer.status === undefined ? undefined : stepDown(dialect, answer.status, answer.message);
        if (simpler) {
          dialect = simpler;
          continue;
        }
        if (!isPassing(answer) || tries >= maxTries) {
          throw failureOf(answer, this.endpoint, this.options.model, tries);
        }
        tries += 1;
        await sleep(waitBefore(tries, answer.headers), signal);
      }
    }
  }

  private body(
    messages: PromptMessage[],
    { format, tokensField, temperature }: Dialect,
  ): OpenAI.ChatCompletionCreateParamsNonStreaming {
    const maxTokens = this.options.maxTokens ?? 4_096;
    return {
      model: this.options.model,
      messages,
      ...(format === 'json_schema' && {
        response_format: {
          type: format,
          json_schema: { name: 'error_analysis', strict: true, schema: this.jsonSchema },
        },
      }),
      ...(format === 'json_object' && { response_format: { type: format } }),
      ...(tokensField && { [tokensField]: maxTokens }),
      ...(temperature && this.options.temperature !== undefined && { temperature: this.options.temperature }),
    };
  }

  private judged(example: Example, reply: Reply, usage: BilledUsage): Judgment {
    const { quotes, evidence, dropped } = locateEvidence(
      example.output,
      reply.criteria.map(({ quote }) => quote ?? ''),
    );
    const criteria = reply.criteria.map(
      ({ need, present, quality, note }, i): Criterion => ({
        criterion: need,
        presentInOutput: present,
        quality,
        evidence: quotes[i]?.quote ?? '',
        comment: note ?? '',
      }),
    );
    const title = reply.title.trim();
    return {
      ...this.base(example, usage),
      category: title === '' ? '' : reply.category,
      title,
      summary: reply.summary.trim(),
      criteria,
      evidence,
      ...(dropped > 0 && { droppedEvidence: dropped }),
      confidence: reply.confidence,
      status: title === '' ? 'abstained' : 'judged',
    };
  }

  private failed(example: Example, error: string, usage: BilledUsage | undefined): Judgment {
    const nothing = { category: '', title: '', summary: '', criteria: [], evidence: [], confidence: 0 };
    return { ...this.base(example, usage), ...nothing, status: 'error', error };
  }

  private base(example: Example, usage: BilledUsage | undefined) {
    const cost = usage && estimateCost(usage, this.options.model, this.options.price);
    return {
      key: example.key,
      judge: this.identity,
      createdAt: (this.options.now?.() ?? new Date()).toISOString(),
      ...(usage && {
        usage: { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens },
      }),
      ...(cost !== undefined && { cost }),
    };
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && error.name === 'JudgeUnavailable';
}

function unusable(problem: string, text: string): string {
  const shown = text.slice(0, SHOWN_REPLY);
  return `The judge's reply can't be used, twice: ${problem}. ${shown === '' ? 'It was empty.' : `It begins: ${shown}`}`;
}

/** Without a reply to correct, the same question is put again. */
function withCorrection(messages: PromptMessage[], reply: string, problem: string): PromptMessage[] {
  if (reply.trim() === '') return messages;
  return [...messages, { role: 'assistant', content: reply.slice(0, REPEATED_REPLY) }, correctionMessage(problem)];
}
