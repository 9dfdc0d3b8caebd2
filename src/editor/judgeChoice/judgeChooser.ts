import * as vscode from 'vscode';
import { isLoopback, originOf } from '../../judge/openai/origin';
import { LOCAL_SERVERS, type LocalAddress, PRESETS, type Preset } from '../../judge/openai/presets';
import { editorModels, nameOfModel } from '../languageModels/models';
import { chooseJudge, judgeSettings } from '../settings';
import type { EndpointSteps } from './endpointSteps';
import { type Outcome, pickOne, walk } from './steps';

interface Choice extends vscode.QuickPickItem {
  next?: () => Promise<Outcome> | Outcome;
}

/**
 * Lets the user choose who judges, step by step and back. Opening it asks servers on this machine for
 * their models; everything else is sent only where the user has pointed.
 */
export class JudgeChooser {
  /** Looked for on this machine when the choice opens. */
  localServers: readonly LocalAddress[] = LOCAL_SERVERS;

  constructor(private readonly endpoints: EndpointSteps) {}

  /** `true` when a judge was chosen. */
  choose(): Promise<boolean> {
    return walk(() => this.chooseKind());
  }

  private async chooseKind(): Promise<Outcome> {
    const picked = await pickOne<Choice>({
      title: 'Who names the errors?',
      placeholder: 'Looking for servers on this machine…',
      // Filled at once when all is known, a moment later: a list that grows is one to slip in.
      items: [],
      canGoBack: false,
      more: async (pick, signal) => {
        const [models, running] = await Promise.all([
          editorModels(),
          vscode.workspace.isTrusted ? this.running(signal) : [],
        ]);
        if (signal.aborted) return;
        pick.placeholder = '';
        pick.items = [...running, ...this.choices(models)];
      },
    });
    return typeof picked === 'string' ? picked : ((await picked.next?.()) ?? 'left');
  }

  private choices(models: readonly vscode.LanguageModelChat[]): Choice[] {
    const { kind, model, baseUrl } = judgeSettings();
    const inUse = (is: boolean) => (is ? { description: 'in use' } : {});
    return [
      {
        label: '$(beaker) Offline rules',
        ...inUse(kind === 'offline'),
        detail: 'No key, no network. Names the errors that rules can prove; the rest “needs a judge”.',
        next: () => this.take({ kind: 'offline' }),
      },
      {
        label: '$(comment-discussion) Language models of the editor…',
        description: kind === 'editor' ? `in use: ${model}` : models.length === 0 ? 'none here' : `${models.length}`,
        detail:
          'Models that this editor offers, such as those of GitHub Copilot. Failing examples are sent to their provider.',
        next: () => this.trusted(() => this.editorModelStep(models)),
      },
      separator('Endpoints that speak the OpenAI protocol'),
      ...PRESETS.map((preset) => ({
        label: `$(${isLoopback(preset.baseUrl ?? '') ? 'vm' : 'cloud'}) ${preset.name}`,
        description: kind === 'openai' && preset.baseUrl === baseUrl ? `in use: ${model}` : (preset.baseUrl ?? ''),
        detail: preset.detail,
        next: () => this.trusted(() => this.endpoints.begin(preset)),
      })),
      {
        label: '$(globe) Other address…',
        description:
          kind === 'openai' && PRESETS.every((preset) => preset.baseUrl !== baseUrl)
            ? `in use: ${model} at ${originOf(baseUrl)}`
            : '',
        detail: 'Any server that speaks the OpenAI protocol. Failing examples are sent to it.',
        next: () => this.trusted(() => this.endpoints.begin(undefined)),
      },
    ];
  }

  private async running(signal: AbortSignal): Promise<Choice[]> {
    try {
      const { findLocalServers } = await import('../../judge/network');
      const servers = await findLocalServers(this.localServers, signal);
      const choices = servers.map(({ name, baseUrl, models }) => ({
        label: `$(server) ${name}`,
        description: 'running here',
        detail: `${baseUrl} · ${models.length === 1 ? '1 model' : `${models.length} models`}. Nothing leaves this machine.`,
        next: () => this.endpoints.begin(localPreset({ name, baseUrl })),
      }));
      return choices.length === 0 ? [] : [separator('Running on this machine'), ...choices, separator('')];
    } catch {
      // Nothing found is all that matters here.
      return [];
    }
  }

  private editorModelStep(models: readonly vscode.LanguageModelChat[]): Outcome {
    if (models.length > 0) return () => this.chooseEditorModel(models);
    void vscode.window.showInformationMessage(
      'ErrorAtlas: this editor offers no language models. Install an extension that brings some, such as GitHub Copilot, sign in there, and choose again; or choose an endpoint.',
    );
    return 'left';
  }

  private async chooseEditorModel(models: readonly vscode.LanguageModelChat[]): Promise<Outcome> {
    const current = judgeSettings();
    const items = models.map((model) => ({
      label: model.name,
      description: `${model.vendor} · ${model.family}${current.kind === 'editor' && current.model === nameOfModel(model) ? ' · in use' : ''}`,
      detail: `Reads up to ${model.maxInputTokens.toLocaleString('en')} tokens. The editor asks for your consent with the first run.`,
      name: nameOfModel(model),
    }));
    const picked = await pickOne({ title: 'Which of the editor’s models?', items, canGoBack: true });
    return typeof picked === 'string' ? picked : this.take({ kind: 'editor', model: picked.name });
  }

  private async take(chosen: Parameters<typeof chooseJudge>[0]): Promise<Outcome> {
    await chooseJudge(chosen);
    return 'done';
  }

  private trusted(go: () => Promise<Outcome> | Outcome): Promise<Outcome> | Outcome {
    if (vscode.workspace.isTrusted) return go();
    void vscode.window.showWarningMessage(
      'ErrorAtlas: in an untrusted workspace only the offline judge works. Trust the workspace first.',
    );
    return 'left';
  }

  /** Asks for the key of the endpoint in use, or takes it away. */
  async setKey(): Promise<void> {
    const { baseUrl, apiKeyEnv } = judgeSettings();
    await this.endpoints.changeKey(baseUrl, apiKeyEnv);
  }
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The preset at that address, else one of its kind. */
function localPreset({ name, baseUrl }: LocalAddress): Preset {
  const known = PRESETS.find((preset) => preset.baseUrl === baseUrl);
  return known ?? { id: 'local', name, baseUrl, key: 'none', detail: 'On this machine.' };
}
