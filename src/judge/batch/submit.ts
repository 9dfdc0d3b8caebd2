import { randomBytes } from 'node:crypto';
import type { BatchRecord } from '../../model/batch';
import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import { type Correction, judgeId, type Usage } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import type { Taxonomy } from '../../model/taxonomy';
import type { JudgmentJournal } from '../journalWriter';
import { type CorrectPrediction, type Judge, JudgeUnavailable } from '../judge';
import { chatRequest } from '../openai/chatRequest';
import { type Dialect, type DialectMemory, dialectId, recalled } from '../openai/dialect';
import { checkEndpoint } from '../openai/endpoint';
import { JudgmentWriter } from '../openai/judgmentWriter';
import type { Price } from '../openai/price';
import { probeEndpoint } from '../openai/probe';
import { buildMessages } from '../openai/prompt';
import { redactExample } from '../redact/redactExample';
import { redactionOf } from '../redact/redaction';
import { BatchClient, BatchFailed } from './batchClient';
import { BATCH_PRICE_SHARE, type BatchJournal } from './batchJournal';
import { type BatchLimits, PROVIDER_LIMITS, RequestFile } from './requestFiles';

export interface SubmitRequest {
  failing: readonly ExampleEntry[];
  /** The judge that would be called directly: who judges, and what a call takes. */
  judge: Judge;
  baseUrl: string;
  apiKey: string | undefined;
  price?: Price | undefined;
  taxonomy: Taxonomy;
  journal: Pick<JudgmentJournal, 'find'>;
  batches: BatchJournal;
  load: (entry: ExampleEntry) => Promise<Example>;
  correctPredictions?: ((entry: ExampleEntry) => Promise<CorrectPrediction[]>) | undefined;
  /** As in a classification. */
  exemplars?: ((example: Example) => readonly Correction[]) | undefined;
  /** Submit also what this judge has judged before. */
  reclassify?: boolean | undefined;
  /** Take up no further example when the cost of all would likely be above this many US dollars. */
  budgetUsd?: number | undefined;
  /** A provider's, unless the user knows better. */
  limits?: BatchLimits | undefined;
  dialects?: DialectMemory | undefined;
  signal: AbortSignal;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Counts are of different examples: `submitted + known + waiting + unreadable + left` is their number. */
export interface SubmitReport {
  batches: { id: string; batch: string; requests: number }[];
  submitted: number;
  /** Judged before by this judge. */
  known: number;
  /** In a batch already. */
  waiting: number;
  /** Could not be read; the first one's reason, for people. */
  unreadable: number;
  unreadableSample?: string;
  /** Beyond the budget. */
  left: number;
  /** Likely use and price of what was submitted; `null` when the price is not known. */
  usage: Usage;
  cost: number | null;
}

/**
 * Submits failing examples as batches of the OpenAI protocol: at half the price, judged within a day.
 * What is judged or in a batch already is left out. A submission that was cut off is finished first; so
 * nothing is paid for twice. Throws `BatchFailed`, `JudgeUnavailable` or `CallFailed`, worded for
 * people, `StoreError`, and `signal.reason`: what was submitted until then stays submitted.
 */
export async function submitBatches(request: SubmitRequest): Promise<SubmitReport> {
  const submission = new Submission(request);
  return request.batches.alone(() => submission.run());
}

class Submission {
  private readonly client: BatchClient;
  private readonly jsonSchema: Record<string, unknown>;
  private readonly report: SubmitReport = {
    ...{ batches: [], submitted: 0, known: 0, waiting: 0, unreadable: 0, left: 0 },
    ...{ usage: { promptTokens: 0, completionTokens: 0 }, cost: 0 },
  };

  constructor(private readonly request: SubmitRequest) {
    const endpoint = checkEndpoint(request.baseUrl, request.apiKey);
    if (endpoint.baseUrl.includes('/openai/deployments/')) {
      throw new JudgeUnavailable(
        `Batches at ${endpoint.origin} want the v1 address: set the base URL to ${endpoint.origin}/openai/v1 and the model to the deployment.`,
      );
    }
    const { identity } = request.judge;
    this.jsonSchema = new JudgmentWriter({ identity, taxonomy: request.taxonomy }).jsonSchema();
    this.client = new BatchClient(endpoint, identity.model, request.signal);
  }

  async run(): Promise<SubmitReport> {
    const { failing, signal } = this.request;
    const waiting = await this.settleEarlier();
    const pending = this.pending(failing, waiting);
    let dialect: Dialect | undefined;
    let file: RequestFile | undefined;
    let record: BatchRecord | undefined;
    let done = 0;
    try {
      for (const entry of pending) {
        signal.throwIfAborted();
        const example = await this.load(entry);
        if (example === undefined) continue;
        dialect ??= await this.dialect();
        const line = await this.requestLine(entry, example, dialect);
        if (line === undefined) {
          this.report.left = pending.length - done - this.report.unreadable;
          break;
        }
        if (file && !(await file.add(entry.key, line))) {
          await this.send(file, record as BatchRecord);
          file = undefined;
        }
        if (!file) {
          record = this.newRecord();
          file = await RequestFile.create(await this.request.batches.requestFile(record.id), this.limits);
          await file.add(entry.key, line);
        }
        done += 1;
        this.request.onProgress?.({ done, total: pending.length });
      }
      if (file) await this.send(file, record as BatchRecord);
      return this.report;
    } catch (error) {
      await file?.remove();
      throw error;
    }
  }

  private get limits(): BatchLimits {
    return this.request.limits ?? PROVIDER_LIMITS;
  }

  /** Each key once, without what is judged or under way. */
  private pending(failing: readonly ExampleEntry[], waiting: ReadonlySet<string>): ExampleEntry[] {
    const { journal, judge, reclassify } = this.request;
    const byKey = new Map(failing.map((entry) => [entry.key, entry]));
    return [...byKey.values()].filter(({ key }) => {
      if (waiting.has(key)) this.report.waiting += 1;
      else if (!reclassify && journal.find(key, judge.identity)) this.report.known += 1;
      else return true;
      return false;
    });
  }

  /** Keys under way. Finishes first what an earlier process left half done. */
  private async settleEarlier(): Promise<Set<string>> {
    const { batches, judge, baseUrl } = this.request;
    const keys = new Set<string>();
    for (const record of await batches.list()) {
      if (judgeId(record.judge) !== judgeId(judge.identity) || record.baseUrl !== baseUrl) continue;
      const open = record.state === 'prepared' ? await this.finish(record) : record;
      if (open?.state === 'open') for (const key of open.keys) keys.add(key);
    }
    return keys;
  }

  /** A record without an uploaded file never reached the provider. */
  private async finish(record: BatchRecord): Promise<BatchRecord | undefined> {
    const { batches } = this.request;
    if (record.inputFile === undefined) {
      await batches.remove(record);
      return undefined;
    }
    try {
      const batch = (await this.client.findByInput(record.inputFile)) ?? (await this.client.create(record.inputFile));
      return await this.opened(record, batch.id, batch.status);
    } catch (error) {
      if (!(error instanceof BatchFailed)) throw error;
      // The uploaded file is gone: its examples are free again.
      await batches.remove(record);
      return undefined;
    }
  }

  private async load(entry: ExampleEntry): Promise<Example | undefined> {
    try {
      return await this.request.load(entry);
    } catch (error) {
      this.report.unreadable += 1;
      this.report.unreadableSample ??= `${entry.id}: ${messageOf(error)}`;
      return undefined;
    }
  }

  /** What is known, else what a tiny request finds out: in a batch nobody could step down. */
  private async dialect(): Promise<Dialect> {
    const { baseUrl, apiKey, dialects, signal, judge } = this.request;
    const { model } = judge.identity;
    const known = recalled(dialects, dialectId(checkEndpoint(baseUrl, apiKey).baseUrl, model));
    return known ?? (await probeEndpoint({ baseUrl, model, apiKey, dialects }, signal)).dialect;
  }

  /** One line of the request file; `undefined` when the budget has no room for it. */
  private async requestLine(entry: ExampleEntry, example: Example, dialect: Dialect): Promise<string | undefined> {
    const { judge, taxonomy, correctPredictions, exemplars, budgetUsd } = this.request;
    const context = {
      taxonomy,
      correctPredictions: (await correctPredictions?.(entry)) ?? [],
      exemplars: exemplars?.(example) ?? [],
    };
    const { promptTokens, completionTokens, cost } = judge.estimate(example, context);
    const price = cost === null ? null : cost * BATCH_PRICE_SHARE;
    const { report } = this;
    if (budgetUsd !== undefined && (report.cost ?? 0) + (price ?? 0) > budgetUsd) return undefined;
    report.usage.promptTokens += promptTokens;
    report.usage.completionTokens += completionTokens;
    report.cost = report.cost === null || price === null ? null : report.cost + price;
    const shown = redactExample(example, context, redactionOf(judge.identity));
    const body = chatRequest(buildMessages(shown.example, shown.context), {
      model: judge.identity.model,
      dialect,
      schema: { name: 'error_analysis', schema: this.jsonSchema },
    });
    return JSON.stringify({ custom_id: entry.key, method: 'POST', url: this.client.chatPath, body });
  }

  /** Each step is written down before the next: whenever the process ends, it is known what was sent. */
  private async send(file: RequestFile, empty: BatchRecord): Promise<void> {
    const { batches } = this.request;
    await file.finish();
    const record = { ...empty, keys: file.keys };
    await batches.write(record);
    let inputFile: string;
    try {
      inputFile = await this.client.upload(file.path);
    } catch (error) {
      await batches.remove(record);
      throw error;
    } finally {
      await file.remove();
    }
    const uploaded = { ...record, inputFile };
    await batches.write(uploaded);
    const { id, status } = await this.client.create(inputFile);
    await this.opened(uploaded, id, status);
    this.report.batches.push({ id: record.id, batch: id, requests: file.keys.length });
    this.report.submitted += file.keys.length;
  }

  private async opened(record: BatchRecord, batch: string, status: string): Promise<BatchRecord> {
    const open: BatchRecord = { ...record, batch, status, state: 'open' };
    await this.request.batches.write(open);
    return open;
  }

  private newRecord(): BatchRecord {
    const { judge, baseUrl, price } = this.request;
    const now = new Date().toISOString();
    return {
      id: `${now.replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`,
      createdAt: now,
      baseUrl,
      judge: judge.identity,
      ...(price && { price }),
      keys: [],
      state: 'prepared',
    };
  }
}
