import { type Endpoint, ownHeaders, redact } from './endpoint';
import type { Answer } from './failure';
import { networkCode } from './transport';

/** How much of a server's words is passed on, in characters. */
const SHOWN = 300;

export interface RequestOptions {
  method?: 'GET' | 'POST';
  /** Sent as JSON, unless it is a form, which names its own type. */
  body?: FormData | object;
  /** Query parameters besides the endpoint's own. */
  query?: Record<string, string>;
  /** Until the headers of the answer are there. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** An answer that isn't a 2xx, or none at all. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  constructor(readonly answer: Answer) {
    super(answer.message);
  }
}

/**
 * One request without the SDK, for what it would read into memory: lists, files, batches. No redirect
 * is followed, and only our own headers go out. The body is left to the caller.
 * Throws `RequestFailed`, and `signal.reason` when cancelled.
 */
export async function request(endpoint: Endpoint, path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', body, query, timeoutMs, signal } = options;
  signal.throwIfAborted();
  const url = new URL(`${endpoint.baseUrl}${path}`);
  for (const [name, value] of Object.entries({ ...endpoint.query, ...query })) url.searchParams.set(name, value);
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), timeoutMs);
  const isForm = body instanceof FormData;
  try {
    const response = await fetch(url, {
      method,
      headers: ownHeaders(endpoint, body === undefined || isForm ? undefined : 'application/json'),
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([signal, timer.signal]),
    });
    if (response.ok) return response;
    throw new RequestFailed(await answerOf(response, endpoint));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RequestFailed) throw error;
    const timedOut = timer.signal.aborted;
    throw new RequestFailed({ message: 'no answer', timedOut, ...(!timedOut && { network: networkCode(error) }) });
  } finally {
    clearTimeout(timeout);
  }
}

/** The JSON of an answer; `undefined` when it is none. Throws as `request` does. */
export async function requestJson(endpoint: Endpoint, path: string, options: RequestOptions): Promise<unknown> {
  const response = await request(endpoint, path, options);
  const limit = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  try {
    const text = await withLimit(response, limit);
    return parsed(text);
  } catch (error) {
    options.signal.throwIfAborted();
    const network = limit.aborted ? undefined : networkCode(error);
    throw new RequestFailed({ message: 'the answer broke off', timedOut: limit.aborted, network });
  }
}

async function withLimit(response: Response, limit: AbortSignal): Promise<string> {
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(limit.reason);
  });
  limit.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([response.text(), stopped]);
  } finally {
    limit.removeEventListener('abort', stop);
    if (limit.aborted) await response.body?.cancel().catch(() => {});
  }
}

async function answerOf(response: Response, endpoint: Endpoint): Promise<Answer> {
  const text = await response.text().catch(() => '');
  const body = parsed(text) as { error?: { message?: unknown; code?: unknown } | string } | undefined;
  const error = body?.error;
  const words = typeof error === 'string' ? error : error?.message;
  const code = typeof error === 'object' && typeof error?.code === 'string' ? error.code : undefined;
  const message = redact(typeof words === 'string' ? words : text, endpoint.apiKey).slice(0, SHOWN);
  return {
    status: response.status,
    code,
    message: `${response.status} ${message}`.trim(),
    headers: response.headers,
    timedOut: false,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
