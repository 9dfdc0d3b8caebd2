import type * as vscode from 'vscode';
import type { JudgeSettings } from './settings';

/**
 * API keys, each bound to the origin it was set for: a key for one endpoint is never offered to
 * another. They live in the editor's secret storage or in an environment variable, nowhere else.
 */
export class ApiKeys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  /** `undefined` when there is none, or an empty one. */
  async find(judge: Pick<JudgeSettings, 'baseUrl' | 'apiKeyEnv'>): Promise<string | undefined> {
    const key =
      judge.apiKeyEnv === '' ? await this.secrets.get(secretName(judge.baseUrl)) : process.env[judge.apiKeyEnv];
    return key?.trim() || undefined;
  }

  async set(baseUrl: string, key: string): Promise<void> {
    if (key === '') await this.secrets.delete(secretName(baseUrl));
    else await this.secrets.store(secretName(baseUrl), key);
  }
}

function secretName(baseUrl: string): string {
  return `errorAtlas.apiKey:${originOf(baseUrl)}`;
}

/** Scheme, host and port; the text itself when it is no address. */
export function originOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
}

/** Servers on this machine (Ollama, vLLM, llama.cpp …) usually want no key. */
export function isLoopback(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
