import * as z from 'zod';
import type { JudgeIdentity, Usage } from '../model/judgment';

/** What is asked: standing instructions (the same for many calls, so that providers cache them) and the matter. */
export interface Prompt {
  system: string;
  user: string;
}

/** What a reply has to look like. */
export interface ReplyForm<T> {
  /** Lower-case letters and underscores. */
  name: string;
  /** Told to the endpoint; may be narrower than `schema`, which then mends what an endpoint lets through. */
  jsonSchema: Record<string, unknown>;
  /** The same with how long texts and lists may be: for servers of one's own, whose grammars give a weak model no end else. */
  bounded?: Record<string, unknown>;
  schema: z.ZodType<T>;
}

/** A form from what the endpoint is told and what is made of its replies. */
export function replyForm<T>(name: string, told: z.ZodType, schema: z.ZodType<T>, bounded?: z.ZodType): ReplyForm<T> {
  return { name, jsonSchema: jsonSchemaOf(told), schema, ...(bounded && { bounded: jsonSchemaOf(bounded) }) };
}

function jsonSchemaOf(told: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(told, { io: 'output' });
  return jsonSchema;
}

export interface Answered<T> {
  value: T;
  usage: Usage;
  /** Replies that it took; 1 when absent. */
  calls?: number;
}

/**
 * A language model that is asked for JSON: the one thing that building a taxonomy needs of it.
 * `ask` throws `ReplyUnusable` when this one question gets no usable reply, `JudgeUnavailable` when no
 * further question would, and `signal.reason` when cancelled.
 */
export interface LanguageModel {
  readonly kind: JudgeIdentity['kind'];
  readonly model: string;
  /** How many questions at once. */
  readonly concurrency: number;
  /** Replies so far, unusable ones included. */
  readonly calls: number;
  ask<T>(prompt: Prompt, form: ReplyForm<T>, signal: AbortSignal): Promise<Answered<T>>;
}

/**
 * The model's reply to one question could not be used, also on a second try.
 * Models are loaded as bundles of their own, so compare by `name`, not with `instanceof`.
 */
export class ReplyUnusable extends Error {
  override readonly name = 'ReplyUnusable';

  /** `spent`: the replies that came all the same, and what they took. */
  constructor(
    message: string,
    readonly spent?: { calls: number; usage: Usage },
  ) {
    super(message);
  }
}
