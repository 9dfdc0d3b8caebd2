import PQueue from 'p-queue';
import type { LanguageModel, Prompt, ReplyForm } from '../judge/languageModel';
import { addUsage } from '../judge/openai/completion';
import type { Usage } from '../model/judgment';
import { Ledger, type Step } from './ledger';
import type { BuildParameters } from './parameters';
import { findReply, questionOf, type ReplyCache } from './replyCache';
import { Turns } from './turns';
import { isUnusable } from './unusable';

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
  readonly ledger = new Ledger();
  /** The model's context window in tokens, once the endpoint has complained. */
  window: number | undefined;
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

  /**
   * Its turn may be a long time off: the prompt is made when it has come. A reply that `isUseful` says no to is
   * handed back, but not kept: whoever goes on with this build later asks for it anew. Throws `ReplyUnusable`.
   */
  async ask<T>(
    step: Step,
    promptOf: () => Prompt,
    form: ReplyForm<T>,
    isUseful: (value: T) => boolean = () => true,
  ): Promise<T> {
    this.expected += 1;
    try {
      // What waits in the queue when the build is cancelled fails one by one, without a call.
      return (await this.queue.add(() => this.answer(step, promptOf(), form, isUseful))) as T;
    } finally {
      this.answered += 1;
      this.tell();
    }
  }

  private async answer<T>(step: Step, prompt: Prompt, form: ReplyForm<T>, isUseful: (value: T) => boolean): Promise<T> {
    const { model, cache, signal } = this.options;
    signal.throwIfAborted();
    const question = questionOf(model, prompt, form);
    const kept = await findReply(cache, question, form);
    if (kept && isUseful(kept.value)) {
      this.known += 1;
      return kept.value;
    }
    try {
      const { value, usage, calls = 1 } = await model.ask(prompt, form, signal);
      this.bill(step, calls, usage);
      if (isUseful(value)) await cache?.keep(question, { value, usage });
      return value;
    } catch (error) {
      if (isUnusable(error)) this.bill(step, error.spent?.calls ?? 1, error.spent?.usage);
      throw error;
    }
  }

  private bill(step: Step, calls: number, usage?: Usage): void {
    this.ledger.add(step, 'calls', calls);
    if (usage) this.usage = addUsage(this.usage, usage);
  }

  private tell(): void {
    const { known, answered: calls, expected } = this;
    this.options.onProgress?.({ ...this.step, calls, known, expected });
  }
}
