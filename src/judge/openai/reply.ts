import * as z from 'zod';
import { extractJson } from './extract';

/** More than that is cut: they cost tokens and nobody reads them. */
export const MAX_CRITERIA = 5;

/** Weak models leave fields out or write `null`: a missing note must not cost the whole analysis. */
const text = z.preprocess((value) => (value === null || value === undefined ? '' : value), z.string());
const nullableText = z.preprocess((value) => value ?? null, z.string().nullable());

const ReplyCriterion = z.object({
  need: text,
  present: z.preprocess((value) => value ?? false, z.boolean()),
  quality: z.preprocess(qualityOf, z.enum(['correct', 'partially correct', 'incorrect']).nullable()),
  quote: nullableText,
  note: nullableText,
});

/**
 * What a judge replies, in writing order: the analysis before the verdict that rests on it.
 * The fields are explained in the prompt and not here, since some servers use the schema as a
 * grammar only and others would bill the explanation twice.
 */
export function replySchema(categories: readonly string[]) {
  return z.object({
    criteria: z.preprocess(
      (value) => (Array.isArray(value) ? value.slice(0, MAX_CRITERIA) : (value ?? [])),
      z.array(ReplyCriterion),
    ),
    summary: text,
    // An empty title says that there is no error; a missing one says nothing.
    title: z.preprocess((value) => (value === null ? '' : value), z.string()),
    category: z.preprocess((value) => repairCategory(value, categories), z.enum(categories)),
    confidence: z.preprocess(confidenceOf, z.number()),
  });
}
export type ReplySchema = ReturnType<typeof replySchema>;
export type Reply = z.infer<ReplySchema>;

/** For `response_format`: fit for strict mode (every field required, no further ones, no unsupported keywords). */
export function replyJsonSchema(schema: ReplySchema): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' });
  return rest;
}

export type ParsedReply = { ok: true; reply: Reply } | { ok: false; problem: string };

/** Reads a reply in whatever wrapping; `problem` is worded for the judge as well as for people. */
export function parseReply(content: string, schema: ReplySchema): ParsedReply {
  const json = extractJson(content);
  if (json === undefined) return { ok: false, problem: 'it holds no complete JSON object' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, reply: parsed.data };
  const issues = parsed.error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.join('.');
    return place === 'category' ? 'category: not one of the listed names' : `${place}: ${issue.message}`;
  });
  return { ok: false, problem: issues.join('; ') };
}

/** A category of the list when only case, punctuation or spacing differ; else what was given. */
function repairCategory(value: unknown, categories: readonly string[]): unknown {
  if (typeof value !== 'string' || categories.includes(value)) return value;
  const wanted = bare(value);
  return categories.find((name) => bare(name) === wanted) ?? value;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function qualityOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  const word = bare(value);
  if (word.startsWith('partial')) return 'partially correct';
  return ['', 'null', 'none', 'na'].includes(word) ? null : word;
}

/** Clamped to 0..1; a judge that says nothing is taken to be undecided. */
function confidenceOf(value: unknown): unknown {
  const number = typeof value === 'string' ? Number.parseFloat(value) : (value ?? 0.5);
  return typeof number === 'number' && !Number.isNaN(number) ? Math.min(1, Math.max(0, number)) : 0.5;
}
