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

export const categoriesForm: ReplyForm<{ categories: Proposal[] }> = replyForm(
  'categories',
  z.object({ categories: z.array(z.object({ name: z.string(), description: z.string() })) }),
  z.object({ categories: z.array(z.object({ name: text, description: text })) }),
);

const Assigned = z.object({ assigned: lenientList(z.object({ n: number, category: text })) });

/** The endpoint is told the names; what it lets through all the same is mended by `resolveName`. */
export function assignedForm(names: readonly string[]): ReplyForm<z.infer<typeof Assigned>> {
  const all = z.enum([...names, ...RESIDUAL_CATEGORIES]);
  const told = z.object({ assigned: z.array(z.object({ n: z.number(), category: all })) });
  return replyForm('assigned', told, Assigned);
}

export const synonymsForm: ReplyForm<{ same: number[] }> = replyForm(
  'synonyms',
  z.object({ same: z.array(z.number()) }),
  z.object({ same: lenientList(number) }),
);
