import * as vscode from 'vscode';
import type { Judge } from '../judge/judge';
import { createOfflineJudge } from '../judge/offline/offlineJudge';
import type { OtherAnswersOf } from '../judge/offline/otherAnswers';
import type { DialectMemory } from '../judge/openai/dialect';
import { priceOf } from '../judge/openai/price';
import type { Taxonomy } from '../model/taxonomy';
import { type ApiKeys, isLoopback, originOf } from './apiKeys';
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

/** Makes the judge that the settings name. */
export class Judges {
  constructor(
    readonly taxonomy: Taxonomy,
    private readonly keys: ApiKeys,
    readonly dialects: DialectMemory,
    private readonly access: Pick<vscode.LanguageModelAccessInformation, 'canSendRequest'>,
  ) {}

  /** Throws `JudgeNotReady`, and `JudgeUnavailable` for an address or key that can't work. */
  async create(settings: JudgeSettings, otherAnswers: OtherAnswersOf = async () => []): Promise<Judge> {
    if (settings.kind === 'offline') return createOfflineJudge(this.taxonomy, { otherAnswers });
    if (settings.kind === 'editor') return this.ofEditor(settings);
    const connection = await this.connection(settings);
    // Loaded only now: the client library is large, and most sessions never call a model.
    const { createOpenAiJudge } = await import('../judge/network');
    const { taxonomy, dialects } = this;
    return createOpenAiJudge({
      ...{ ...connection, taxonomy, dialects, concurrency: settings.concurrency },
      timeoutMs: settings.timeout * 1_000,
      price: priceOf(settings.model, settings.prices),
    });
  }

  /** A judge at an endpoint that counts tokens exactly, and calls nobody: it has no key. Throws `JudgeNotReady`. */
  async createForEstimate({ baseUrl, model, prices }: JudgeSettings): Promise<Judge> {
    if (model === '') throw new JudgeNotReady('No judge model is chosen.', 'errorAtlas.chooseJudge');
    const [{ createOpenAiJudge }, { countTokens }] = await Promise.all([
      import('../judge/network'),
      import('../judge/openai/tokenizer'),
    ]);
    const { taxonomy } = this;
    return createOpenAiJudge({
      ...{ baseUrl, model, apiKey: undefined, taxonomy, countTokens },
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

  private async ofEditor({ model: name, concurrency }: JudgeSettings): Promise<Judge> {
    const model = name === '' ? undefined : await findEditorModel(name);
    if (!model) {
      const what =
        name === '' ? 'No language model is chosen' : `The editor does not offer the language model ${name} now`;
      throw new JudgeNotReady(`${what}.`, 'errorAtlas.chooseJudge');
    }
    const mayUse = () => this.access.canSendRequest(model);
    return createLanguageModelJudge({ model, taxonomy: this.taxonomy, concurrency, mayUse });
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
