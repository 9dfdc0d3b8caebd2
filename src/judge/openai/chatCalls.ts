import type OpenAI from 'openai';
import { CallGate } from './callGate';
import { type ChatRequestOptions, chatRequest, MAX_REPLY_TOKENS } from './chatRequest';
import { type Completion, readCompletion } from './completion';
import type { Dialect, DialectSearch } from './dialect';
import type { Endpoint } from './endpoint';
import { type Answer, answerOf, failureOf, isPassing, isTurnedAway } from './failure';
import type { PromptMessage } from './prompt';
import { readRateLimits } from './rateLimit';
import { askedPause, sleep, waitBefore } from './retry';

export interface ChatCallsOptions extends Pick<ChatRequestOptions, 'model' | 'schema' | 'maxTokens' | 'temperature'> {
  endpoint: Endpoint;
  client: OpenAI;
  dialects: DialectSearch;
  /** How many calls at once at most. */
  concurrency: number;
  /** Further tries after passing faults. */
  maxRetries: number;
}

/** An endpoint that turns a call away so often, with others getting through, will not take this one. */
const MOST_TURNED_AWAY = 20;

/** For the endpoint's count of tokens, before any answer: characters of English text to a token. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Calls one endpoint for completions: steps down to what it speaks, waits out passing faults, and sends
 * no more at once than the endpoint takes (`CallGate`).
 */
export class ChatCalls {
  /** Answers of the model, which are paid for; refused or lost requests are not. */
  answered = 0;
  private readonly gate: CallGate;

  constructor(private readonly options: ChatCallsOptions) {
    this.gate = new CallGate(options.concurrency);
  }

  /**
   * One completion. Throws `CallFailed` when none can be had for these messages, `JudgeUnavailable` when
   * none can be had at all, and `signal.reason` when cancelled.
   */
  async complete(
    messages: readonly PromptMessage[],
    signal: AbortSignal,
    schema = this.options.schema,
  ): Promise<Completion> {
    const { endpoint, dialects, model, maxRetries } = this.options;
    const answersBefore = this.gate.answers;
    let dialect = dialects.current;
    let answersSeen = answersBefore;
    let inLineFor = 0;
    for (let tries = 1; ; ) {
      const outcome = await this.send(messages, dialect, schema, signal);
      if (outcome.completion) return outcome.completion;
      const { answer, gateWaits } = outcome;
      const simpler = answer.status === undefined ? undefined : dialects.next(dialect, answer.status, answer.message);
      if (simpler) {
        dialect = simpler;
        continue;
      }
      const othersGetThrough = this.gate.answers > answersBefore;
      // Being turned away while others get through is waiting in line, not a failure.
      const inLine = isTurnedAway(answer) && this.gate.answers > answersSeen && ++inLineFor <= MOST_TURNED_AWAY;
      answersSeen = this.gate.answers;
      if (!isPassing(answer) || (tries > maxRetries && !inLine)) {
        throw failureOf(answer, endpoint, model, { tries: tries + inLineFor, othersGetThrough });
      }
      tries = inLine ? 1 : tries + 1;
      if (!gateWaits) await sleep(waitBefore(Math.max(2, tries), answer.headers), signal);
    }
  }

  /** One request, in its turn. */
  private async send(
    messages: readonly PromptMessage[],
    dialect: Dialect,
    schema: ChatCallsOptions['schema'],
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { client, endpoint, dialects } = this.options;
    const pass = await this.gate.enter(this.tokensOf(messages), signal);
    try {
      const { data, response } = await client.chat.completions
        .create(chatRequest(messages, { ...this.options, dialect, schema }), { signal })
        .withResponse();
      dialects.works(dialect);
      this.answered += 1;
      this.gate.answered();
      this.gate.heard(pass, readRateLimits(response.headers));
      return { completion: readCompletion(data, messages, endpoint.apiKey) };
    } catch (error) {
      signal.throwIfAborted();
      const answer = answerOf(error, endpoint);
      if (answer === undefined) throw error;
      this.gate.heard(pass, readRateLimits(answer.headers));
      const pause = askedPause(answer.headers);
      const gateWaits = isTurnedAway(answer) && this.gate.turnedAway(pass, pause ?? 0) && pause !== undefined;
      return { completion: undefined, answer, gateWaits };
    } finally {
      this.gate.leave(pass);
    }
  }

  /** What the endpoint will count against its limit when the call comes in: the reply at its longest, too. */
  private tokensOf(messages: readonly PromptMessage[]): number {
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    return Math.ceil(characters / CHARACTERS_PER_TOKEN) + (this.options.maxTokens ?? MAX_REPLY_TOKENS);
  }
}

/** `gateWaits`: the pause that the endpoint asks for holds for all calls, and the gate keeps it. */
type Outcome = { completion: Completion } | { completion: undefined; answer: Answer; gateWaits: boolean };
