import { chatRequest } from './chatRequest';
import { readCompletion } from './completion';
import { BEST_DIALECT, type Dialect, type DialectMemory, dialectId, simplerFormat, stepDown } from './dialect';
import { checkEndpoint } from './endpoint';
import { extractJson } from './extract';
import { failureOf } from './failure';
import type { PromptMessage } from './prompt';
import { RequestFailed, requestJson } from './request';

/** A local server may have to load the model first. */
const PROBE_TIMEOUT_MS = 120_000;

/** Room for a model that thinks first; others stop after a few tokens. */
const PROBE_TOKENS = 2_048;

/** A made-up question: nothing of the user's is sent. */
const MESSAGES: PromptMessage[] = [
  { role: 'system', content: 'You answer with one JSON object and nothing else.' },
  { role: 'user', content: 'Which day follows Monday? Reply as {"day":"…"} in JSON.' },
];

const SCHEMA = {
  name: 'probe',
  schema: {
    type: 'object',
    properties: { day: { type: 'string' } },
    required: ['day'],
    additionalProperties: false,
  },
};

export interface ProbeRequest {
  baseUrl: string;
  model: string;
  apiKey: string | undefined;
  timeoutMs?: number | undefined;
  dialects?: DialectMemory | undefined;
}

export interface ProbeResult {
  dialect: Dialect;
  /** The model replied with the JSON object that it was asked for. */
  repliesInJson: boolean;
}

/**
 * Finds out with a tiny request what an endpoint and model can do, strictest form of reply first, and
 * remembers it. Throws `JudgeUnavailable` or `CallFailed`, worded for people, and `signal.reason`.
 */
export async function probeEndpoint(
  { baseUrl, model, apiKey, timeoutMs = PROBE_TIMEOUT_MS, dialects }: ProbeRequest,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const endpoint = checkEndpoint(baseUrl, apiKey);
  let dialect = BEST_DIALECT;
  for (;;) {
    try {
      const body = chatRequest(MESSAGES, { model, dialect, schema: SCHEMA, maxTokens: PROBE_TOKENS });
      const response = await requestJson(endpoint, '/chat/completions', { method: 'POST', body, timeoutMs, signal });
      const repliesInJson = extractJson(readCompletion(response, MESSAGES, apiKey).text) !== undefined;
      const simpler = repliesInJson ? undefined : simplerFormat(dialect);
      if (simpler === undefined) {
        dialects?.remember(dialectId(endpoint.baseUrl, model), dialect);
        return { dialect, repliesInJson };
      }
      dialect = simpler;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      const { answer } = error;
      const simpler = answer.status === undefined ? undefined : stepDown(dialect, answer.status, answer.message);
      if (simpler === undefined) throw failureOf(answer, endpoint, model, { tries: 1, othersGetThrough: false });
      dialect = simpler;
    }
  }
}
