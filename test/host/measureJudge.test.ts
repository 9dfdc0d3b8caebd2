import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { refOf } from '../../src/editor/ref';
import { api, startUnclassified, until } from './support/api';

const run = (command: string, ...rest: unknown[]) => vscode.commands.executeCommand(`errorAtlas.${command}`, ...rest);
const page = () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'error-atlas-agreement');

describe('Measure Judge Against Corrections', () => {
  before(async () => {
    await startUnclassified();
    await run('classifyFailing');
  });

  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('shows how the judge agrees with the corrections, anew each time', async () => {
    const { evaluations, store } = await api();
    const judged = evaluations.failing().filter(({ key }) => store.label(key)?.judgment?.status === 'judged');
    const [first, second] = judged;
    assert.ok(first && second);
    const category = store.label(first.key)?.judgment?.category;
    await run('changeCategory', refOf(first), category);
    await run('changeCategory', refOf(second), 'Unsupported Inference');
    await run('measureJudge');
    await until(() => page()?.getText().includes('2 examples have a category from a person') === true, 'it tells');
    assert.match(page()?.getText() ?? '', /## Offline rules[\s\S]*Of these, the same as yours \| 50 %/);
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await until(() => labels().some((label) => label.includes('Judges against your corrections')), 'its tab is open');

    await run('changeCategory', refOf(second), null);
    await run('measureJudge');
    await until(() => page()?.getText().includes('1 example has a category from a person') === true, 'it is new');
    await run('changeCategory', refOf(first), null);
  });
});
