import * as z from 'zod';
import { type ReplyForm, replyForm } from '../judge/languageModel';
import { RESIDUAL_CATEGORIES } from '../model/taxonomy';
import type { Proposal } from './proposal';

const text = z.preprocess((value) => (value === null || value === undefined ? '' : value), z.string());

/** A number that a model may have written as text. */
const number = z.preprocess((value) => (typeof value === 'string' ? Number.parseInt(value, 10) : value), z.number());

/** One entry that can't be read is left out: its title is asked for again, not the whole batch. */
const lenientList = <T>(entry: z.ZodType<T>) =>
  z.array(z.unknown()).transform((entries) => entries.flatMap((one) => entry.safeParse(one).data ?? []));

/** Longest names and descriptions for servers that hold a model to them, in characters: about twice what is asked for. */
const NAME = 60;
const DESCRIPTION = 300;
/** More categories than may ever be asked for in one reply. */
const MOST_CATEGORIES = 40;

export const categoriesForm: ReplyForm<{ categories: Proposal[] }> = replyForm(
  'categories',
  z.object({ categories: z.array(z.object({ name: z.string(), description: z.string() })) }),
  z.object({ categories: z.array(z.object({ name: text, description: text })) }),
  z.object({
    categories: z
      .array(z.object({ name: z.string().max(NAME), description: z.string().max(DESCRIPTION) }))
      .max(MOST_CATEGORIES),
  }),
);

/** The shorter form, for models that the other one is too much for: names alone, `room` at most. */
export function namesForm(room: number): ReplyForm<{ names: string[] }> {
  return replyForm(
    'names',
    z.object({ names: z.array(z.string()) }),
    z.object({ names: z.array(text) }),
    z.object({ names: z.array(z.string().max(NAME)).max(room) }),
  );
}

const Assigned = z.object({ assigned: lenientList(z.object({ n: number, category: text })) });

/** The endpoint is told the names; what it lets through all the same is mended by `resolveName`. */
export function assignedForm(names: readonly string[], titles: number): ReplyForm<z.infer<typeof Assigned>> {
  const all = z.enum([...names, ...RESIDUAL_CATEGORIES]);
  const told = z.object({ assigned: z.array(z.object({ n: z.number(), category: all })) });
  const n = z.literal(Array.from({ length: titles }, (_, i) => i + 1));
  const bounded = z.object({ assigned: z.array(z.object({ n, category: all })).max(titles) });
  return replyForm('assigned', told, Assigned, bounded);
}

export const synonymsForm: ReplyForm<{ same: number[] }> = replyForm(
  'synonyms',
  z.object({ same: z.array(z.number()) }),
  z.object({ same: lenientList(number) }),
);
