import { openAsBlob } from 'node:fs';
import * as z from 'zod';
import type { Endpoint } from '../openai/endpoint';
import { failureOf, isPassing } from '../openai/failure';
import { RequestFailed, type RequestOptions, request, requestJson } from '../openai/request';
import { sleep, waitBefore } from '../openai/retry';
import { linesOf } from './lines';

/** Milliseconds: for a short answer; for a request file of 200 MB on a slow line. */
const ANSWER_TIMEOUT_MS = 60_000;
const UPLOAD_TIMEOUT_MS = 30 * 60_000;
const MAX_TRIES = 5;
/** How many of the newest batches are looked through for one of ours. */
const LISTED = '100';

/** A batch as the provider tells it; servers leave out what they have nothing to say of. */
const ProviderBatch = z.object({
  id: z.string(),
  status: z.string().transform((status) => status.toLowerCase()),
  input_file_id: z.string().nullish(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  request_counts: z.object({ total: z.number(), completed: z.number(), failed: z.number() }).nullish(),
  errors: z
    .object({ data: z.array(z.object({ message: z.string().nullish(), line: z.number().nullish() })).nullish() })
    .nullish()
    .catch(undefined),
});
export type ProviderBatch = z.infer<typeof ProviderBatch>;

/** The provider's answer is not as the protocol has it, or it has no batches. */
export class BatchFailed extends Error {
  override readonly name = 'BatchFailed';
}

/**
 * The provider's side of batches: files and `/batches` of the OpenAI protocol. Passing faults are waited
 * out. Throws `BatchFailed`, `JudgeUnavailable` or `CallFailed`, worded for people, and `signal.reason`.
 */
export class BatchClient {
  constructor(
    private readonly endpoint: Endpoint,
    private readonly model: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Returns the provider's name of the file, whose contents are streamed from the disk. */
  async upload(path: string): Promise<string> {
    const answer = await this.patiently(async () => {
      const body = new FormData();
      body.append('purpose', 'batch');
      body.append('file', await openAsBlob(path), 'requests.jsonl');
      return this.json('/files', { method: 'POST', body, timeoutMs: UPLOAD_TIMEOUT_MS });
    });
    const { data } = z.object({ id: z.string() }).safeParse(answer);
    if (!data) throw this.unknown('the upload');
    return data.id;
  }

  /**
   * Starts a batch over an uploaded file. A request whose answer got lost may have started one all the
   * same: before each further try the provider's batches are looked through, so that none is paid for twice.
   */
  async create(inputFile: string): Promise<ProviderBatch> {
    const body = { input_file_id: inputFile, endpoint: this.chatPath, completion_window: '24h' };
    let tries = 0;
    const answer = await this.patiently(async () => {
      tries += 1;
      const started = tries > 1 ? await this.findByInput(inputFile) : undefined;
      return started ?? this.json('/batches', { method: 'POST', body });
    });
    return this.batchOf(answer);
  }

  async retrieve(id: string): Promise<ProviderBatch> {
    return this.batchOf(await this.patiently(() => this.json(`/batches/${encodeURIComponent(id)}`)));
  }

  async cancel(id: string): Promise<ProviderBatch> {
    return this.batchOf(
      await this.patiently(() => this.json(`/batches/${encodeURIComponent(id)}/cancel`, { method: 'POST', body: {} })),
    );
  }

  /** Among the newest batches; `undefined` when there is none over that file. */
  async findByInput(inputFile: string): Promise<ProviderBatch | undefined> {
    const answer = await this.patiently(() => this.json('/batches', { query: { limit: LISTED } }));
    const { data } = z.object({ data: z.array(z.unknown()) }).safeParse(answer);
    return data?.data
      .map((batch) => ProviderBatch.safeParse(batch).data)
      .find((batch) => batch?.input_file_id === inputFile);
  }

  /** The lines of a result file, as they come. */
  async *lines(file: string): AsyncGenerator<string> {
    const response = await this.patiently(() =>
      request(this.endpoint, `/files/${encodeURIComponent(file)}/content`, this.options({})),
    );
    yield* linesOf(response, this.signal);
  }

  /** What every request of a batch asks for; Azure wants it without the version. */
  get chatPath(): string {
    return this.endpoint.keyHeader === 'api-key' ? '/chat/completions' : '/v1/chat/completions';
  }

  private json(path: string, options: Partial<RequestOptions> = {}): Promise<unknown> {
    return requestJson(this.endpoint, path, this.options(options));
  }

  private options(options: Partial<RequestOptions>): RequestOptions {
    return { timeoutMs: ANSWER_TIMEOUT_MS, signal: this.signal, ...options };
  }

  private async patiently<T>(call: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        const { answer } = error;
        if (answer.status === 404 || answer.status === 405) {
          throw new BatchFailed(
            `${this.endpoint.origin} has no such batch or file, or no batches at all (${answer.message}).`,
          );
        }
        if (!isPassing(answer) || tries === MAX_TRIES) {
          throw failureOf(answer, this.endpoint, this.model, { tries, othersGetThrough: false });
        }
        await sleep(waitBefore(tries + 1, answer.headers), this.signal);
      }
    }
  }

  private batchOf(answer: unknown): ProviderBatch {
    const { data } = ProviderBatch.safeParse(answer);
    if (!data) throw this.unknown('a batch');
    return data;
  }

  private unknown(what: string): BatchFailed {
    return new BatchFailed(`${this.endpoint.origin} answered for ${what} something that the protocol doesn't know.`);
  }
}
