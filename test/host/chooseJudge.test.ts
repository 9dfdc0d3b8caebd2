import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type JudgeServer, startJudgeServer } from '../support/judgeServer';
import { api } from './support/api';
import { modelProvider, PROVIDED_MODEL } from './support/modelProvider';
import { noticesDuring } from './support/notices';
import { QuickInputs } from './support/quickInput';

const KEY = 'sk-choice-test-0123456789';
const KIND = /Who names the errors/;
const MODEL = /Which model at/;

const settings = () => vscode.workspace.getConfiguration('errorAtlas.judge');
const choose = () => Promise.resolve(vscode.commands.executeCommand<boolean>('errorAtlas.chooseJudge'));

describe('choosing a judge', () => {
  let inputs: QuickInputs;
  let server: JudgeServer;

  beforeEach(async () => {
    inputs = new QuickInputs();
    server = await startJudgeServer({ models: ['model-a', 'model-b', 'text-embedding-1'] });
    const { judgeChooser } = await api();
    judgeChooser.localServers = [
      { name: 'Ollama', baseUrl: server.url },
      { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1/v1' },
    ];
  });

  afterEach(async () => {
    inputs.dispose();
    for (const name of ['kind', 'baseUrl', 'model', 'apiKeyEnv']) {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    await server.close();
  });

  it('offers a server that runs on this machine at the top, its models, and tries the one that is taken', async () => {
    const chosen = choose();
    await inputs.take(KIND, /Ollama/);
    const pick = await inputs.list(MODEL);
    await inputs.take(MODEL, /^model-b$/);
    assert.deepEqual(
      pick.items.map(({ label }) => label),
      ['model-a', 'model-b', '$(edit) Type a name…'],
    );
    assert.equal(await chosen, true);
    assert.deepEqual(
      ['kind', 'baseUrl', 'model', 'apiKeyEnv'].map((name) => settings().get(name)),
      ['openai', server.url, 'model-b', ''],
    );
    assert.equal(server.requests.length, 1, 'one test question');
    assert.match(JSON.stringify(server.requests[0]?.body.messages), /Which day follows Monday/);
  });

  it('lists what runs here first, then the rest; nothing is chosen or sent by looking', async () => {
    const chosen = choose();
    const pick = await inputs.list(KIND);
    while (pick.busy) await new Promise((done) => setTimeout(done, 20));
    const labels = pick.items.map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 2), ['Running on this machine', '$(server) Ollama']);
    assert.equal(labels.filter((label) => label.startsWith('$(server)')).length, 1);
    for (const name of ['OpenAI', 'Azure OpenAI', 'OpenRouter', 'Ollama', 'vLLM', 'LM Studio', 'llama.cpp server']) {
      assert.ok(
        labels.some((label) => /^\$\((cloud|vm)\) (.+)$/.exec(label)?.[2] === name),
        name,
      );
    }
    await inputs.leave();
    assert.equal(await chosen, false);
    assert.equal(settings().get('kind'), 'offline');
    assert.equal(server.requests.length, 0);
  });

  it('goes back step by step', async () => {
    const chosen = choose();
    await inputs.take(KIND, /Azure/);
    await inputs.type(/Address of the Azure/, 'https://one.openai.azure.com');
    await inputs.type(/Name of the deployment/, 'judge');
    for (const title of [/API version/, /Name of the deployment/, /Address of the Azure/]) {
      await inputs.shown(title);
      await inputs.back();
    }
    await inputs.take(KIND, /Offline rules/);
    assert.equal(await chosen, true);
    assert.equal(settings().get('kind'), 'offline');
  });

  it('an address that was typed in, with a model that the list does not have', async () => {
    const chosen = choose();
    await inputs.take(KIND, /Other address/);
    const box = await inputs.type(/Address of the endpoint/, 'not an address');
    assert.match(String(box.validationMessage), /http/);
    box.value = server.url;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await inputs.take(MODEL, /Type a name/);
    await inputs.type(MODEL, 'model-c');
    await inputs.take(/doesn't know the model "model-c"/, /Use it anyway/);
    assert.equal(await chosen, true);
    assert.equal(settings().get('model'), 'model-c');
  });

  it('asks for a key where one is wanted, keeps it for that origin, and not before the end', async () => {
    const { keys } = await api();
    const locked = await startJudgeServer({ key: KEY, models: ['model-a'] });
    const find = () => keys.find({ baseUrl: locked.url, apiKeyEnv: '' });
    try {
      const chosen = choose();
      await inputs.take(KIND, /Other address/);
      await inputs.type(/Address of the endpoint/, locked.url);
      await inputs.take(MODEL, /Set another API key/);
      const box = await inputs.type(/API key for/, KEY);
      assert.equal(box.password, true);
      await inputs.list(MODEL);
      assert.equal(await find(), undefined);
      await inputs.take(MODEL, /^model-a$/);
      assert.equal(await chosen, true);
      assert.equal(await find(), KEY);
      assert.equal(locked.requests.at(-1)?.headers.authorization, `Bearer ${KEY}`);
    } finally {
      await keys.set(locked.url, '');
      await locked.close();
    }
  });

  it('remembers what the endpoint understands for the runs to come', async () => {
    const plain = await startJudgeServer({ formats: [], models: ['model-a'] });
    const { evaluations, judgeChooser } = await api();
    judgeChooser.localServers = [{ name: 'llama.cpp', baseUrl: plain.url }];
    try {
      const chosen = choose();
      await inputs.take(KIND, /\$\(server\) llama/);
      await inputs.take(MODEL, /^model-a$/);
      await chosen;
      const asked = plain.requests.length;
      assert.equal(asked, 3, 'json_schema, json_object, text');
      const [entry] = evaluations.failing();
      await vscode.commands.executeCommand('errorAtlas.reclassifyExample', (entry?.key ?? '') + entry?.source.path);
      assert.equal(plain.requests.length, asked + 1);
      assert.equal(plain.requests.at(-1)?.body.response_format, undefined);
    } finally {
      await plain.close();
    }
  });

  it("the editor's language models are a choice, or it says that there are none", async () => {
    const provider = await modelProvider();
    if (provider.available) {
      const chosen = choose();
      await inputs.take(KIND, /Language models of the editor/);
      await inputs.take(/Which of the editor/, /Test Model/);
      assert.equal(await chosen, true);
      assert.deepEqual([settings().get('kind'), settings().get('model')], ['editor', PROVIDED_MODEL]);
      assert.equal(provider.requests.length, 0, 'nothing is asked before the first run');
      return;
    }
    const told = await noticesDuring(async () => {
      const chosen = choose();
      await inputs.take(KIND, /Language models of the editor/);
      assert.equal(await chosen, false);
    });
    assert.match(told.join(), /offers no language models.*GitHub Copilot/);
  });
});

describe('before texts leave the machine', () => {
  it('the user is asked: how many, where, and what it costs', async () => {
    const { evaluations, consent, keys } = await api();
    await consent.forget();
    await vscode.commands.executeCommand('errorAtlas.clearResults', { confirmed: true });
    const baseUrl = 'https://one.example/v1';
    for (const [name, value] of [
      ['baseUrl', baseUrl],
      ['model', 'gpt-5-mini'],
      ['kind', 'openai'],
    ] as const) {
      await settings().update(name, value, vscode.ConfigurationTarget.Global);
    }
    await keys.set(baseUrl, KEY);
    const details: string[] = [];
    const told = await noticesDuring(async () => {
      const window = vscode.window as unknown as { showWarningMessage: (...parts: unknown[]) => unknown };
      const { showWarningMessage } = window;
      window.showWarningMessage = (message, options, ...rest) => {
        details.push((options as vscode.MessageOptions).detail ?? '');
        return showWarningMessage(message, options, ...rest);
      };
      assert.equal(await vscode.commands.executeCommand('errorAtlas.classifyFailing'), undefined);
    });
    for (const name of ['kind', 'baseUrl', 'model']) {
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    await keys.set(baseUrl, '');
    assert.equal(told.length, 1, told.join());
    assert.match(
      told[0] ?? '',
      new RegExp(`Send ${evaluations.failing().length} failing examples to https://one\\.example\\?`),
    );
    assert.match(
      details[0] ?? '',
      /^gpt-5-mini: about [\d,]+ tokens in and [\d,]+ out; about \$\d+\.\d+ at list prices of/,
    );
  });
});
