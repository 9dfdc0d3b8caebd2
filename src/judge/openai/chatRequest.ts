import type OpenAI from 'openai';
import type { Dialect } from './dialect';
import type { PromptMessage } from './prompt';

/** Tokens that one reply may have, thoughts included, when nobody says otherwise. */
export const MAX_REPLY_TOKENS = 4_096;

export interface ChatRequestOptions {
  model: string;
  dialect: Dialect;
  /** What the reply is to look like, for dialects that can be told. */
  schema: { name: string; schema: Record<string, unknown> };
  maxTokens?: number | undefined;
  /** The endpoint's own default when absent. */
  temperature?: number | undefined;
}

/** The body of one chat completion, in the dialect that the endpoint speaks. */
export function chatRequest(
  messages: readonly PromptMessage[],
  { model, dialect, schema, maxTokens = MAX_REPLY_TOKENS, temperature }: ChatRequestOptions,
): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const { format, tokensField } = dialect;
  return {
    model,
    messages: [...messages],
    ...(format === 'json_schema' && {
      response_format: { type: format, json_schema: { ...schema, strict: true } },
    }),
    ...(format === 'json_object' && { response_format: { type: format } }),
    ...(tokensField && { [tokensField]: maxTokens }),
    ...(dialect.temperature && temperature !== undefined && { temperature }),
  };
}
