import * as z from 'zod';

/**
 * Which part of the protocol an endpoint speaks. We ask for the best and step down when it complains;
 * what works is remembered, so that only the first call of a judge pays for finding out.
 */
export const Dialect = z.object({
  format: z.enum(['json_schema', 'json_object', 'text']),
  /** OpenAI's thinking models refuse the old name, many servers don't know the new one; absent: none is sent. */
  tokensField: z.enum(['max_tokens', 'max_completion_tokens']).optional(),
  temperature: z.boolean(),
});
export type Dialect = z.infer<typeof Dialect>;

export const BEST_DIALECT: Dialect = { format: 'json_schema', tokensField: 'max_tokens', temperature: true };

/** Statuses by which endpoints say that they can't do what a request asks for. */
const COMPLAINTS = new Set([400, 404, 415, 422, 501]);

const ABOUT_TOKENS = /max_tokens|max_completion_tokens|context (length|window|size)/i;
const ABOUT_FORMAT = /response_?format|json_?(schema|object|mode)|structured|schema|grammar|guided/i;

/** The next dialect to try after an error answer; `undefined` when the answer isn't about the dialect. */
export function stepDown(dialect: Dialect, status: number, message: string): Dialect | undefined {
  if (!COMPLAINTS.has(status)) return undefined;
  if (ABOUT_TOKENS.test(message) && dialect.tokensField !== undefined) {
    return { ...dialect, tokensField: nextTokensField(dialect.tokensField, message) };
  }
  if (dialect.temperature && /temperature/i.test(message)) return { ...dialect, temperature: false };
  return ABOUT_FORMAT.test(message) ? simplerFormat(dialect) : undefined;
}

/** `undefined` when there is none that asks for less. */
export function simplerFormat(dialect: Dialect): Dialect | undefined {
  if (dialect.format === 'json_schema') return { ...dialect, format: 'json_object' };
  return dialect.format === 'json_object' ? { ...dialect, format: 'text' } : undefined;
}

/** A small context window can't hold prompt and allowance together: then the server may decide alone. */
function nextTokensField(current: Dialect['tokensField'], message: string): Dialect['tokensField'] {
  const wantsNewName = current === 'max_tokens' && !/context (length|window|size)/i.test(message);
  return wantsNewName ? 'max_completion_tokens' : undefined;
}

/** Remembers what an endpoint and model can do, over runs and restarts; ids hold no key. */
export interface DialectMemory {
  recall(id: string): unknown;
  remember(id: string, dialect: Dialect): void;
}

/** By what a dialect is remembered: address (no key, no query) and model. */
export function dialectId(baseUrl: string, model: string): string {
  return `${baseUrl} ${model}`;
}

/** Whatever a memory holds under that name; `undefined` when it is no dialect that this version knows. */
export function recalled(memory: DialectMemory | undefined, id: string): Dialect | undefined {
  return Dialect.safeParse(memory?.recall(id)).data;
}

/**
 * What one judge knows about what its endpoint speaks. It begins with what was remembered; an endpoint
 * that refuses what it took before is asked anew from the best dialect on, since it is another server now.
 */
export class DialectSearch {
  private readonly id: string;
  private dialect: Dialect;
  /** Remembered, and not heard to work since. */
  private untried: boolean;

  constructor(
    baseUrl: string,
    model: string,
    private readonly memory: DialectMemory | undefined,
  ) {
    this.id = dialectId(baseUrl, model);
    const known = recalled(memory, this.id);
    this.dialect = known ?? BEST_DIALECT;
    this.untried = known !== undefined;
  }

  get current(): Dialect {
    return this.dialect;
  }

  /** The dialect to try after an error answer to `tried`; `undefined` when the answer isn't about the dialect. */
  next(tried: Dialect, status: number, message: string): Dialect | undefined {
    const simpler = stepDown(tried, status, message);
    if (!this.untried || !COMPLAINTS.has(status) || sameDialect(tried, BEST_DIALECT)) return simpler;
    if (simpler === undefined && !ABOUT_TOKENS.test(message) && !ABOUT_FORMAT.test(message)) return undefined;
    this.untried = false;
    return BEST_DIALECT;
  }

  works(dialect: Dialect): void {
    const news = this.memory !== undefined && !this.untried && !sameDialect(dialect, recalled(this.memory, this.id));
    this.untried = false;
    this.dialect = dialect;
    if (news) this.memory?.remember(this.id, dialect);
  }
}

function sameDialect(a: Dialect, b: Dialect | undefined): boolean {
  return a.format === b?.format && a.tokensField === b.tokensField && a.temperature === b.temperature;
}
