import type { Answered, LanguageModel, Prompt, ReplyForm } from '../../src/judge/languageModel';
import type { Recording } from './referenceErrorMap';

/** A model that answers from a recording, in the form that our prompts ask for. */
export class RecordedModel implements LanguageModel {
  readonly kind = 'openai';
  readonly model = 'recorded';
  readonly concurrency = 4;
  readonly prompts: Prompt[] = [];
  calls = 0;

  constructor(
    private readonly recording: Recording,
    /** What an answer waits for; tests shuffle the order of replies by it. */
    private readonly before: (call: number) => Promise<void> = async () => {},
  ) {}

  async ask<T>(prompt: Prompt, form: ReplyForm<T>, signal: AbortSignal): Promise<Answered<T>> {
    this.calls += 1;
    this.prompts.push(prompt);
    await this.before(this.calls);
    signal.throwIfAborted();
    return {
      value: form.schema.parse(this.reply(prompt, form.name)),
      usage: { promptTokens: 10, completionTokens: 1 },
    };
  }

  private reply({ system, user }: Prompt, form: string): unknown {
    const titles = titlesIn(user);
    const parent = /belong to the category "([^"]+)"/.exec(system)?.[1];
    if (form === 'synonyms') return { same: [] };
    if (form === 'assigned') {
      const names = namesIn(system);
      return {
        assigned: titles.flatMap((title, i) => {
          const category = this.recording.categoryOf(title, names, parent);
          return category === undefined ? [] : [{ n: i + 1, category }];
        }),
      };
    }
    const room = Number(/At most (\d+) categories/.exec(system)?.[1]);
    const known = user.includes('<categories') ? namesIn(user) : [];
    const names = [...new Set([...known, ...this.recording.categories(titles, parent, room)])];
    return { categories: names.map((name) => ({ name, description: `All that is ${name}.` })) };
  }
}

export function titlesIn(user: string): string[] {
  const block = /<titles(\d+)>\n([\s\S]*?)\n<\/titles\1>/.exec(user)?.[2] ?? '';
  return block
    .split('\n')
    .filter((line) => /^(?:- |\d+\. )/.test(line))
    .map((line) => line.replace(/^(?:- |\d+\. )/, '').replace(/ \(×\d+\)$/, ''));
}

export function namesIn(text: string): string[] {
  return [...text.matchAll(/^- ([^:\n]+): /gm)].map((match) => match[1] ?? '');
}
