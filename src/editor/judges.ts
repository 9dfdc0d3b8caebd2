import * as vscode from 'vscode';
import { withinBudget } from '../errormap/withinBudget';
import type { Judge } from '../judge/judge';
import type { LanguageModel } from '../judge/languageModel';
import { createOfflineJudge } from '../judge/offline/offlineJudge';
import type { OtherAnswersOf } from '../judge/offline/otherAnswers';
import type { DialectMemory } from '../judge/openai/dialect';
import { isLoopback, originOf } from '../judge/openai/origin';
import { priceOf } from '../judge/openai/price';
import { redactingModel } from '../judge/redact/redactingModel';
import type { Taxonomy } from '../model/taxonomy';
import type { ApiKeys } from './apiKeys';
import { createLanguageModelJudge } from './languageModels/languageModelJudge';
import { findEditorModel } from './languageModels/models';
import { type JudgeSettings, judgeSettings } from './settings';

/** The judge can't be made from the settings; `fix` names the command that mends it, if the settings page is not it. */
export class JudgeNotReady extends Error {
  override readonly name = 'JudgeNotReady';
  constructor(
    message: string,
    readonly fix: 'errorAtlas.chooseJudge' | 'errorAtlas.setApiKey' | undefined,
  ) {
    super(message);
  }
}

/** How to reach the endpoint of the settings. */
export interface Connection {
  baseUrl: string;
  model: string;
  apiKey: string | undefined;
}

/** Lists of hundreds of titles are slow to answer for small machines; seconds. */
const LONG_ANSWER = 300;

/** Makes the judge that the settings name. */
export class Judges {
  constructor(
    /** Which taxonomy is the chosen one may change at any time. */
    private readonly taxonomies: { readonly current: Taxonomy },
    private readonly keys: ApiKeys,
    readonly dialects: DialectMemory,
    private readonly access: Pick<vscode.LanguageModelAccessInformation, 'canSendRequest'>,
  ) {}

  get taxonomy(): Taxonomy {
    return this.taxonomies.current;
  }

  /** Throws `JudgeNotReady`, and `JudgeUnavailable` for an address or key that can't work. */
  async create(
    settings: JudgeSettings,
    otherAnswers: OtherAnswersOf = async () => [],
    exemplarVersion = '',
  ): Promise<Judge> {
    if (settings.kind === 'offline') return createOfflineJudge(this.taxonomy, { otherAnswers });
    if (settings.kind === 'editor') return this.ofEditor(settings, exemplarVersion);
    const connection = await this.connection(settings);
    // Loaded only now: the client library is large, and most sessions never call a model.
    const { createOpenAiJudge } = await import('../judge/network');
    const { taxonomy, dialects } = this;
    return createOpenAiJudge({
      ...{ ...connection, taxonomy, dialects, exemplarVersion, concurrency: settings.concurrency },
      timeoutMs: settings.timeout * 1_000,
      price: priceOf(settings.model, settings.prices),
    });
  }

  /**
   * The model of the settings, to be asked for categories; `undefined` where none is behind an endpoint. Keeps to the budget.
   * Throws `JudgeNotReady`, and `JudgeUnavailable` for an address or key that can't work.
   */
  async createModel(settings: JudgeSettings): Promise<LanguageModel | undefined> {
    const { kind, concurrency, timeout, budgetUsd, model: name, prices, redact } = settings;
    if (kind !== 'openai') return undefined;
    const connection = await this.connection(settings);
    const { createOpenAiModel } = await import('../judge/network');
    const asked = createOpenAiModel({
      ...{ ...connection, concurrency, dialects: this.dialects },
      timeoutMs: Math.max(timeout, LONG_ANSWER) * 1_000,
    });
    const model = redactingModel(asked, redact);
    return budgetUsd === null ? model : withinBudget(model, budgetUsd, priceOf(name, prices));
  }

  /** A judge at an endpoint that counts tokens exactly, and calls nobody: it has no key. Throws `JudgeNotReady`. */
  async createForEstimate({ baseUrl, model, prices }: JudgeSettings, exemplarVersion: string): Promise<Judge> {
    if (model === '') throw new JudgeNotReady('No judge model is chosen.', 'errorAtlas.chooseJudge');
    const [{ createOpenAiJudge }, { countTokens }] = await Promise.all([
      import('../judge/network'),
      import('../judge/openai/tokenizer'),
    ]);
    const { taxonomy } = this;
    return createOpenAiJudge({
      ...{ baseUrl, model, apiKey: undefined, taxonomy, countTokens, exemplarVersion },
      price: priceOf(model, prices),
    });
  }

  /** Throws `JudgeNotReady`. */
  async connection(settings: JudgeSettings): Promise<Connection> {
    const { baseUrl, model, apiKeyEnv } = settings;
    if (model === '') throw new JudgeNotReady('No judge model is chosen.', 'errorAtlas.chooseJudge');
    const apiKey = await this.keys.find(settings);
    if (apiKey !== undefined || isLoopback(baseUrl)) return { baseUrl, model, apiKey };
    if (apiKeyEnv === '') {
      throw new JudgeNotReady(`No API key is set for ${originOf(baseUrl)}.`, 'errorAtlas.setApiKey');
    }
    throw new JudgeNotReady(
      `The environment variable ${apiKeyEnv}, which is to hold the API key, is not set where the editor runs.`,
      undefined,
    );
  }

  private async ofEditor({ model: name, concurrency }: JudgeSettings, exemplarVersion: string): Promise<Judge> {
    const model = name === '' ? undefined : await findEditorModel(name);
    if (!model) {
      const what =
        name === '' ? 'No language model is chosen' : `The editor does not offer the language model ${name} now`;
      throw new JudgeNotReady(`${what}.`, 'errorAtlas.chooseJudge');
    }
    const mayUse = () => this.access.canSendRequest(model);
    return createLanguageModelJudge({ model, taxonomy: this.taxonomy, concurrency, exemplarVersion, mayUse });
  }
}

/** In an untrusted workspace nothing is sent, whatever the settings say. */
export function effectiveSettings(): JudgeSettings {
  const settings = judgeSettings();
  return vscode.workspace.isTrusted ? settings : { ...settings, kind: 'offline' };
}

export function judgeLabel({ kind, model, baseUrl }: JudgeSettings): string {
  if (kind === 'offline') return 'Offline rules';
  if (kind === 'editor') return model === '' ? 'No language model chosen' : `${model} of the editor`;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return model === '' ? `No model chosen at ${host}` : `${model} at ${host}`;
}
