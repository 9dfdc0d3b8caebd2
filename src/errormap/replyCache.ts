import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Answered, LanguageModel, Prompt, ReplyForm } from '../judge/languageModel';
import { Usage } from '../model/judgment';

/** Replies by the content of their question: whoever asks the same of the same model again pays nothing. */
export interface ReplyCache {
  find(question: string): Promise<unknown>;
  keep(question: string, reply: unknown): Promise<void>;
}

const KeptReply = z.object({ value: z.unknown(), usage: Usage });

/** The kept reply to this question, if it still fits the form. */
export async function findReply<T>(
  cache: ReplyCache | undefined,
  question: string,
  form: ReplyForm<T>,
): Promise<Answered<T> | undefined> {
  const kept = KeptReply.safeParse(await cache?.find(question)).data;
  const value = kept && form.schema.safeParse(kept.value);
  return kept && value?.success ? { value: value.data, usage: kept.usage } : undefined;
}

/** 64 hex digits over all that decides about a reply: model, prompt and form. */
export function questionOf(
  model: Pick<LanguageModel, 'kind' | 'model'>,
  prompt: Prompt,
  form: ReplyForm<unknown>,
): string {
  const parts = [model.kind, model.model, prompt.system, prompt.user, form.name, form.jsonSchema];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Keeps replies as files of one folder, each written whole: a killed build finds all replies that it had.
 * The folder keeps itself out of git. What can't be read counts as not there.
 */
export class ReplyFolder implements ReplyCache {
  private prepared: Promise<void> | undefined;

  constructor(private readonly folder: string) {}

  async find(question: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.pathOf(question), 'utf8'));
    } catch {
      return undefined;
    }
  }

  async keep(question: string, reply: unknown): Promise<void> {
    this.prepared ??= this.prepare();
    await this.prepared;
    const path = this.pathOf(question);
    const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
    await writeFile(unfinished, JSON.stringify(reply));
    await rename(unfinished, path);
  }

  private async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await writeFile(join(this.folder, '.gitignore'), '*\n');
  }

  private pathOf(question: string): string {
    return join(this.folder, `${question}.json`);
  }
}
