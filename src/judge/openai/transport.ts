import OpenAI from 'openai';
import type { Endpoint } from './endpoint';

/** Sent as the program that calls; the SDK's own headers tell system and versions, which is nobody's business. */
const USER_AGENT = 'error-atlas';

/** Why a request got no HTTP answer: the system's code, such as `ECONNREFUSED`. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  constructor(readonly code: string) {
    super('no HTTP answer');
  }
}

/** The SDK's client, cut off from the environment variables that it would read by itself. */
export function createClient(endpoint: Endpoint, timeoutMs: number): OpenAI {
  return new OpenAI({
    baseURL: endpoint.baseUrl,
    defaultQuery: endpoint.query,
    // The SDK wants a string; without a key no Authorization header goes out (see `guardedFetch`).
    apiKey: endpoint.apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    timeout: timeoutMs,
    // Its waits can't be cancelled and obey any Retry-After; `withRetries` does this.
    maxRetries: 0,
    // A webview or an Electron window may count as a browser; the key never gets there.
    dangerouslyAllowBrowser: true,
    fetch: guardedFetch(endpoint),
  });
}

/**
 * `fetch` with three promises. Only our own headers go out: the SDK merges `OPENAI_CUSTOM_HEADERS`
 * from the environment into every request, over the key even. No redirect is followed, so the key
 * reaches nobody but the configured origin; the caller sees the 3xx. The body is read here, under
 * the SDK's timeout, which otherwise ends with the headers.
 */
function guardedFetch(endpoint: Endpoint) {
  return async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const headers = new Headers({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': USER_AGENT,
    });
    if (endpoint.apiKey !== undefined) headers.set('authorization', `Bearer ${endpoint.apiKey}`);
    try {
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (response.type === 'opaqueredirect') return new Response(null, { status: 307 });
      return new Response(await bodyOf(response), { status: response.status, headers: keptHeaders(response) });
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new NetworkFailure(networkCode(error));
    }
  };
}

async function bodyOf(response: Response): Promise<string | null> {
  const text = await response.text();
  // A Response with such a status refuses even an empty body.
  if ([204, 205, 304].includes(response.status)) return null;
  return response.ok ? text : withErrorField(text);
}

/** The SDK reads `error` alone; FastAPI (`detail`) and older vLLM (`message`) would be told as "no body". */
function withErrorField(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) return text;
  } catch {
    // Not JSON: an HTML page of a proxy, or plain words.
  }
  return JSON.stringify({ error: { message: text.slice(0, 1_000) } });
}

/** `content-encoding` and `content-length` no longer fit the body that was read. */
function keptHeaders(response: Response): Headers {
  const kept = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'retry-after-ms', 'location', 'x-request-id']) {
    const value = response.headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    // Several addresses were tried (IPv6, IPv4): the first failure tells enough.
    if (at instanceof AggregateError) return networkCode(at.errors[0]);
  }
  return 'no connection';
}
