import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A real HTTP server that speaks the OpenAI chat protocol, for tests: what goes wrong is asked for by `answer`. */
export interface JudgeServerOptions {
  /** When set, every request has to bear it; else 401 in OpenAI's words. */
  key?: string;
  /** When set, other models get 404 in OpenAI's words. */
  models?: readonly string[];
  /** Kinds of `response_format` that are understood, all by default; others get 400. */
  formats?: readonly ('json_schema' | 'json_object')[];
  /** The name that the reply's token limit must have; both are taken by default. */
  tokensField?: 'max_tokens' | 'max_completion_tokens';
  /** Milliseconds before every answer. */
  delayMs?: number;
  /** 0 (default) picks a free one. */
  port?: number;
  /** Decides the answer of the chat request number `call` (from 1); `undefined`: the ordinary one. */
  answer?: (call: number, request: RecordedRequest) => Answer | undefined;
  /** Keep the requests for looking at; true by default. Thousands of them fill the memory. */
  record?: boolean;
}

export type Answer =
  /** A completion with this content. */
  | { kind: 'reply'; content: unknown; finishReason?: string; refusal?: string; delayMs?: number }
  /** The ordinary reply cut in half. */
  | { kind: 'cut' }
  /** The ordinary reply with words before and after it. */
  | { kind: 'wrapped'; before: string; after: string }
  /** Any status, with a body that is sent as it is when a string, else as JSON. */
  | { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { kind: 'redirect'; location: string; status?: number }
  /** Headers and half a body, then silence. */
  | { kind: 'stall' }
  /** Never an answer. */
  | { kind: 'hang' }
  /** The connection is cut. */
  | { kind: 'drop' };

export interface RecordedRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: ChatRequest;
}

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  response_format?: { type: string; json_schema?: { schema?: JsonSchema; strict?: boolean } };
  max_tokens?: number;
  max_completion_tokens?: number;
  temperature?: number;
}

interface JsonSchema {
  type?: string;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}

export interface JudgeServer {
  /** The base URL for clients: `http://127.0.0.1:PORT/v1`. */
  url: string;
  /** Chat requests in the order of their arrival. */
  requests: RecordedRequest[];
  /** How many chat requests have come in. */
  calls(): number;
  /** Most chat requests that were under way at the same time. */
  mostAtOnce(): number;
  close(): Promise<void>;
}

export async function startJudgeServer(options: JudgeServerOptions = {}): Promise<JudgeServer> {
  const requests: RecordedRequest[] = [];
  let calls = 0;
  let under = 0;
  let most = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`) {
      return sendError(response, 401, 'Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
    }
    if (request.method === 'GET' && path === '/v1/models') {
      const models = options.models ?? ['test-judge'];
      return sendJson(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
    }
    if (request.method !== 'POST' || path !== '/v1/chat/completions') {
      return sendError(response, 404, `Unknown request URL: ${request.method} ${path}.`, 'invalid_request_error');
    }
    const recorded: RecordedRequest = {
      path: request.url ?? '',
      headers: request.headers,
      body: await bodyOf(request),
    };
    calls += 1;
    if (options.record ?? true) requests.push(recorded);
    const answer = options.answer?.(calls, recorded) ?? complaint(recorded.body, options) ?? ordinary(recorded.body);
    // Thinking of an answer is part of the delay.
    if (options.delayMs) await wait(Math.max(0, options.delayMs - (performance.now() - arrived)));
    await send(response, answer, recorded.body);
  }

  const server = createServer((request, response) => {
    under += 1;
    most = Math.max(most, under);
    response.on('close', () => {
      under -= 1;
    });
    handle(request, response).catch((error) => sendError(response, 500, String(error), 'server_error'));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    calls: () => calls,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What a server of limited abilities says, in the words of OpenAI and LM Studio. */
function complaint(body: ChatRequest, options: JudgeServerOptions): Answer | undefined {
  if (options.models && !options.models.includes(body.model)) {
    const message = `The model \`${body.model}\` does not exist or you do not have access to it.`;
    return {
      kind: 'status',
      status: 404,
      body: { error: { message, type: 'invalid_request_error', code: 'model_not_found' } },
    };
  }
  const format = body.response_format?.type;
  if (format && options.formats && !options.formats.some((known) => known === format)) {
    const known = [...options.formats, 'text'].map((name) => `'${name}'`).join(' or ');
    return { kind: 'status', status: 400, body: { error: `'response_format.type' must be ${known}` } };
  }
  const refused = options.tokensField === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  if (options.tokensField && body[refused] !== undefined) {
    const message = `Unsupported parameter: '${refused}' is not supported with this model. Use '${options.tokensField}' instead.`;
    return {
      kind: 'status',
      status: 400,
      body: { error: { message, type: 'invalid_request_error', param: refused, code: 'unsupported_parameter' } },
    };
  }
  return undefined;
}

async function send(response: ServerResponse, answer: Answer, body: ChatRequest): Promise<void> {
  switch (answer.kind) {
    case 'reply':
      if (answer.delayMs) await wait(answer.delayMs);
      return sendJson(response, 200, completion(body, answer.content, answer.finishReason, answer.refusal));
    case 'cut': {
      const whole = replyText(body);
      return sendJson(response, 200, completion(body, whole.slice(0, whole.length / 2), 'length'));
    }
    case 'wrapped':
      return sendJson(response, 200, completion(body, answer.before + replyText(body) + answer.after));
    case 'status': {
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(text);
      return;
    }
    case 'redirect':
      response.writeHead(answer.status ?? 307, { location: answer.location });
      response.end();
      return;
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices": [');
      return;
    case 'hang':
      return;
    case 'drop':
      response.socket?.destroy();
      return;
  }
}

function ordinary(body: ChatRequest): Answer {
  return { kind: 'reply', content: replyText(body) };
}

/** The same for the same request: an answer in the schema, its category drawn by a hash of the example. */
function replyText(body: ChatRequest): string {
  const seed = hash(body.messages.find((message) => message.role === 'user')?.content ?? '');
  const schema = body.response_format?.json_schema?.schema;
  const wantsAnalysis = schema === undefined || (schema.properties?.category && schema.properties.criteria);
  return JSON.stringify(wantsAnalysis ? analysis(body, schema, seed) : fill(schema, seed));
}

function analysis(body: ChatRequest, schema: JsonSchema | undefined, seed: number) {
  const categories = schema?.properties?.category?.enum ?? listedCategories(body);
  const quote = quoteFrom(body, seed);
  return {
    criteria: [
      { need: 'understands the question', state: 'correct', quote: '', note: '' },
      { need: 'carries each step out', state: 'incorrect', quote, note: 'the step is wrong' },
    ],
    summary: 'The model took a step that does not follow from the task.',
    noise: '',
    title: ['Wrong arithmetic step', 'Skipped condition', 'Misread quantity'][seed % 3],
    category: categories[seed % categories.length],
    confidence: 0.5 + (seed % 50) / 100,
  };
}

/** In the modes without a schema the categories stand in the prompt alone. */
function listedCategories(body: ChatRequest): string[] {
  const lines = body.messages[0]?.content.split('\n\nCategories')[1]?.split('\n\n')[0] ?? '';
  const names = [...lines.matchAll(/^- (.+?): /gm)].map((match) => match[1] ?? '');
  return names.length > 0 ? names : ['Other'];
}

/** A run of three words of the output, as it stands there. */
function quoteFrom(body: ChatRequest, seed: number): string {
  const user = body.messages.find((message) => message.role === 'user')?.content ?? '';
  const output = /<output(\d+)>\n([\s\S]*?)\n<\/output\1>/.exec(user)?.[2] ?? '';
  const runs = output.match(/\S+(?: \S+){0,2}/g) ?? [];
  return runs[seed % runs.length] ?? '';
}

/** Something valid for any other schema. */
function fill(schema: JsonSchema, seed: number): unknown {
  if (schema.enum) return schema.enum[seed % schema.enum.length];
  if (schema.anyOf) return fill(schema.anyOf[0] ?? {}, seed);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, part]) => [name, fill(part, seed)]),
      );
    case 'array':
      return schema.items ? [fill(schema.items, seed)] : [];
    case 'number':
    case 'integer':
      return 1;
    case 'boolean':
      return seed % 2 === 0;
    default:
      return `text ${seed % 100}`;
  }
}

function completion(body: ChatRequest, content: unknown, finishReason = 'stop', refusal?: string) {
  const prompt = Math.ceil(JSON.stringify(body.messages).length / 4);
  const written = Math.ceil(String(content ?? '').length / 4);
  return {
    id: `chatcmpl-${hash(String(content))}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body.model,
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: refusal ?? null }, finish_reason: finishReason },
    ],
    usage: { prompt_tokens: prompt, completion_tokens: written, total_tokens: prompt + written },
  };
}

async function bodyOf(request: IncomingMessage): Promise<ChatRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest;
}

function sendError(response: ServerResponse, status: number, message: string, type: string, code?: string): void {
  sendJson(response, status, { error: { message, type, param: null, code: code ?? null } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
