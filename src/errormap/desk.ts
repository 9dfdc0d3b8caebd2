import PQueue from 'p-queue';
import type { LanguageModel, Prompt, ReplyForm } from '../judge/languageModel';
import { addUsage } from '../judge/openai/completion';
import type { Usage } from '../model/judgment';
import type { BuildParameters } from './parameters';
import { findReply, questionOf, type ReplyCache } from './replyCache';
import { Turns } from './turns';

/** How far a build is; `calls` are those that were needed, `known` those answered from the cache. */
export interface BuildProgress {
  step: 'constructing' | 'classifying' | 'joining';
  /** The category that is being divided; absent for the top level. */
  within?: string;
  /** Calls answered so far, and those that are known to be needed. */
  calls: number;
  known: number;
  expected: number;
}

export interface DeskOptions {
  model: LanguageModel;
  parameters: BuildParameters;
  cache?: ReplyCache | undefined;
  signal: AbortSignal;
  onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** Where a build's questions are asked: a queue for all levels together, the cache, and the bill. */
export class Desk {
  usage: Usage = { promptTokens: 0, completionTokens: 0 };
  readonly parameters: BuildParameters;
  readonly turns: Turns;
  /** Replies taken from the cache. */
  known = 0;
  /** Lists of categories that broke the rules and were mended. */
  repairs = 0;
  /** What was wrong with the last reply that nothing could be made of. */
  lastFailure: string | undefined;
  private readonly callsBefore: number;
  private readonly queue: PQueue;
  private step: Pick<BuildProgress, 'step' | 'within'> = { step: 'constructing' };
  private expected = 0;
  private answered = 0;

  constructor(private readonly options: DeskOptions) {
    this.parameters = options.parameters;
    this.turns = new Turns(options.signal);
    this.callsBefore = options.model.calls;
    this.queue = new PQueue({ concurrency: options.model.concurrency });
  }

  get calls(): number {
    return this.options.model.calls - this.callsBefore;
  }

  /** Does all of a build. When it fails nothing more is asked, and what is under way comes in first: it is paid for. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.queue.clear();
      await this.queue.onIdle();
      throw error;
    }
  }

  /** Says what the next questions are about. */
  at(step: BuildProgress['step'], within?: string): void {
    this.step = { step, ...(within !== undefined && { within }) };
    this.tell();
  }

  /** Its turn may be a long time off: the prompt is made when it has come. */
  async ask<T>(promptOf: () => Prompt, form: ReplyForm<T>): Promise<T> {
    const { model, cache, signal } = this.options;
    this.expected += 1;
    // What waits in the queue when the build is cancelled fails one by one, without a call.
    const value = await this.queue.add(async () => {
      signal.throwIfAborted();
      const prompt = promptOf();
      const question = questionOf(model, prompt, form);
      const kept = await findReply(cache, question, form);
      if (kept) {
        this.known += 1;
        return kept.value;
      }
      const reply = await model.ask(prompt, form, signal);
      this.usage = addUsage(this.usage, reply.usage);
      await cache?.keep(question, reply);
      return reply.value;
    });
    this.answered += 1;
    this.tell();
    return value as T;
  }

  private tell(): void {
    const { known, answered: calls, expected } = this;
    this.options.onProgress?.({ ...this.step, calls, known, expected });
  }
}

/** Models are bundles of their own: their classes are not ours. */
export function isUnusable(error: unknown): error is Error {
  return error instanceof Error && error.name === 'ReplyUnusable';
}
