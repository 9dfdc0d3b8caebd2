import * as vscode from 'vscode';
import type { DialectMemory } from '../../judge/openai/dialect';
import { isLoopback, originOf } from '../../judge/openai/origin';
import { azureBaseUrl, type Preset } from '../../judge/openai/presets';
import type { ProbeResult } from '../../judge/openai/probe';
import { messageOf } from '../../model/messageOf';
import { type ApiKeys, refuseInClear } from '../apiKeys';
import { chooseJudge, judgeSettings } from '../settings';
import { type Outcome, pickOne, type Step, typeIn } from './steps';

/** What is known of an endpoint so far. Nothing of it is kept before the end. */
interface Draft {
  /** Absent for an address that was typed in. */
  preset: Preset | undefined;
  baseUrl: string;
  model?: string;
  /** Typed in just now; an empty one is none. */
  typedKey?: string;
  /** Name of the variable that holds the key; empty: the secret storage. */
  keyVariable: string;
}

/** The steps to a language model behind an endpoint: address, key, model, a test question. */
export class EndpointSteps {
  constructor(
    private readonly keys: ApiKeys,
    private readonly dialects: DialectMemory,
  ) {}

  async begin(preset: Preset | undefined): Promise<Outcome> {
    if (preset?.id === 'azure') return () => this.azureAddress(preset);
    const { baseUrl } = preset ?? {};
    return baseUrl === undefined ? () => this.address(preset) : this.afterAddress(draftFor(preset, baseUrl));
  }

  /** Asks for a key for that endpoint and keeps it, or takes it away. */
  async changeKey(baseUrl: string, variable: string): Promise<void> {
    const origin = originOf(baseUrl);
    const typed = await typeIn({ ...keyInput(origin), check: unfitKey });
    if (typeof typed === 'string') return;
    await this.keys.set(baseUrl, typed.text);
    const unused = variable === '' ? '' : ` It is not used as long as the setting judge.apiKeyEnv names ${variable}.`;
    void vscode.window.showInformationMessage(
      typed.text === ''
        ? `ErrorAtlas: the key for ${origin} is removed.`
        : `ErrorAtlas: the key for ${origin} is kept.${unused}`,
    );
  }

  private async address(preset: Preset | undefined): Promise<Outcome> {
    const typed = await typeIn({
      title: 'Address of the endpoint',
      prompt: 'Up to and with /v1',
      value: judgeSettings().baseUrl,
      check: (text) => (isHttp(text) ? undefined : 'An address that begins with http:// or https:// is needed.'),
    });
    return typeof typed === 'string' ? typed : this.afterAddress(draftFor(preset, typed.text));
  }

  private async azureAddress(preset: Preset): Promise<Outcome> {
    const typed = await typeIn({
      title: 'Address of the Azure OpenAI resource',
      prompt: 'As the portal shows it under “Keys and Endpoint”',
      placeholder: 'https://NAME.openai.azure.com',
      check: (text) => (isHttp(text) ? undefined : 'An address that begins with https:// is needed.'),
    });
    return typeof typed === 'string' ? typed : () => this.azureDeployment(preset, typed.text);
  }

  private async azureDeployment(preset: Preset, address: string): Promise<Outcome> {
    const typed = await typeIn({
      title: 'Name of the deployment',
      prompt: 'The deployment of a chat model in this resource, by the name you gave it',
      check: (text) => (text === '' ? 'A name is needed.' : undefined),
    });
    return typeof typed === 'string' ? typed : () => this.azureVersion(preset, address, typed.text);
  }

  private async azureVersion(preset: Preset, address: string, deployment: string): Promise<Outcome> {
    const typed = await typeIn({
      title: 'API version',
      prompt: 'Leave empty for the v1 API. A dated one, such as 2024-10-21, for resources that have no v1 API yet',
      check: (text) =>
        /^(\d{4}-\d\d-\d\d(-preview)?)?$/.test(text) ? undefined : 'A date such as 2024-10-21, or nothing.',
    });
    if (typeof typed === 'string') return typed;
    return this.afterAddress({ ...draftFor(preset, azureBaseUrl(address, deployment, typed.text)), model: deployment });
  }

  /** Straight on to what is still missing; steps that have nothing to ask are no stops on the way back. */
  private async afterAddress(draft: Draft): Promise<Outcome> {
    const isKnown = (await this.keyOf(draft)) !== undefined;
    const wantsKey = draft.preset ? draft.preset.key === 'needed' : !isLoopback(draft.baseUrl);
    if (wantsKey && !isKnown) return this.keyStep(draft);
    return this.afterKey(draft);
  }

  private keyStep(draft: Draft): Outcome {
    const variable = draft.preset?.keyVariable;
    const offered = variable !== undefined && process.env[variable]?.trim();
    return offered ? this.chooseKey(draft, variable) : this.typeKey(draft);
  }

  private chooseKey(draft: Draft, variable: string): Step {
    return async () => {
      const use = {
        label: `$(symbol-variable) Use the environment variable ${variable}`,
        detail: `It is set where this editor runs. Its value is sent to ${originOf(draft.baseUrl)} and is kept nowhere.`,
      };
      const type = {
        label: '$(key) Type a key…',
        detail: 'Kept in the editor’s secret storage, for this origin only.',
      };
      const picked = await pickOne({ title: 'Which API key?', items: [use, type], canGoBack: true });
      if (typeof picked === 'string') return picked;
      return picked === use ? this.afterKey({ ...draft, keyVariable: variable }) : this.typeKey(draft);
    };
  }

  private typeKey(draft: Draft): Step {
    return async () => {
      const typed = await typeIn({ ...keyInput(originOf(draft.baseUrl)), check: unfitKey });
      if (typeof typed === 'string') return typed;
      return this.afterKey({ ...draft, typedKey: typed.text, keyVariable: '' });
    };
  }

  private afterKey(draft: Draft): Step {
    const { model } = draft;
    return model === undefined ? () => this.chooseModel(draft) : () => this.tryOut(draft, model);
  }

  private async chooseModel(draft: Draft): Promise<Outcome> {
    const origin = originOf(draft.baseUrl);
    const type = {
      label: '$(edit) Type a name…',
      detail: 'The name as the endpoint knows it, such as gpt-5-mini or qwen3:8b',
      alwaysShow: true,
    };
    const otherKey = { label: '$(key) Set another API key…', alwaysShow: true };
    const current = judgeSettings();
    const picked = await pickOne<vscode.QuickPickItem>({
      title: `Which model at ${origin}?`,
      placeholder: `Asking ${origin} for its models…`,
      items: [type],
      canGoBack: true,
      more: async (pick, signal) => {
        try {
          const { listModels } = await import('../../judge/network');
          const apiKey = await this.keyOf(draft);
          const models = await listModels({ baseUrl: draft.baseUrl, apiKey }, signal);
          const items = models.map((label) => ({
            label,
            description: current.baseUrl === draft.baseUrl && current.model === label ? 'in use' : '',
          }));
          pick.items = [...items, type];
          pick.placeholder = models.length === 0 ? `${origin} lists no chat models.` : 'Type to search';
        } catch (error) {
          if (signal.aborted) return;
          const message = messageOf(error);
          pick.items = [{ ...type, detail: message }, ...(/\(40[13]\)/.test(message) ? [otherKey] : [])];
          pick.placeholder = 'There is no list to choose from.';
        }
      },
    });
    if (typeof picked === 'string') return picked;
    if (picked.label === otherKey.label) return this.keyStep(draft);
    if (picked.label === type.label) return () => this.typeModel(draft);
    return () => this.tryOut(draft, picked.label);
  }

  private async typeModel(draft: Draft): Promise<Outcome> {
    const current = judgeSettings();
    const typed = await typeIn({
      title: `Which model at ${originOf(draft.baseUrl)}?`,
      prompt: 'The name as the endpoint knows it, such as gpt-5-mini or qwen3:8b',
      value: current.baseUrl === draft.baseUrl && current.kind === 'openai' ? current.model : '',
      check: (text) => (text === '' ? 'A model name is needed.' : undefined),
    });
    return typeof typed === 'string' ? typed : () => this.tryOut(draft, typed.text);
  }

  /** A made-up question shows what the endpoint understands, before anything depends on it. */
  private async tryOut(draft: Draft, model: string): Promise<Outcome> {
    const result = await this.probe(draft, model);
    if (result === 'cancelled') return 'back';
    if (typeof result !== 'string' && result.repliesInJson) return this.keep(draft, model, result);
    const problem =
      typeof result === 'string'
        ? result
        : `${model} did not reply in JSON, even to a simple question: it may judge badly.`;
    const again = { label: '$(refresh) Try again' };
    const anyway = { label: '$(check) Use it anyway' };
    const picked = await pickOne({ title: problem, items: [again, anyway], canGoBack: true });
    if (typeof picked === 'string') return picked;
    return picked === again ? this.tryOut(draft, model) : this.keep(draft, model, undefined);
  }

  /** A text: why it failed. */
  private probe({ ...draft }: Draft, model: string): Thenable<ProbeResult | 'cancelled' | string> {
    const origin = originOf(draft.baseUrl);
    const title = `ErrorAtlas: asking ${model} at ${origin} a test question`;
    const location = vscode.ProgressLocation.Notification;
    return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort(new Error('cancelled')));
      try {
        const { probeEndpoint } = await import('../../judge/network');
        const apiKey = await this.keyOf(draft);
        const { dialects } = this;
        return await probeEndpoint({ baseUrl: draft.baseUrl, model, apiKey, dialects }, controller.signal);
      } catch (error) {
        return controller.signal.aborted ? 'cancelled' : messageOf(error);
      }
    });
  }

  private async keep(draft: Draft, model: string, result: ProbeResult | undefined): Promise<Outcome> {
    const { baseUrl, typedKey, keyVariable } = draft;
    if (typedKey !== undefined) await this.keys.set(baseUrl, typedKey);
    await chooseJudge({ kind: 'openai', baseUrl, model, apiKeyEnv: keyVariable });
    const form = result === undefined ? '' : ` It replies ${FORMS[result.dialect.format]}.`;
    void vscode.window.showInformationMessage(
      `ErrorAtlas: ${model} at ${originOf(baseUrl)} judges from now on.${form}`,
    );
    return 'done';
  }

  private async keyOf({ typedKey, baseUrl, keyVariable }: Draft): Promise<string | undefined> {
    const { allowHttp } = judgeSettings();
    if (typedKey === undefined) return this.keys.find({ baseUrl, apiKeyEnv: keyVariable, allowHttp });
    if (typedKey !== '') refuseInClear({ baseUrl, allowHttp });
    return typedKey || undefined;
  }
}

const FORMS = {
  json_schema: 'by a strict JSON schema',
  json_object: 'in JSON mode',
  text: 'in JSON, without a mode for it',
} as const;

/** A variable that holds the key of one endpoint is not offered to another. */
function draftFor(preset: Preset | undefined, baseUrl: string): Draft {
  const current = judgeSettings();
  const stays = originOf(baseUrl) === originOf(current.baseUrl);
  return { preset, baseUrl, keyVariable: stays ? current.apiKeyEnv : '' };
}

function keyInput(origin: string) {
  return {
    title: `API key for ${origin}`,
    prompt: `Kept in the editor's secret storage and sent to ${origin} only. Leave empty for none.`,
    password: true,
  };
}

function unfitKey(text: string): string | undefined {
  return /^[\x21-\x7e]*$/.test(text) ? undefined : 'A key has no spaces, line breaks or non-ASCII characters.';
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
