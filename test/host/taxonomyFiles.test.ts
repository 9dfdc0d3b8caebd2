import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until, workspacePath } from './support/api';

/** By VS Code's own JSON support and the schema that the extension contributes. */
describe('a taxonomy file in the editor', () => {
  const file = () => join(workspacePath('.error-atlas', 'taxonomies'), 'schema-test.json');
  after(() => rm(file(), { force: true }));

  it('is checked, completed and explained by the schema', async () => {
    await mkdir(workspacePath('.error-atlas', 'taxonomies'), { recursive: true });
    const text =
      '{\n  "id": "mine",\n  "version": "1",\n  "name": "Mine",\n  "source": "me",\n  "categories": [\n    { "id": "Not An Id", "name": "A" }\n  ]\n}\n';
    await writeFile(file(), text);
    const document = await vscode.workspace.openTextDocument(file());
    await vscode.window.showTextDocument(document);
    const found = await until(() => {
      const diagnostics = vscode.languages.getDiagnostics(document.uri);
      return diagnostics.length >= 2 && diagnostics;
    }, 'the faults are shown');
    const messages = found.map(({ message, range }) => `${range.start.line + 1}: ${message}`).join('\n');
    assert.match(messages, /^7: .*"description"/m);
    assert.match(messages, /^7: .*pattern/m);

    const at = document.positionAt(text.indexOf('"version"') + 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const hover = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === 'string' ? part : part.value)),
    );
    assert.match(hover.join('\n'), /judgments under another version do not count/);
  });
});
