import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment, Usage } from '../../model/judgment';
import type { Taxonomy } from '../../model/taxonomy';
import { analysisOf } from './analysis';
import { estimateCost, type Price } from './price';
import { categoryNames } from './prompt';
import { type Reply, type ReplySchema, replyJsonSchema, replySchema } from './reply';

export interface JudgmentWriterOptions {
  identity: JudgeIdentity;
  taxonomy: Taxonomy;
  /** OpenAI's list price of the model when absent. */
  price?: Price | undefined;
  /** What is paid of that price: 1 when absent, a half in a batch. */
  priceShare?: number | undefined;
  now?: (() => Date) | undefined;
}

/** Makes judgments of a model's replies, by whatever way these came: a call, a batch, the editor. */
export class JudgmentWriter {
  readonly schema: ReplySchema;

  constructor(private readonly options: JudgmentWriterOptions) {
    this.schema = replySchema(categoryNames(options.taxonomy));
  }

  get identity(): JudgeIdentity {
    return this.options.identity;
  }

  get taxonomy(): Taxonomy {
    return this.options.taxonomy;
  }

  /** For `response_format`; `bounded` for servers that take limits on lengths. */
  jsonSchema(options: { bounded?: boolean } = {}): Record<string, unknown> {
    return replyJsonSchema(this.schema, options);
  }

  judged(example: Example, reply: Reply, usage: Usage): Judgment {
    return { ...this.base(example, usage), ...analysisOf(example, reply) };
  }

  failed(example: Pick<Example, 'key'>, error: string, usage?: Usage | undefined): Judgment {
    const nothing = { category: '', title: '', summary: '', criteria: [], evidence: [], confidence: 0 };
    return { ...this.base(example, usage), ...nothing, status: 'error', error };
  }

  private base({ key }: Pick<Example, 'key'>, usage: Usage | undefined) {
    const { identity, price, priceShare = 1, now } = this.options;
    const cost = usage && estimateCost(usage, identity.model, price);
    return {
      key,
      judge: identity,
      createdAt: (now?.() ?? new Date()).toISOString(),
      ...(usage && { usage }),
      ...(cost !== undefined && { cost: cost * priceShare }),
    };
  }
}
