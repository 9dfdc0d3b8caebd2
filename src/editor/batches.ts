import * as vscode from 'vscode';
import type { BatchOutcome } from '../judge/batch/collect';
import type { SubmitReport } from '../judge/batch/submit';
import { isLoopback, originOf } from '../judge/openai/origin';
import { priceOf } from '../judge/openai/price';
import type { BatchRecord } from '../model/batch';
import { ChangeSignal } from '../model/change';
import type { ExampleEntry } from '../model/entry';
import type { BatchFolder } from '../store/batchFolder';
import type { JudgmentStore } from '../store/judgmentStore';
import type { ApiKeys } from './apiKeys';
import type { Evaluations } from './evaluations';
import { effectiveSettings, JudgeNotReady, type Judges } from './judges';
import { type Judging, type JudgingWork, limitsOf } from './judging';
import { judgeSettings } from './settings';

export interface BatchParts {
  evaluations: Evaluations;
  store: JudgmentStore;
  judging: Judging;
  judges: Judges;
  keys: ApiKeys;
  folder: BatchFolder;
}

export type Progress = (progress: { done: number; total: number }) => void;

/** Batches of this workspace: submits, and collects what has come of them, when the user asks for it. */
export class Batches {
  /** Tells how many are to be collected. */
  readonly changes = new ChangeSignal<readonly BatchRecord[]>();
  private busy = false;

  constructor(private readonly parts: BatchParts) {}

  /** Submitted and not collected, as far as it is written down here. Throws `StoreError`. */
  async open(): Promise<BatchRecord[]> {
    return (await this.parts.folder.list()).filter(({ state }) => state === 'open');
  }

  /** What would be submitted. Throws `JudgeNotReady` for a judge that knows no batches. */
  async work(failing: readonly ExampleEntry[], signal: AbortSignal): Promise<JudgingWork> {
    const settings = effectiveSettings();
    if (settings.kind !== 'openai') {
      throw new JudgeNotReady(
        'Only a judge behind an OpenAI-compatible endpoint takes batches. Choose one first.',
        'errorAtlas.chooseJudge',
      );
    }
    return this.parts.judging.work(failing, settings, { signal });
  }

  /** Throws as `submitBatches`, and `Error` when something is under way already. */
  async submit(work: JudgingWork, onProgress: Progress): Promise<SubmitReport> {
    const { judges, folder: batches } = this.parts;
    return this.alone(async () => {
      const settings = judgeSettings();
      const { baseUrl, apiKey } = await judges.connection(settings);
      const { submitBatches } = await import('../judge/network');
      const { dialects } = judges;
      const price = priceOf(settings.model, settings.prices);
      const { budgetUsd } = limitsOf(settings);
      return submitBatches({ ...work, baseUrl, apiKey, price, budgetUsd, batches, dialects, onProgress });
    });
  }

  /** All that are open, each with the key of its own endpoint. Throws as `collectBatches`: what was stored stays. */
  async collect(signal: AbortSignal, onProgress: Progress): Promise<BatchOutcome[]> {
    const { evaluations, store, judges, keys, folder: batches } = this.parts;
    const { apiKeyEnv, baseUrl, allowHttp } = judgeSettings();
    return this.alone(async () => {
      const { collectBatches } = await import('../judge/network');
      await store.refresh();
      return collectBatches({
        records: await this.ofKnownEndpoints(),
        // A variable holds the key of the endpoint in use, and of no other.
        keyFor: (record) =>
          keys.find({ baseUrl: record.baseUrl, apiKeyEnv: record.baseUrl === baseUrl ? apiKeyEnv : '', allowHttp }),
        entries: new Map(evaluations.failing().map((entry) => [entry.key, entry])),
        load: (entry) => evaluations.load(entry),
        ...{ taxonomy: judges.taxonomy, journal: store, batches, signal, onProgress },
      });
    });
  }

  /**
   * Records lie in the workspace, and whoever wrote the workspace may have written them: asked are the endpoint in
   * use, those that the user has set a key for, and this machine. Throws `JudgeNotReady` when that leaves none.
   */
  private async ofKnownEndpoints(): Promise<BatchRecord[]> {
    const { keys } = this.parts;
    const inUse = effectiveSettings();
    if (!vscode.workspace.isTrusted) {
      throw new JudgeNotReady('Nothing is asked of any endpoint before you trust this workspace.', undefined);
    }
    const open = await this.open();
    const known: BatchRecord[] = [];
    for (const record of open) {
      const isInUse = originOf(record.baseUrl) === originOf(inUse.baseUrl);
      if (isInUse || isLoopback(record.baseUrl) || (await keys.isKnown(record.baseUrl))) known.push(record);
    }
    const [stranger] = open;
    if (known.length === 0 && stranger) {
      throw new JudgeNotReady(
        `The open batches are at ${originOf(stranger.baseUrl)}, which is not an endpoint of yours. If you submitted them, choose it as the judge first.`,
        'errorAtlas.chooseJudge',
      );
    }
    return known;
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy) throw new Error('A batch is being submitted or collected already. Wait for it first.');
    this.busy = true;
    try {
      return await work();
    } finally {
      this.busy = false;
      this.changes.send(await this.open());
    }
  }
}
