import type { Usage } from '../../model/judgment';
import { type Answered, type LanguageModel, type Prompt, type ReplyForm, ReplyUnusable } from '../languageModel';
import { ChatCalls } from './chatCalls';
import { addUsage } from './completion';
import { DialectSearch } from './dialect';
import { checkEndpoint, isOwnServer } from './endpoint';
import { extractJson } from './extract';
import { FirstCall } from './firstCall';
import type { OpenAiJudgeOptions } from './openAiJudge';
import { correctionMessage, type PromptMessage } from './prompt';
import { abortable } from './retry';
import { createClient } from './transport';

export type OpenAiModelOptions = Omit<OpenAiJudgeOptions, 'taxonomy' | 'now' | 'price' | 'countTokens'>;

/** Lists of hundreds of titles are slow to answer for small machines. */
const TIMEOUT_MS = 300_000;

/** How much of an unusable reply the model sees again, in characters. */
const REPEATED_REPLY = 2_000;

/**
 * A model at any OpenAI-compatible endpoint, asked for JSON. Throws `JudgeUnavailable` for an address or key
 * that can't work, here and from `ask`; see `LanguageModel` for the rest.
 */
export function createOpenAiModel(options: OpenAiModelOptions): LanguageModel {
  return new OpenAiModel(options);
}

class OpenAiModel implements LanguageModel {
  readonly kind = 'openai';
  readonly model: string;
  readonly concurrency: number;
  private readonly chat: ChatCalls;
  private readonly isBounded: boolean;
  private readonly firstCall = new FirstCall((error) => error instanceof Error && error.name === 'JudgeUnavailable');

  constructor(options: OpenAiModelOptions) {
    const { model, concurrency = 8, timeoutMs = TIMEOUT_MS, maxTokens, temperature, dialects } = options;
    this.model = model;
    this.concurrency = concurrency;
    const endpoint = checkEndpoint(options.baseUrl, options.apiKey);
    this.isBounded = isOwnServer(endpoint);
    this.chat = new ChatCalls({
      ...{ endpoint, model, maxTokens, temperature, concurrency },
      client: createClient(endpoint, timeoutMs),
      dialects: new DialectSearch(endpoint.baseUrl, model, dialects),
      schema: { name: 'reply', schema: { type: 'object' } },
      maxRetries: options.maxRetries ?? 4,
    });
  }

  get calls(): number {
    return this.chat.answered;
  }

  ask<T>(prompt: Prompt, form: ReplyForm<T>, signal: AbortSignal): Promise<Answered<T>> {
    return abortable(signal, (own) => this.firstCall.run(own, () => this.askTwice(prompt, form, own)));
  }

  private async askTwice<T>(prompt: Prompt, form: ReplyForm<T>, signal: AbortSignal): Promise<Answered<T>> {
    const question: PromptMessage[] = [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ];
    let usage: Usage = { promptTokens: 0, completionTokens: 0 };
    let messages = question;
    for (let calls = 1; ; calls++) {
      const completion = await this.complete(messages, form, signal, { calls: calls - 1, usage });
      usage = addUsage(usage, completion.usage);
      const read = readReply(completion.text, form);
      if (read.ok) return { value: read.value, usage, calls };
      const problem = completion.refusal ?? (completion.cutOff ? 'it was cut off before its end' : read.problem);
      if (calls === 2 || completion.refusal !== undefined) {
        throw new ReplyUnusable(`The model's reply can't be used: ${problem}`, { calls, usage });
      }
      messages =
        completion.text.trim() === ''
          ? question
          : [
              ...question,
              { role: 'assistant', content: completion.text.slice(0, REPEATED_REPLY) },
              correctionMessage(problem),
            ];
    }
  }

  private async complete(
    messages: PromptMessage[],
    { name, jsonSchema, bounded }: ReplyForm<unknown>,
    signal: AbortSignal,
    spent: { calls: number; usage: Usage },
  ) {
    const schema = (this.isBounded && bounded) || jsonSchema;
    try {
      return await this.chat.complete(messages, signal, { name, schema });
    } catch (error) {
      // One question that the endpoint will not take (too long, filtered) is no reason to end a build.
      if (error instanceof Error && error.name === 'CallFailed') throw new ReplyUnusable(error.message, spent);
      throw error;
    }
  }
}

type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

function readReply<T>(text: string, form: ReplyForm<T>): Read<T> {
  const json = extractJson(text, (object) => form.schema.safeParse(object).success);
  if (json === undefined) return { ok: false, problem: 'it holds no complete JSON object' };
  const parsed = form.schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, problem: issues.join('; ') };
}
