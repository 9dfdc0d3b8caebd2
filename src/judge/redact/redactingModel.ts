import type { Answered, LanguageModel, Prompt, ReplyForm } from '../languageModel';
import { kindsOf, type Redaction } from './redaction';
import { Redactor } from './redactor';

/**
 * A model that never sees the details in what it is asked: titles, summaries and descriptions tell what outputs say.
 * Its replies keep their placeholders: they become names of categories, which travel further than the examples.
 */
export function redactingModel(model: LanguageModel, redaction: Redaction): LanguageModel {
  return redaction === 'off' ? model : new RedactingModel(model, redaction);
}

class RedactingModel implements LanguageModel {
  constructor(
    private readonly inner: LanguageModel,
    private readonly redaction: Redaction,
  ) {}

  get kind() {
    return this.inner.kind;
  }

  get model(): string {
    return this.inner.model;
  }

  get concurrency(): number {
    return this.inner.concurrency;
  }

  get calls(): number {
    return this.inner.calls;
  }

  ask<T>({ system, user }: Prompt, form: ReplyForm<T>, signal: AbortSignal): Promise<Answered<T>> {
    const redactor = new Redactor(kindsOf(this.redaction), [system, user]);
    const hidden = { system: redactor.redact(system).text, user: redactor.redact(user).text };
    return this.inner.ask(hidden, form, signal);
  }
}
