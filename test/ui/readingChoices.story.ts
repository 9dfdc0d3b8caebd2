import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { story } from './support/story';
import type { Workbench } from './support/workbench';

const TABLE = ['ask,said,gold,ok', 'What is 17 * 24?,398,408,no', 'The capital of Peru?,Lima,Lima,yes', ''].join('\n');

/** Picks the row of the open list that begins with a label. */
async function pick({ page }: Workbench, label: string): Promise<void> {
  const row = page.locator('.quick-input-list').getByRole('option', { name: new RegExp(`^${label}`) });
  await row.first().click();
}

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`a table with names of its own: its fields are mapped, ${theme}`, { theme }, async (workbench) => {
    const { page, workspace } = workbench;
    writeFileSync(join(workspace, 'own-names.csv'), TABLE);
    await workbench.openFile('own-names.csv');
    await workbench.palette('ErrorAtlas: Open as Example List');
    const none = await workbench.webview('[data-testid="no-list"]');
    await workbench.screenshot('mapping-none');
    await none.getByTestId('map-fields').click();
    await pick(workbench, 'Input');
    await page.locator('.quick-input-list').getByRole('option', { name: /^ask/ }).waitFor();
    await workbench.screenshot('mapping-field');
    await pick(workbench, 'ask');
    for (const [role, field] of [
      ['Output', 'said'],
      ['References', 'gold'],
      ['Score', 'ok'],
    ] as const) {
      await pick(workbench, role);
      await pick(workbench, field);
    }
    await page
      .locator('.quick-input-list')
      .getByRole('option', { name: /^Score, ok/ })
      .waitFor();
    await workbench.screenshot('mapping-roles');
    await page.locator('.quick-input-widget .quick-input-box input').fill('Save for This File');
    await page.keyboard.press('Enter');
    const list = await workbench.webview('[data-view="list"] [data-ref]');
    await list.getByText('read as: input=ask, output=said, references=gold, score=ok (your mapping)').waitFor();
    await list.getByTestId('choice').waitFor();
    await workbench.screenshot('mapping-list');
  });

  story(`the tree shows what a filter finds, and all again, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    await workbench.openActivityBar();
    const rows = page.locator('.pane', { hasText: 'Evaluations' }).first().getByRole('treeitem');
    await rows.first().waitFor();
    const before = await rows.count();
    await workbench.palette('ErrorAtlas: Filter Failing Examples…');
    const input = page.locator('.quick-input-widget .quick-input-box input');
    await input.fill('modle:smol');
    await page.locator('.quick-input-message', { hasText: 'Did you mean “model”?' }).waitFor();
    await workbench.screenshot('filter-input');
    await input.fill('model:smol status:failing length>20');
    await page.keyboard.press('Enter');
    await page.locator('.message', { hasText: 'Filter: model:smol' }).first().waitFor();
    await rows.first().click();
    await page.waitForTimeout(500);
    await workbench.screenshot('filter-tree');
    await workbench.palette('ErrorAtlas: Show All Failing Examples');
    await page.locator('.message', { hasText: 'Filter: model:smol' }).first().waitFor({ state: 'hidden' });
    if ((await rows.count()) < before) throw new Error('not all files are back');
  });
}
