import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { api, startUnclassified } from './support/api';
import { noticesDuring } from './support/notices';

const run = (...rest: unknown[]) => vscode.commands.executeCommand('errorAtlas.export', ...rest);

describe('Export', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'error-atlas-export-'));
    await startUnclassified();
    await vscode.commands.executeCommand('errorAtlas.classifyFailing');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('writes each format, with every failing example', async () => {
    const { model } = await api();
    const failing = model.failing({ models: [], datasets: [] }).length;
    for (const format of ['html', 'markdown', 'csv', 'sarif', 'json']) await run(format, join(folder, format));
    const text = (format: string) => readFileSync(join(folder, format), 'utf8');
    assert.match(text('html'), /<error-atlas-report>/);
    assert.ok(text('markdown').includes(`**${failing} of`));
    assert.equal(JSON.parse(text('json')).totals.failing, failing);
    const { runs } = JSON.parse(text('sarif'));
    assert.equal(runs[0].results.length, failing);
    assert.match(runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri, /^(?!file:|\/)/);
    assert.ok(text('csv').split('\n').length > failing);
  });

  it('says why a file cannot be written, and leaves nothing behind', async () => {
    const file = join(folder, 'missing', 'report.html');
    const notices = await noticesDuring(async () => run('html', file));
    assert.match(notices.join('\n'), /report\.html can't be written: ENOENT/);
    assert.equal(existsSync(file), false);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.part')),
      [],
    );
  });
});
