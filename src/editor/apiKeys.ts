import type * as vscode from 'vscode';
import { JudgeUnavailable } from '../judge/judge';
import { isReadableOnTheWay, originOf } from '../judge/openai/origin';
import type { JudgeSettings } from './settings';

/**
 * API keys, each bound to the origin it was set for: a key for one endpoint is never offered to
 * another. They live in the editor's secret storage or in an environment variable, nowhere else.
 */
export class ApiKeys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /**
   * `undefined` when there is none, or an empty one. Throws `JudgeUnavailable` when it would go over a connection
   * that others can read along, and the user has not allowed that.
   */
  async find(
    judge: Pick<JudgeSettings, 'baseUrl' | 'apiKeyEnv'> & { allowHttp?: boolean },
  ): Promise<string | undefined> {
    const found =
      judge.apiKeyEnv === '' ? await this.secrets.get(secretName(judge.baseUrl)) : process.env[judge.apiKeyEnv];
    const key = found?.trim() || undefined;
    if (key !== undefined) refuseInClear(judge);
    return key;
  }

  /** Whether a key was set for this very origin. */
  async isKnown(baseUrl: string): Promise<boolean> {
    return (await this.secrets.get(secretName(baseUrl))) !== undefined;
  }

  async set(baseUrl: string, key: string): Promise<void> {
    if (key === '') await this.secrets.delete(secretName(baseUrl));
    else await this.secrets.store(secretName(baseUrl), key);
  }
}

/** Throws `JudgeUnavailable`. */
export function refuseInClear({ baseUrl, allowHttp = false }: { baseUrl: string; allowHttp?: boolean }): void {
  if (allowHttp || !isReadableOnTheWay(baseUrl)) return;
  throw new JudgeUnavailable(
    `${originOf(baseUrl)} is not encrypted: everybody on the way could read the API key. Use https, or turn on the setting errorAtlas.judge.allowHttp for a network that you trust.`,
  );
}

function secretName(baseUrl: string): string {
  return `errorAtlas.apiKey:${originOf(baseUrl)}`;
}
