import { JudgeUnavailable } from '../judge';

/** An endpoint's address and key, checked before anything is sent. */
export interface Endpoint {
  baseUrl: string;
  /** Query parameters of the base URL, such as Azure's `api-version`; sent with every call. */
  query: Record<string, string>;
  /** What users are shown: no path, no credentials. */
  origin: string;
  apiKey: string | undefined;
  /** Azure takes its keys in a header of its own. */
  keyHeader: 'authorization' | 'api-key';
}

/** Sent as the program that calls; an SDK's own headers tell system and versions, which is nobody's business. */
const USER_AGENT = 'error-atlas';

/** Throws `JudgeUnavailable` for an address or key that can't work; its message quotes neither. */
export function checkEndpoint(baseUrl: string, apiKey: string | undefined): Endpoint {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new JudgeUnavailable(
      "The judge's base URL is not an http(s) address. Set it to something like https://api.openai.com/v1.",
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new JudgeUnavailable(
      `The judge's base URL (${url.origin}) contains a user name or password. Take it out and set an API key instead.`,
    );
  }
  const key = apiKey?.trim() || undefined;
  // The fetch API quotes an unfit header value in its error; such a key must not get that far.
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new JudgeUnavailable(
      `The API key for ${url.origin} contains spaces, line breaks or non-ASCII characters. Set it again.`,
    );
  }
  const query = Object.fromEntries(url.searchParams);
  return {
    baseUrl: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    query,
    origin: url.origin,
    apiKey: key,
    keyHeader: isAzure(url) ? 'api-key' : 'authorization',
  };
}

/** All headers that ever go out; without a key none that would name one. */
export function ownHeaders({ apiKey, keyHeader }: Endpoint, contentType: string | undefined): Headers {
  const headers = new Headers({ accept: 'application/json', 'user-agent': USER_AGENT });
  if (contentType !== undefined) headers.set('content-type', contentType);
  if (apiKey !== undefined) headers.set(keyHeader, keyHeader === 'api-key' ? apiKey : `Bearer ${apiKey}`);
  return headers;
}

/** By its hosts; a gateway before Azure is known by Azure's paths and its dated API versions. */
function isAzure({ hostname, pathname, searchParams }: URL): boolean {
  return (
    /\.azure\.(com|us|cn)$/.test(hostname) ||
    pathname.includes('/openai/deployments/') ||
    searchParams.has('api-version')
  );
}

/** A server of one's own, on this machine or in the house: there a grammar is what holds a model to the schema. */
export function isOwnServer({ origin }: Pick<Endpoint, 'origin'>): boolean {
  const { hostname } = new URL(origin);
  return (
    /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+)+$/.test(hostname) ||
    /^\[(::1|f[cd].*|fe80.*)\]$/.test(hostname) ||
    /(^|\.)(local|localhost|internal|lan)$/.test(hostname) ||
    !/[.:]/.test(hostname)
  );
}

/** Keys shorter than that are placeholders for local servers, and could be ordinary words of a text. */
const SHORTEST_SECRET = 8;

/** Takes the key out of what a server says: some echo request headers. */
export function redact(text: string, apiKey: string | undefined): string {
  if (apiKey === undefined || apiKey.length < SHORTEST_SECRET) return text;
  const escaped = JSON.stringify(apiKey).slice(1, -1);
  return text.replaceAll(apiKey, '[API key]').replaceAll(escaped, '[API key]');
}
