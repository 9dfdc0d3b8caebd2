import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { story } from './support/story';
import type { Workbench } from './support/workbench';

const LIST = '[data-view="list"] [data-ref]';

async function openFromExplorer({ page }: Workbench, folder: string, file: string): Promise<void> {
  const explorer = page.locator('.explorer-folders-view').getByRole('treeitem');
  await explorer.filter({ hasText: folder }).first().click();
  await explorer.filter({ hasText: file }).first().dblclick();
}

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`example list: an .eval from the explorer, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    await openFromExplorer(workbench, 'inspect', 'extraction_local-smollm2-135m-instruct.eval');
    const list = await workbench.webview(LIST);
    const shown = list.getByTestId('shown');
    assert.match((await shown.innerText()).trim(), /^\d+ of \d+ examples$/);
    await workbench.screenshot('list-failing');

    await workbench.palette('ErrorAtlas: Classify Failing Examples');
    await page.locator('.notification-toast', { hasText: 'need a judge' }).waitFor();
    await workbench.palette('Notifications: Clear All Notifications');
    await list.locator('.chip .swatch').first().waitFor();

    // A search in the texts, which are in the archive.
    await list.getByTestId('search').locator('input').fill('meta.epoch:1');
    await list.getByTestId('waiting').waitFor();
    await page.keyboard.press('Enter');
    await list.getByTestId('searching').waitFor();
    await workbench.screenshot('list-searched');
    await page.keyboard.press('Escape');
    await list.getByTestId('searching').waitFor({ state: 'detached' });

    // The keyboard opens the second row's example, and its raw text.
    await list.getByTestId('grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const view = await workbench.webview('example');
    assert.ok((await view.getByTestId('output').innerText()).length > 0);
    await workbench.screenshot('list-and-example');
    await page.locator('.tab', { hasText: '.eval' }).click();
    await workbench.palette('ErrorAtlas: Open Raw');
    await page.locator('.monaco-editor .view-line', { hasText: '"key"' }).first().waitFor();
    await workbench.screenshot('list-raw');
  });
}

story('example list: by command, of a text file that grows and of one that is no evaluation', {}, async (workbench) => {
  const { page, workspace } = workbench;
  const file = 'generic/facts_and_logic.jsonl';
  await workbench.openFile(file);
  await workbench.palette('ErrorAtlas: Open as Example List');
  const list = await workbench.webview(LIST);
  const shown = () => list.getByTestId('shown').innerText();
  const before = Number(/of (\d+)/.exec(await shown())?.[1]);
  await list.locator('[data-ref]').first().click();
  const selected = await list.locator('[aria-selected="true"]').getAttribute('data-ref');
  const line = { id: 'grown', model: 'm', prompt: 'How far?', completion: 'Far.', expected: 'Near.', correct: false };
  appendFileSync(join(workspace, file), `${JSON.stringify(line)}\n`);
  await list.locator('[data-ref]', { hasText: 'grown' }).waitFor();
  assert.equal(Number(/of (\d+)/.exec(await shown())?.[1]), before + 1);
  assert.equal(await list.locator('[aria-selected="true"]').getAttribute('data-ref'), selected);
  // The raw text, at the line of the example.
  await list.locator('[data-ref]', { hasText: 'grown' }).click({ modifiers: ['ControlOrMeta'] });
  await page.locator('.statusbar-item', { hasText: `Ln ${before + 1}, Col 1` }).waitFor();

  await workbench.openFile('README.md');
  await workbench.palette('ErrorAtlas: Open as Example List');
  const none = await workbench.webview('[data-testid="no-list"]');
  await workbench.screenshot('list-no-evaluation');
  await none.getByTestId('open-as-text').click();
  await page.locator('.statusbar-item', { hasText: 'Ln 1, Col 1' }).waitFor();
});

story(
  'example list: a file that the workspace leaves out is read all the same',
  { settings: { 'errorAtlas.files.include': '**/*.nothing' } },
  async (workbench) => {
    const { page } = workbench;
    await openFromExplorer(workbench, 'inspect', 'choices_scripted-careful.eval');
    const list = await workbench.webview(LIST);
    await list.locator('[data-ref]').first().click();
    const view = await workbench.webview('example');
    assert.ok((await view.getByTestId('output').innerText()).length > 0);
    await list
      .locator('[data-ref]')
      .nth(1)
      .click({ modifiers: ['ControlOrMeta'] });
    await page.locator('.monaco-editor .view-line', { hasText: '"metric"' }).first().waitFor();
  },
);
