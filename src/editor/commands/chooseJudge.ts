import * as vscode from 'vscode';
import { type ApiKeys, isLoopback, originOf } from '../apiKeys';
import { chooseJudge, judgeSettings } from '../settings';

interface Endpoint {
  label: string;
  baseUrl: string;
  detail: string;
}

/** Endpoints that speak the OpenAI protocol; any other can be typed in. */
const ENDPOINTS: readonly Endpoint[] = [
  { label: 'OpenAI', baseUrl: 'https://api.openai.com/v1', detail: 'Needs an API key' },
  { label: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', detail: 'Needs an API key' },
  { label: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', detail: 'On this machine' },
  { label: 'vLLM', baseUrl: 'http://127.0.0.1:8000/v1', detail: 'On this machine' },
  { label: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', detail: 'On this machine' },
  { label: 'llama.cpp server', baseUrl: 'http://127.0.0.1:8080/v1', detail: 'On this machine' },
];

/** Choosing a judge, and giving it its key. */
export function registerJudgeCommands(keys: ApiKeys): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.chooseJudge', () => choose(keys)),
    vscode.commands.registerCommand('errorAtlas.setApiKey', () => askForKey(keys, judgeSettings().baseUrl)),
  );
}

async function choose(keys: ApiKeys): Promise<void> {
  const current = judgeSettings();
  const offline = {
    label: '$(beaker) Offline rules',
    description: current.kind === 'offline' ? 'in use' : '',
    detail: 'No key, no network. Names the errors that rules can prove; the rest “needs a judge”.',
  };
  const endpoint = {
    label: '$(cloud) OpenAI-compatible endpoint…',
    description: current.kind === 'openai' ? `in use: ${current.model} at ${originOf(current.baseUrl)}` : '',
    detail: 'A language model analyses each failing example. Input, output and reference are sent to it.',
  };
  const picked = await vscode.window.showQuickPick([offline, endpoint], { title: 'Who names the errors?' });
  if (picked === offline) await chooseJudge({ kind: 'offline' });
  if (picked !== endpoint) return;
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(
      'ErrorAtlas: in an untrusted workspace only the offline judge works. Trust the workspace first.',
    );
    return;
  }

  const baseUrl = await askForEndpoint(current.baseUrl);
  if (baseUrl === undefined) return;
  const model = await vscode.window.showInputBox({
    title: `Which model at ${originOf(baseUrl)}?`,
    prompt: 'The name as the endpoint knows it, such as gpt-5-mini or qwen3:8b',
    value: baseUrl === current.baseUrl ? current.model : '',
    ignoreFocusOut: true,
    validateInput: (value) => (value.trim() === '' ? 'A model name is needed.' : undefined),
  });
  if (model === undefined) return;
  // A variable that holds the key of one endpoint is not offered to another.
  const moved = originOf(baseUrl) !== originOf(current.baseUrl);
  await chooseJudge({ kind: 'openai', baseUrl, model: model.trim(), ...(moved && { apiKeyEnv: '' }) });
  if (!isLoopback(baseUrl) && (await keys.find({ ...judgeSettings(), baseUrl })) === undefined) {
    await askForKey(keys, baseUrl);
  }
}

async function askForEndpoint(current: string): Promise<string | undefined> {
  const other = {
    label: 'Other…',
    description: '',
    detail: 'Any address that speaks the OpenAI protocol',
    baseUrl: '',
  };
  const items = [...ENDPOINTS.map((endpoint) => ({ ...endpoint, description: endpoint.baseUrl })), other];
  const picked = await vscode.window.showQuickPick(items, { title: 'Which endpoint?', matchOnDescription: true });
  if (picked !== other) return picked?.baseUrl;
  const typed = await vscode.window.showInputBox({
    title: 'Address of the endpoint',
    prompt: 'Up to and with /v1',
    value: current,
    ignoreFocusOut: true,
    validateInput: (value) =>
      isHttp(value) ? undefined : 'An address that begins with http:// or https:// is needed.',
  });
  return typed?.trim();
}

async function askForKey(keys: ApiKeys, baseUrl: string): Promise<void> {
  const origin = originOf(baseUrl);
  const key = await vscode.window.showInputBox({
    title: `API key for ${origin}`,
    prompt: `Kept in the editor's secret storage and sent to ${origin} only. Leave empty to remove it.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return;
  await keys.set(baseUrl, key.trim());
  const { apiKeyEnv } = judgeSettings();
  const unused = apiKeyEnv === '' ? '' : ` It is not used as long as the setting judge.apiKeyEnv names ${apiKeyEnv}.`;
  void vscode.window.showInformationMessage(
    key.trim() === ''
      ? `ErrorAtlas: the key for ${origin} is removed.`
      : `ErrorAtlas: the key for ${origin} is kept.${unused}`,
  );
}

function isHttp(address: string): boolean {
  return URL.canParse(address.trim()) && /^https?:$/.test(new URL(address.trim()).protocol);
}
