import * as z from 'zod';
import { extractJson } from './extract';
import { isCopiedFromForm } from './form';

/** More than that is cut: they cost tokens and nobody reads them. */
export const MAX_CRITERIA = 5;

/**
 * Longest texts in UTF-16 units, about twice what the prompt asks for. Servers that hold a model to the
 * schema are told, since a weak model would go on and on; longer ones of others lose their end.
 */
const LONGEST = { need: 120, quote: 160, note: 120, summary: 500, noise: 300, title: 80 } as const;

/** Weak models leave fields out or write `null`: a missing note must not cost the whole analysis. */
function text(field: keyof typeof LONGEST) {
  const maxLength = LONGEST[field];
  return z.preprocess(
    (value) => (typeof value === 'string' ? shortened(value, maxLength) : (value ?? '')),
    z.string().meta({ maxLength }),
  );
}

const ReplyCriterion = z.object({
  need: text('need'),
  /** Presence and quality of the paper's Stage 1 in one: what is absent has no quality. */
  state: z.preprocess(stateOf, z.enum(['correct', 'partial', 'incorrect', 'absent'])),
  quote: text('quote'),
  note: text('note'),
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
      z.array(ReplyCriterion).meta({ maxItems: MAX_CRITERIA }),
    ),
    summary: text('summary'),
    noise: text('noise'),
    // An empty title says that there is no error; a missing one says nothing.
    title: z.preprocess(
      (value) => (typeof value === 'string' ? shortened(value, LONGEST.title) : value === null ? '' : value),
      z.string().meta({ maxLength: LONGEST.title }),
    ),
    category: z.preprocess((value) => repairCategory(value, categories), z.enum(categories)),
    confidence: z.preprocess(confidenceOf, z.number()),
  });
}
export type ReplySchema = ReturnType<typeof replySchema>;
export type Reply = z.infer<ReplySchema>;

/**
 * For `response_format`: fit for strict mode (every field required, no further ones, no unsupported keywords).
 * `bounded` adds how long texts and lists may be, which strict modes of hosted services refuse.
 */
export function replyJsonSchema(schema: ReplySchema, { bounded = false } = {}): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'output',
    override({ jsonSchema }) {
      if (bounded) {
        // A grammar gives numbers no end: a weak model writes digits up to the token limit.
        if (jsonSchema.type === 'number') jsonSchema.enum = TENTHS;
        return;
      }
      delete jsonSchema.maxLength;
      delete jsonSchema.maxItems;
    },
  });
  return rest;
}

const TENTHS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

export type ParsedReply = { ok: true; reply: Reply } | { ok: false; problem: string };

/** Reads a reply in whatever wrapping; `problem` is worded for the judge as well as for people. */
export function parseReply(content: string, schema: ReplySchema): ParsedReply {
  // What follows the category shows that its name is whole.
  const json = extractJson(content, (object, repaired) => (repaired ? 'confidence' : 'category') in object);
  if (json === undefined) return { ok: false, problem: 'it holds no complete JSON object' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return filledIn(parsed.data);
  const issues = parsed.error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.join('.');
    return place === 'category' ? 'category: not one of the listed names' : `${place}: ${issue.message}`;
  });
  return { ok: false, problem: issues.join('; ') };
}

/** Without a title of its own a reply says nothing; what else was copied is left out. */
function filledIn(reply: Reply): ParsedReply {
  if (isCopiedFromForm(reply.title)) return { ok: false, problem: 'title: copied from the form, not filled in' };
  const own = (text: string) => (isCopiedFromForm(text) ? '' : text);
  return {
    ok: true,
    reply: {
      ...reply,
      criteria: reply.criteria
        .map((criterion) => ({
          ...criterion,
          need: own(criterion.need),
          quote: own(criterion.quote),
          note: own(criterion.note),
        }))
        .filter(({ need }) => need !== ''),
      summary: own(reply.summary),
      noise: own(reply.noise),
    },
  };
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

function stateOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? 'absent';
  const word = bare(value);
  if (word.startsWith('partial')) return 'partial';
  return ['', 'null', 'none', 'na', 'missing'].includes(word) ? 'absent' : word;
}

/** Never ends in half a character. */
function shortened(value: string, limit: number): string {
  return value.length <= limit ? value : `${value.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Clamped to 0..1; a judge that says nothing is taken to be undecided. */
function confidenceOf(value: unknown): unknown {
  const number = typeof value === 'string' ? Number.parseFloat(value) : (value ?? 0.5);
  return typeof number === 'number' && !Number.isNaN(number) ? Math.min(1, Math.max(0, number)) : 0.5;
}
