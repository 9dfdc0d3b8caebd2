import * as z from 'zod';
import type { BatchRecord } from '../../model/batch';
import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import type { JudgeIdentity, Judgment } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { readCompletion } from '../openai/completion';
import { judgmentOf } from '../openai/conversation';
import { checkEndpoint, redact } from '../openai/endpoint';
import { JudgmentWriter } from '../openai/judgmentWriter';
import { BatchClient, type ProviderBatch } from './batchClient';
import { BATCH_PRICE_SHARE, type BatchJournal } from './batchJournal';

export interface CollectRequest {
  /** Open ones. */
  records: readonly BatchRecord[];
  /** The key of the endpoint that a batch is at. */
  keyFor: (record: BatchRecord) => Promise<string | undefined>;
  taxonomy: Taxonomy;
  /** The examples at hand, by key. */
  entries: ReadonlyMap<string, ExampleEntry>;
  load: (entry: ExampleEntry) => Promise<Example>;
  journal: {
    find(key: string, judge: JudgeIdentity): Pick<Judgment, 'createdAt'> | undefined;
    append(judgments: readonly Judgment[]): Promise<void>;
    sync?(): Promise<void>;
  };
  batches: Pick<BatchJournal, 'write' | 'alone'>;
  signal: AbortSignal;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** What came of one batch; counts are of its examples. */
export interface BatchOutcome {
  id: string;
  batch: string;
  /** The provider's word. */
  status: string;
  state: BatchRecord['state'];
  requests: number;
  judged: number;
  abstained: number;
  errors: number;
  /** Collected before, or judged meanwhile in another way. */
  known: number;
  /** Their examples are not among those at hand: collect again with their files. */
  elsewhere: number;
  /** Never answered: free for the next batch or a direct run. */
  left: number;
  /** US dollars, `null` when a price is not known. */
  cost: number | null;
  errorSamples: { id: string; message: string }[];
  /** Why this is less than all, for people. */
  problem?: string;
}

/** Nothing more comes of a batch in these. */
const ENDED = new Set(['completed', 'failed', 'expired', 'cancelled']);
/** Ways in which a provider says that a request was never done. */
const NEVER_DONE = /^batch_(expired|cancelled)$/;
/** Judgments are written together, so that a crash costs no more than so many and the disk is not busy. */
const WRITTEN_AT_ONCE = 50;
const MAX_ERROR_SAMPLES = 5;

const ResultLine = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
type ResultLine = z.infer<typeof ResultLine>;

/** One of them, and its key. */
interface OneBatch extends Omit<CollectRequest, 'records' | 'keyFor'> {
  record: BatchRecord;
  apiKey: string | undefined;
}

/**
 * Fetches what there is of open batches and turns it into judgments, as direct calls would have. A result
 * that comes twice counts once, and collecting again takes up where it ended. What keeps one batch from
 * being collected is its `problem`, and the others are. Throws `StoreError`, and `signal.reason`: what was
 * stored until then stays.
 */
export async function collectBatches({ records, keyFor, ...common }: CollectRequest): Promise<BatchOutcome[]> {
  return common.batches.alone(async () => {
    const outcomes: BatchOutcome[] = [];
    for (const record of records) {
      const collection = new Collection({ ...common, record, apiKey: await keyFor(record) });
      outcomes.push(await collection.run());
    }
    return outcomes;
  });
}

/**
 * Asks the provider how far a batch is, and writes it down. Throws `BatchFailed`, `JudgeUnavailable` or
 * `CallFailed`, worded for people, `StoreError`, and `signal.reason`.
 */
export async function checkBatch(
  record: BatchRecord,
  apiKey: string | undefined,
  batches: Pick<BatchJournal, 'write'>,
  signal: AbortSignal,
): Promise<BatchRecord> {
  return (await retrieve(record, apiKey, batches, signal)).record;
}

/** Asks the provider to end a batch early; what is done until then can be collected, and is paid for. */
export async function cancelBatch(
  record: BatchRecord,
  apiKey: string | undefined,
  batches: Pick<BatchJournal, 'write'>,
  signal: AbortSignal,
): Promise<BatchRecord> {
  const client = clientFor(record, apiKey, signal);
  return noted(record, await client.cancel(nameOf(record)), batches);
}

async function retrieve(
  record: BatchRecord,
  apiKey: string | undefined,
  batches: Pick<BatchJournal, 'write'>,
  signal: AbortSignal,
): Promise<{ client: BatchClient; batch: ProviderBatch; record: BatchRecord }> {
  const client = clientFor(record, apiKey, signal);
  const batch = await client.retrieve(nameOf(record));
  return { client, batch, record: await noted(record, batch, batches) };
}

function clientFor(record: BatchRecord, apiKey: string | undefined, signal: AbortSignal): BatchClient {
  return new BatchClient(checkEndpoint(record.baseUrl, apiKey), record.judge.model, signal);
}

function nameOf({ id, batch }: BatchRecord): string {
  if (batch === undefined) throw new Error(`The submission of ${id} was cut off. Submit again: it is finished first.`);
  return batch;
}

async function noted(
  record: BatchRecord,
  { status, request_counts: counts }: ProviderBatch,
  batches: Pick<BatchJournal, 'write'>,
): Promise<BatchRecord> {
  const news = { ...record, status, ...(counts && { counts }), checkedAt: new Date().toISOString() };
  await batches.write(news);
  return news;
}

class Collection {
  private readonly outcome: BatchOutcome;
  private readonly writer: JudgmentWriter;
  private readonly ours: ReadonlySet<string>;
  private readonly met = new Set<string>();
  private waiting: Judgment[] = [];

  constructor(private readonly request: OneBatch) {
    const { record, taxonomy } = request;
    const { id, judge, price } = record;
    this.writer = new JudgmentWriter({ identity: judge, taxonomy, price, priceShare: BATCH_PRICE_SHARE });
    this.ours = new Set(record.keys);
    this.outcome = {
      ...{ id, batch: nameOf(record), status: '', state: record.state, requests: record.keys.length },
      ...{ judged: 0, abstained: 0, errors: 0, known: 0, elsewhere: 0, left: 0, cost: 0, errorSamples: [] },
    };
  }

  /** Whatever the provider does is told in the outcome. */
  async run(): Promise<BatchOutcome> {
    const { record, taxonomy, signal } = this.request;
    if (taxonomyRef(taxonomy) !== record.judge.taxonomy) {
      const problem = `It was submitted with the taxonomy ${record.judge.taxonomy}, not ${taxonomyRef(taxonomy)}.`;
      return { ...this.outcome, problem };
    }
    try {
      return await this.collect();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Error && error.name === 'StoreError') throw error;
      return { ...this.outcome, problem: messageOf(error) };
    }
  }

  private async collect(): Promise<BatchOutcome> {
    const { apiKey, batches, journal, signal } = this.request;
    const { outcome } = this;
    const { client, batch, record } = await retrieve(this.request.record, apiKey, batches, signal);
    outcome.status = batch.status;
    if (!ENDED.has(batch.status)) return outcome;
    try {
      for (const file of [batch.output_file_id, batch.error_file_id]) {
        if (file) for await (const line of client.lines(file)) await this.take(line);
      }
    } finally {
      await this.flush();
    }
    outcome.left = record.keys.length - this.met.size;
    const problem = this.problem(batch);
    if (problem !== undefined) outcome.problem = problem;
    // A closed batch is not fetched again: what came of it has to outlast the machine going down.
    await journal.sync?.();
    if (outcome.elsewhere === 0) outcome.state = 'closed';
    await batches.write({ ...record, state: outcome.state, ...(problem !== undefined && { problem }) });
    return outcome;
  }

  private async take(text: string): Promise<void> {
    this.request.signal.throwIfAborted();
    const { data: line } = ResultLine.safeParse(parsed(text));
    // Not a result of ours: its example, if there is one, counts as never answered.
    if (!line || !this.ours.has(line.custom_id) || this.met.has(line.custom_id)) return;
    if (NEVER_DONE.test(line.error?.code ?? '')) return;
    this.met.add(line.custom_id);
    await this.judge(line);
    this.request.onProgress?.({ done: this.met.size, total: this.ours.size });
  }

  private async judge(line: ResultLine): Promise<void> {
    const { record, entries, journal } = this.request;
    const key = line.custom_id;
    const known = journal.find(key, record.judge);
    if (known && known.createdAt >= record.createdAt) {
      this.outcome.known += 1;
      return;
    }
    const entry = entries.get(key);
    const example = entry && (await this.load(entry));
    if (!example) {
      this.outcome.elsewhere += 1;
      return;
    }
    const judgment = this.judgmentOf(line, example);
    this.count(judgment, example.id);
    this.waiting.push(judgment);
    if (this.waiting.length >= WRITTEN_AT_ONCE) await this.flush();
  }

  private async load(entry: ExampleEntry): Promise<Example | undefined> {
    try {
      return await this.request.load(entry);
    } catch (error) {
      this.sample(entry.id, messageOf(error));
      return undefined;
    }
  }

  private judgmentOf({ response, error }: ResultLine, example: Example): Judgment {
    const { apiKey } = this.request;
    if (response?.status_code === 200 && !error) {
      return judgmentOf(example, readCompletion(response.body, [], apiKey), this.writer);
    }
    const words = error?.message ?? wordsOf(response?.body) ?? error?.code ?? 'no reason given';
    const status = response ? ` ${response.status_code}` : '';
    return this.writer.failed(example, redact(`In the batch the judge answered${status} ${words}`, apiKey));
  }

  private count({ status, cost, usage, error }: Judgment, id: string): void {
    const { outcome } = this;
    if (status === 'judged') outcome.judged += 1;
    else if (status === 'abstained') outcome.abstained += 1;
    else {
      outcome.errors += 1;
      this.sample(id, error ?? '');
    }
    if (cost === undefined && usage) outcome.cost = null;
    else if (outcome.cost !== null) outcome.cost += cost ?? 0;
  }

  private sample(id: string, message: string): void {
    if (this.outcome.errorSamples.length < MAX_ERROR_SAMPLES) this.outcome.errorSamples.push({ id, message });
  }

  private async flush(): Promise<void> {
    const judgments = this.waiting;
    this.waiting = [];
    await this.request.journal.append(judgments);
  }

  private problem({ status, errors }: ProviderBatch): string | undefined {
    const { left, elsewhere } = this.outcome;
    const free = left > 0 ? ` ${left} were never answered; the next batch or run takes them up.` : '';
    const away = elsewhere > 0 ? ` ${elsewhere} results are for examples that are not at hand.` : '';
    const said = (errors?.data ?? []).map(({ message, line }) => `${message ?? ''}${line ? ` (request ${line})` : ''}`);
    const reason = said.length > 0 ? ` It says: ${redact(said.slice(0, 3).join('; '), this.request.apiKey)}.` : '';
    const word = {
      failed: `The provider refused the batch.${reason}`,
      expired: 'The batch was not done in its time.',
      cancelled: 'The batch was cancelled.',
    }[status];
    const problem = `${word ?? ''}${free}${away}`.trim();
    return problem === '' ? undefined : problem;
  }
}

function wordsOf(body: unknown): string | undefined {
  const { data } = z.object({ error: z.object({ message: z.string() }) }).safeParse(body);
  return data?.error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
