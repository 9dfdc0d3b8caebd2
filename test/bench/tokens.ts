import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Evaluations } from '../../src/cli/workspace';
import { CorrectPredictionIndex } from '../../src/judge/correctPredictions';
import { categoryNames, systemMessage, userMessage } from '../../src/judge/openai/prompt';
import { replyJsonSchema, replySchema } from '../../src/judge/openai/reply';
import type { Taxonomy } from '../../src/model/taxonomy';

/** Providers bill a cached prefix at a quarter or less. */
const CACHED_PRICE = 0.25;

export interface PromptTokens {
  system: number;
  schema: number;
  user: { mean: number; least: number; most: number };
  examples: number;
  withCorrect: number;
  /** For each failing example, with the part that all calls share at a quarter. */
  cached: number;
  uncached: number;
}

/** Tokens (o200k) of the judge's prompts for the first failing examples, with a correct prediction where there is one. */
export async function promptTokens(
  { entries, failing, files }: Pick<Evaluations, 'entries' | 'failing' | 'files'>,
  taxonomy: Taxonomy,
  { rows, correct }: { rows: number; correct: number },
): Promise<PromptTokens> {
  const count = (text: string) => countTokens(text, { allowedSpecial: new Set(), disallowedSpecial: new Set() });
  const system = count(systemMessage(taxonomy));
  const schema = count(JSON.stringify(replyJsonSchema(replySchema(categoryNames(taxonomy)))));
  const index = new CorrectPredictionIndex(entries);
  const users: number[] = [];
  let withCorrect = 0;
  for (const entry of failing.slice(0, rows)) {
    const passing = await Promise.all(index.pick(entry, correct).map((other) => files.load(other)));
    if (passing.length > 0) withCorrect += 1;
    const example = await files.load(entry);
    users.push(count(userMessage(example, { taxonomy, correctPredictions: passing, exemplars: [] })));
  }
  const mean = users.reduce((sum, tokens) => sum + tokens, 0) / users.length;
  return {
    system,
    schema,
    user: { mean, least: Math.min(...users), most: Math.max(...users) },
    examples: users.length,
    withCorrect,
    cached: (system + schema) * CACHED_PRICE + mean,
    uncached: system + schema + mean,
  };
}
