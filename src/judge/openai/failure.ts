import { APIConnectionTimeoutError, APIError } from 'openai';
import { JudgeUnavailable } from '../judge';
import { CallFailed } from './callFailed';
import { type Endpoint, redact } from './endpoint';
import { NetworkFailure, UnfitBody } from './transport';

/** How much of a server's words goes into an error message, in characters. */
const SHOWN = 300;

/** What an error answer of the SDK comes down to. */
export interface Answer {
  /** Absent when no HTTP answer came. */
  status?: number | undefined;
  /** The provider's machine-readable reason. */
  code?: string | undefined;
  /** The server's words, without the key. */
  message: string;
  headers?: Headers | undefined;
  /** The system's reason, when no HTTP answer came. */
  network?: string | undefined;
  timedOut: boolean;
}

/** `undefined` for what isn't the endpoint's doing: a bug of ours. */
export function answerOf(error: unknown, endpoint: Endpoint): Answer | undefined {
  // A 200 whose body breaks off.
  if (error instanceof SyntaxError) return { status: 200, message: '200, but with broken JSON', timedOut: false };
  if (!(error instanceof APIError)) return undefined;
  const cause: unknown = error.cause;
  if (cause instanceof UnfitBody) {
    return { status: 200, message: redact(cause.message, endpoint.apiKey).slice(0, SHOWN), timedOut: false };
  }
  return {
    status: error.status,
    code: typeof error.code === 'string' ? error.code : undefined,
    message: redact(error.message, endpoint.apiKey).slice(0, SHOWN),
    headers: error.headers,
    network: cause instanceof NetworkFailure ? cause.code : undefined,
    timedOut: error instanceof APIConnectionTimeoutError,
  };
}

/** Too many requests, a passing fault of the server, a lost connection, a proxy's page: worth another try. */
export function isPassing(answer: Answer): boolean {
  const { status } = answer;
  if (status === undefined || status === 200) return true;
  return isTurnedAway(answer) || status === 408 || status === 409 || (status >= 500 && status !== 501);
}

/** The endpoint has more to do than it can: nothing is wrong with the call. */
export function isTurnedAway(answer: Answer): boolean {
  const { status } = answer;
  return (status === 429 && !isOutOfCredit(answer)) || status === 503 || status === OVERLOADED;
}

/** Not in the standard; Anthropic's and some gateways' word for 503. */
const OVERLOADED = 529;

/**
 * What to throw for an answer that won't change: `JudgeUnavailable` when no other call could do better.
 * `othersGetThrough`: other calls were answered while this one was tried.
 */
export function failureOf(
  answer: Answer,
  endpoint: Endpoint,
  model: string,
  { tries, othersGetThrough }: { tries: number; othersGetThrough: boolean },
): Error {
  const { status, message, timedOut, network } = answer;
  const at = `The judge at ${endpoint.origin}`;
  const times = tries === 1 ? 'once' : `${tries} times`;
  if (timedOut) return new CallFailed(`${at} didn't answer in time (tried ${times}).`);
  if (status === undefined && othersGetThrough) {
    return new CallFailed(`${at} lost the connection (${network ?? message}; tried ${times}).`);
  }
  if (status === undefined) {
    return new JudgeUnavailable(
      `${at} can't be reached (${network ?? message}; tried ${times}). Check the address, the network, and that the server runs.`,
    );
  }
  if (status >= 300 && status < 400)
    return new JudgeUnavailable(redact(redirectMessage(answer, endpoint), endpoint.apiKey));
  if (status === 402 || isOutOfCredit(answer)) {
    return new JudgeUnavailable(`${at} says that the account has no credit left (${message}). Top it up, then resume.`);
  }
  if (status === 401) {
    const todo = endpoint.apiKey === undefined ? 'It wants an API key: set one.' : 'Set the API key again.';
    return new JudgeUnavailable(`${at} refused the key (401). ${todo}`);
  }
  // OpenRouter answers 403 to a single input that its moderation flags.
  if (status === 403 && !/moderation|flagged/i.test(message)) {
    return new JudgeUnavailable(
      `${at} refused the key (403). Check that the key may use the model "${model}", or set another key.`,
    );
  }
  if (status === 404 || answer.code === 'model_not_found') {
    return new JudgeUnavailable(
      `${at} doesn't know the model "${model}", or has no chat completions under this base URL (${message}). Check both.`,
    );
  }
  const tried = isPassing(answer) ? ` (tried ${times})` : '';
  return new CallFailed(`${at} answered ${message}${tried}`);
}

/** OpenAI says this with 429, although waiting changes nothing. */
function isOutOfCredit({ code }: Answer): boolean {
  return code === 'insufficient_quota' || code === 'billing_hard_limit_reached';
}

function redirectMessage({ status, headers }: Answer, endpoint: Endpoint): string {
  const location = headers?.get('location') ?? '';
  const target = URL.canParse(location, endpoint.baseUrl) ? new URL(location, endpoint.baseUrl).origin : 'elsewhere';
  return `The judge at ${endpoint.origin} redirects to ${target} (${status}). Redirects are not followed, so that the key goes nowhere else. Set the base URL to the final address if you trust it.`;
}
