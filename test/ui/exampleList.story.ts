import assert from 'node:assert/strict';
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
    await list.getByTestId('search').locator('input').fill('length>10');
    await list.getByTestId('waiting').waitFor();
    await page.keyboard.press('Enter');
    await list.locator('.cell-outputLength').first().waitFor();
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
