import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { story } from './support/story';

story('a taxonomy from the failures, without a model: built, changed, undone, saved, chosen', {}, async (workbench) => {
  const { page, workspace } = workbench;
  const notice = (text: string) => page.locator('.notification-toast', { hasText: text });
  await workbench.palette('ErrorAtlas: Classify Failing Examples');
  await notice('need a judge').waitFor();
  await workbench.palette('Notifications: Clear All Notifications');

  await workbench.palette('ErrorAtlas: Build Taxonomy from Failures…');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /Build a taxonomy from \d+ failing examples with \d+ distinct titles\?/);
  await workbench.screenshot('taxonomy-build-dialog');
  await dialog.getByRole('button', { name: 'Group by Like Words' }).click();
  const box = page.locator('.quick-input-widget input');
  await box.waitFor();
  await box.fill('First Look');
  await page.keyboard.press('Enter');
  await notice('“First Look” has').waitFor();
  const view = await workbench.webview('[data-view="taxonomy"] [role="treeitem"]');
  await workbench.screenshot('taxonomy-built');
  await workbench.palette('Notifications: Clear All Notifications');

  const file = join(workspace, '.error-atlas/taxonomies/first-look.json');
  const onDisk = () => JSON.parse(readFileSync(file, 'utf8'));
  const before = onDisk();
  const rows = view.getByRole('treeitem');
  await rows.first().click();
  await page.keyboard.press('F2');
  await page.keyboard.type('Sums Gone Wrong');
  await page.keyboard.press('Enter');
  await view.getByTestId('raised').waitFor();
  await rows.filter({ hasText: 'Sums Gone Wrong' }).waitFor();
  await rows.nth(1).click();
  await page.keyboard.press('Delete');
  const { length } = before.categories;
  await view.locator(`[role="treeitem"][aria-level="1"] >> nth=${length - 1}`).waitFor({ state: 'detached' });
  await page.keyboard.press('ControlOrMeta+Z');
  await view.locator(`[role="treeitem"][aria-level="1"] >> nth=${length - 1}`).waitFor();
  assert.deepEqual(onDisk(), before, 'nothing is saved unasked');
  await workbench.screenshot('taxonomy-changed');
  await page.keyboard.press('ControlOrMeta+S');
  await view.getByTestId('raised').waitFor({ state: 'detached' });
  assert.equal(onDisk().categories[0].name, 'Sums Gone Wrong');
  assert.notEqual(onDisk().version, before.version);

  await view.getByTestId('choose').click();
  await view.getByText('In use').waitFor();
  await workbench.palette('ErrorAtlas: Open Atlas');
  const atlas = await workbench.webview('[data-view="atlas"] .rank');
  await atlas.getByText('Sums Gone Wrong').first().waitFor();
  await workbench.screenshot('taxonomy-atlas');
  assert.ok(readFileSync(join(workspace, '.vscode/settings.json'), 'utf8').includes('first-look'));
});
