import * as vscode from 'vscode';
import { type Estimate, type Judge, type JudgeContext, JudgeUnavailable } from '../../judge/judge';
import { CallFailed } from '../../judge/openai/callFailed';
import type { Completion } from '../../judge/openai/completion';
import { judgeByAsking } from '../../judge/openai/conversation';
import { JudgmentWriter } from '../../judge/openai/judgmentWriter';
import { PROMPT_VERSION, type PromptMessage, systemMessage } from '../../judge/openai/prompt';
import { abortable, sleep } from '../../judge/openai/retry';
import { callEstimator, estimateTokens } from '../../judge/openai/tokens';
import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment } from '../../model/judgment';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { failureOf, isRateLimit } from './languageModelFailure';
import { nameOfModel } from './models';

export interface LanguageModelJudgeOptions {
  model: vscode.LanguageModelChat;
  taxonomy: Taxonomy;
  concurrency: number;
  /** See `Exemplars`. */
  exemplarVersion: string;
  /** Whether the user lets us use the model: `undefined` when the editor will ask. */
  mayUse: () => boolean | undefined;
}

/** Providers of the editor's models count requests of all extensions together: we leave room for others. */
const MOST_AT_ONCE = 4;
/** Pauses after being turned away for asking too often, milliseconds. */
const PAUSES_MS = [2_000, 8_000, 30_000];

const JUSTIFICATION = 'ErrorAtlas asks the model why each failing example failed.';

/**
 * A judge that is one of the editor's language models: the prompt and the reading of replies are those
 * of the OpenAI-compatible judge. Tokens are counted by the model's own tokenizer. To be made and used
 * on a user's action only, since the editor may ask for consent.
 */
export async function createLanguageModelJudge(options: LanguageModelJudgeOptions): Promise<Judge> {
  const system = systemMessage(options.taxonomy);
  // What all calls share is counted once; texts of examples are estimated by how well that was estimated.
  const counted = await countOrEstimate(options.model, system);
  return new LanguageModelJudge(options, counted / estimateTokens(system));
}

class LanguageModelJudge implements Judge {
  readonly identity: JudgeIdentity;
  readonly concurrency: number;
  calls = 0;
  private readonly writer: JudgmentWriter;
  private readonly estimateUsage: ReturnType<typeof callEstimator>;

  constructor(
    private readonly options: LanguageModelJudgeOptions,
    tokensPerEstimate: number,
  ) {
    const { model, taxonomy, concurrency, exemplarVersion } = options;
    const taxonomyName = taxonomyRef(taxonomy);
    this.identity = {
      kind: 'editor',
      model: nameOfModel(model),
      promptVersion: PROMPT_VERSION + exemplarVersion,
      taxonomy: taxonomyName,
    };
    this.concurrency = Math.min(concurrency, MOST_AT_ONCE);
    this.writer = new JudgmentWriter({ identity: this.identity, taxonomy });
    this.estimateUsage = callEstimator(taxonomy, model.family, (text) => estimateTokens(text) * tokensPerEstimate);
  }

  /** What it costs, or takes of a quota, only its provider knows. */
  estimate(example: Example, context: JudgeContext): Estimate {
    return { ...this.estimateUsage(example, context), cost: null };
  }

  judge(example: Example, context: JudgeContext, signal: AbortSignal): Promise<Judgment> {
    return abortable(signal, (own) =>
      judgeByAsking(example, context, this.writer, (messages) => this.complete(messages, own)),
    );
  }

  private async complete(messages: readonly PromptMessage[], signal: AbortSignal): Promise<Completion> {
    const { model, mayUse } = this.options;
    if (mayUse() === false) throw new JudgeUnavailable(refusedMessage(model));
    const promptTokens = await this.fittingTokens(messages);
    for (let tries = 0; ; tries++) {
      try {
        const text = await this.send(messages, signal);
        this.calls += 1;
        return { text, usage: { promptTokens, completionTokens: await countOrEstimate(model, text) }, cutOff: false };
      } catch (error) {
        signal.throwIfAborted();
        const pause = PAUSES_MS[tries];
        if (!isRateLimit(error) || pause === undefined) throw failureOf(error, model);
        await sleep(pause, signal);
      }
    }
  }

  private async send(messages: readonly PromptMessage[], signal: AbortSignal): Promise<string> {
    const cancellation = new vscode.CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const chat = messages.map(chatMessage);
      const response = await this.options.model.sendRequest(chat, { justification: JUSTIFICATION }, cancellation.token);
      let text = '';
      for await (const part of response.text) text += part;
      return text;
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  /** Throws `CallFailed` for a prompt that the model has no room for. */
  private async fittingTokens(messages: readonly PromptMessage[]): Promise<number> {
    const { model } = this.options;
    const counts = await Promise.all(messages.map(({ content }) => countOrEstimate(model, content)));
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    if (tokens > model.maxInputTokens) {
      throw new CallFailed(
        `The example takes ${tokens} tokens, and ${model.name} reads ${model.maxInputTokens} at most. Choose a judge that reads more.`,
      );
    }
    return tokens;
  }
}

/** The editor knows no system messages: instructions go first, as the user's words. */
function chatMessage({ role, content }: PromptMessage): vscode.LanguageModelChatMessage {
  return role === 'assistant'
    ? vscode.LanguageModelChatMessage.Assistant(content)
    : vscode.LanguageModelChatMessage.User(content);
}

/** Some providers can't count; a count is not worth a judgment. */
async function countOrEstimate(model: vscode.LanguageModelChat, text: string): Promise<number> {
  try {
    return await model.countTokens(text);
  } catch {
    return estimateTokens(text);
  }
}

function refusedMessage({ name }: vscode.LanguageModelChat): string {
  return `ErrorAtlas is not allowed to use ${name}. Allow it under “Manage Language Model Access” in the Accounts menu, or choose another judge.`;
}
