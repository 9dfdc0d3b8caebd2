import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A real HTTP server that speaks files and batches of the OpenAI protocol. What else it is asked, and
 * each request of a batch, goes on to a judge server: batch and direct calls get the same replies.
 */
export interface BatchServerOptions {
  /** Base URL of the judge server behind. */
  judge: string;
  key?: string;
  /** More requests in a file fail the batch, as OpenAI does. */
  maxRequests?: number;
  /** What becomes of a request; `ok` by default. */
  fate?: (customId: string, index: number) => Fate;
  /** How batches end; `completed` by default. */
  end?: 'completed' | 'expired' | 'cancelled';
  /** Goes wrong with the request number `call` (from 1) of this kind, such as `POST /v1/batches`. */
  fault?: (kind: string, call: number) => Fault | undefined;
}

/** `missing`: neither file names it; `expired`: the error file says that its time ran out. */
export type Fate = 'ok' | 'error' | 'missing' | 'twice' | 'expired';
/** `lost` and `silent`: done, but the connection breaks or nothing comes; `half`: it breaks in the middle of the body. */
export type Fault = 'lost' | 'silent' | 'half' | { status: number; headers?: Record<string, string> };

interface Batch {
  id: string;
  object: 'batch';
  status: string;
  input_file_id: string;
  output_file_id?: string;
  error_file_id?: string;
  request_counts: { total: number; completed: number; failed: number };
  errors?: { object: 'list'; data: { code: string; message: string; line: number | null }[] };
}

export interface BatchServer {
  /** The base URL for clients: `http://127.0.0.1:PORT/v1`. */
  url: string;
  batches: Batch[];
  /** Uploaded request files by name. */
  files: Map<string, string>;
  /** `METHOD path` of every request, with what kind of key header it bore. */
  seen: { kind: string; authorization: string | undefined; apiKey: string | undefined }[];
  /** Does the work of all batches that wait. */
  work(): Promise<void>;
  close(): Promise<void>;
}

export async function startBatchServer(options: BatchServerOptions): Promise<BatchServer> {
  const files = new Map<string, string>();
  const batches: Batch[] = [];
  const seen: BatchServer['seen'] = [];
  const calls = new Map<string, number>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const kind = `${request.method} ${pathname}`;
    const { authorization } = request.headers;
    seen.push({ kind, authorization, apiKey: request.headers['api-key']?.toString() });
    const call = (calls.get(kind) ?? 0) + 1;
    calls.set(kind, call);
    const body = await bytesOf(request);
    if (options.key !== undefined && authorization !== `Bearer ${options.key}`) {
      return json(response, 401, { error: { message: `Incorrect API key provided: ${authorization}` } });
    }
    const fault = options.fault?.(kind, call);
    if (typeof fault === 'object') {
      response.writeHead(fault.status, fault.headers);
      response.end(JSON.stringify({ error: { message: 'a passing fault' } }));
      return;
    }
    const answer = await answerTo(kind, pathname, request, body);
    if (fault === 'lost') response.socket?.destroy();
    else if (fault === 'silent') return;
    else if (fault === 'half') cutShort(response, answer.body);
    else {
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(answer.body);
    }
  }

  async function answerTo(kind: string, pathname: string, request: IncomingMessage, body: Buffer) {
    if (kind === 'POST /v1/files') return upload(request, body);
    if (kind === 'POST /v1/batches') return start(JSON.parse(body.toString()));
    if (kind === 'GET /v1/batches') return answered(200, { object: 'list', data: batches.toReversed() });
    const content = /^\/v1\/files\/([^/]+)\/content$/.exec(pathname);
    if (content) {
      const text = files.get(content[1] ?? '');
      return text === undefined ? notFound('file') : { status: 200, body: text };
    }
    const named = /^\/v1\/batches\/([^/]+)(\/cancel)?$/.exec(pathname);
    if (named) {
      const batch = batches.find(({ id }) => id === named[1]);
      if (batch && named[2]) batch.status = 'cancelled';
      return batch ? answered(200, batch) : notFound('batch');
    }
    return forward(request.method ?? 'GET', pathname, body);
  }

  async function upload(request: IncomingMessage, body: Buffer) {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Response(new Uint8Array(body), { headers }).formData();
    const file = form.get('file');
    if (form.get('purpose') !== 'batch' || !(file instanceof Blob)) {
      return answered(400, { error: { message: 'no batch file' } });
    }
    const id = `file-${files.size + 1}`;
    files.set(id, await file.text());
    return answered(200, { id, object: 'file', bytes: file.size, purpose: 'batch' });
  }

  function start({ input_file_id, endpoint }: { input_file_id: string; endpoint: string }) {
    const input = files.get(input_file_id);
    if (input === undefined || endpoint !== '/v1/chat/completions') return notFound('file');
    const total = linesOf(input).length;
    const tooMany = total > (options.maxRequests ?? 50_000);
    const batch: Batch = {
      id: `batch_${batches.length + 1}`,
      object: 'batch',
      status: tooMany ? 'failed' : 'validating',
      input_file_id,
      request_counts: { total, completed: 0, failed: 0 },
      ...(tooMany && {
        errors: {
          object: 'list',
          data: [{ code: 'too_many_tasks', message: 'The file holds too many requests.', line: null }],
        },
      }),
    };
    batches.push(batch);
    return answered(200, batch);
  }

  async function forward(method: string, pathname: string, body: Buffer) {
    const target = options.judge + pathname.replace(/^\/v1/, '');
    const reply = await fetch(target, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' && { body: new Uint8Array(body) }),
    });
    return { status: reply.status, body: await reply.text() };
  }

  async function work(): Promise<void> {
    for (const batch of batches) {
      if (batch.status !== 'validating') continue;
      const output: string[] = [];
      const errors: string[] = [];
      for (const [index, text] of linesOf(files.get(batch.input_file_id) ?? '').entries()) {
        const { custom_id, url, body } = JSON.parse(text);
        const fate = options.fate?.(custom_id, index) ?? 'ok';
        if (fate === 'missing') continue;
        if (fate === 'error') {
          const error = { message: 'this input is not allowed' };
          errors.push(JSON.stringify({ custom_id, response: { status_code: 400, body: { error } }, error: null }));
        } else if (fate === 'expired') {
          const error = { code: 'batch_expired', message: 'This request could not be executed in time.' };
          errors.push(JSON.stringify({ custom_id, response: null, error }));
        } else {
          const reply = await forward('POST', url, Buffer.from(JSON.stringify(body)));
          const response = { status_code: reply.status, request_id: `r${index}`, body: JSON.parse(reply.body) };
          // The order of results is not that of requests.
          for (let i = 0; i < (fate === 'twice' ? 2 : 1); i++) {
            output.unshift(JSON.stringify({ id: `o${index}`, custom_id, response, error: null }));
          }
        }
      }
      batch.status = options.end ?? 'completed';
      const { total } = batch.request_counts;
      batch.request_counts = { total, completed: output.length, failed: errors.length };
      if (output.length > 0) {
        batch.output_file_id = `${batch.id}_output`;
        files.set(batch.output_file_id, `${output.join('\n')}\n`);
      }
      if (errors.length > 0) {
        batch.error_file_id = `${batch.id}_error`;
        files.set(batch.error_file_id, `${errors.join('\n')}\n`);
      }
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => json(response, 500, { error: { message: String(error) } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    batches,
    files,
    seen,
    work,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function answered(status: number, body: unknown) {
  return { status, body: JSON.stringify(body) };
}

function notFound(what: string) {
  return answered(404, { error: { message: `No such ${what}.`, type: 'invalid_request_error' } });
}

function cutShort(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
}

function json(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
