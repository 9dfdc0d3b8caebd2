/**
 * Which part of the protocol an endpoint speaks. We ask for the best and step down when it complains;
 * what works is remembered by the judge, so that only its first call pays for finding out.
 */
export interface Dialect {
  format: 'json_schema' | 'json_object' | 'text';
  /** OpenAI's thinking models refuse the old name, many servers don't know the new one. */
  tokensField: 'max_tokens' | 'max_completion_tokens' | undefined;
  temperature: boolean;
}

export const BEST_DIALECT: Dialect = { format: 'json_schema', tokensField: 'max_tokens', temperature: true };

/** Statuses by which endpoints say that they can't do what a request asks for. */
const COMPLAINTS = new Set([400, 404, 415, 422, 501]);

/** The next dialect to try after an error answer; `undefined` when the answer isn't about the dialect. */
export function stepDown(dialect: Dialect, status: number, message: string): Dialect | undefined {
  if (!COMPLAINTS.has(status)) return undefined;
  const aboutTokens = /max_tokens|max_completion_tokens|context (length|window|size)/i.test(message);
  if (aboutTokens && dialect.tokensField !== undefined) {
    return { ...dialect, tokensField: nextTokensField(dialect.tokensField, message) };
  }
  if (dialect.temperature && /temperature/i.test(message)) return { ...dialect, temperature: false };
  if (/response_?format|json_?(schema|object|mode)|structured|schema|grammar|guided/i.test(message)) {
    if (dialect.format === 'json_schema') return { ...dialect, format: 'json_object' };
    if (dialect.format === 'json_object') return { ...dialect, format: 'text' };
  }
  return undefined;
}

/** A small context window can't hold prompt and allowance together: then the server may decide alone. */
function nextTokensField(current: Dialect['tokensField'], message: string): Dialect['tokensField'] {
  const wantsNewName = current === 'max_tokens' && !/context (length|window|size)/i.test(message);
  return wantsNewName ? 'max_completion_tokens' : undefined;
}
