import OpenAI from 'openai';
import { type Endpoint, ownHeaders } from './endpoint';

/** Why a request got no HTTP answer: the system's code, such as `ECONNREFUSED`. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  constructor(readonly code: string) {
    super('no HTTP answer');
  }
}

/** A 200 with a body that can be no completion; the message says what it was instead. */
export class UnfitBody extends Error {
  override readonly name = 'UnfitBody';
}

/** Longer than any reply that keeps to its token limit, thoughts and probabilities included; bytes. */
const MAX_BODY_BYTES = 2_000_000;

/** How much of a body that is no JSON is told, in characters. */
const SHOWN = 120;

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
    const headers = ownHeaders(endpoint, 'application/json');
    try {
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      if (response.type === 'opaqueredirect') return new Response(null, { status: 307 });
      return withBody(response, await bodyOf(response));
    } catch (error) {
      if (init?.signal?.aborted || error instanceof UnfitBody) throw error;
      throw new NetworkFailure(networkCode(error));
    }
  };
}

/** The answer with the body that was read of it. */
function withBody(response: Response, body: string | null): Response {
  const isJson = response.headers.get('content-type')?.includes('application/json');
  if (response.ok && isJson && body !== null) {
    // A second Response has streams of its own, which are most of what a run of thousands of calls leaves behind.
    return Object.assign(response, { text: async () => body, json: async () => JSON.parse(body) });
  }
  return new Response(body, { status: response.status, headers: keptHeaders(response) });
}

async function bodyOf(response: Response): Promise<string | null> {
  const text = await textOf(response);
  // A Response with such a status refuses even an empty body.
  if ([204, 205, 304].includes(response.status)) return null;
  if (!response.ok) return withErrorField(text);
  if (/^\s*</.test(text)) {
    throw new UnfitBody(`200 with a web page instead of a reply: ${text.trim().replace(/\s+/g, ' ').slice(0, SHOWN)}`);
  }
  return text;
}

/** The body, read no further than a reply can be long: a server that goes on and on must not fill the memory. */
async function textOf(response: Response): Promise<string> {
  const { headers } = response;
  const length = headers.has('content-encoding') ? Number.NaN : Number(headers.get('content-length') ?? Number.NaN);
  if (length <= MAX_BODY_BYTES) return response.text();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Leaving the loop cuts the connection.
    if (bytes > MAX_BODY_BYTES) throw new UnfitBody(`${response.status} with a reply of over 2 MB`);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
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

const KEPT = /^(retry-after(-ms)?|location|x-request-id|x-ratelimit-.+)$/;

/** `content-encoding` and `content-length` no longer fit the body that was read. */
function keptHeaders(response: Response): Headers {
  const kept = new Headers({ 'content-type': 'application/json' });
  for (const [name, value] of response.headers) if (KEPT.test(name)) kept.set(name, value);
  return kept;
}

export function networkCode(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    // Several addresses were tried (IPv6, IPv4): the first failure tells enough.
    if (at instanceof AggregateError) return networkCode(at.errors[0]);
  }
  return 'no connection';
}
