import assert from 'node:assert/strict';
import { story } from './support/story';
import type { Workbench } from './support/workbench';

const COMPUTATION = 'Computation Error';
const TAB = '[data-view="atlas"][data-layout="tab"]';

/** The atlas as a tab, of a workspace that is classified. */
async function openAtlas(workbench: Workbench) {
  await workbench.palette('ErrorAtlas: Classify Failing Examples');
  await workbench.page.locator('.notification-toast', { hasText: 'need a judge' }).waitFor();
  await workbench.palette('Notifications: Clear All Notifications');
  await workbench.palette('ErrorAtlas: Open Atlas');
  return workbench.webview(`${TAB} [data-testid="ranking"]`);
}

const counted = (text: string | null) => Number(/([\d,]+) examples/.exec(text ?? '')?.[1]?.replace(',', ''));

for (const theme of ['dark', 'light'] as const) {
  story(`atlas: the top failure of a model, and only that in the tree, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    const atlas = await openAtlas(workbench);
    await workbench.openActivityBar();
    await atlas.getByTestId('filter-models').locator('.filter-button').click();
    await atlas.locator('[data-option]').first().click();
    await page.keyboard.press('Escape');
    await atlas.locator('.chip').waitFor();
    await atlas.getByTestId('show-fixFirst').click();
    await atlas.locator('.rank-why').first().waitFor();
    await workbench.screenshot('atlas-fix-first');
    // The tree shows what the chips leave, and says so.
    await page
      .locator('.pane', { hasText: 'Evaluations' })
      .getByText(/Atlas filter: .* shown/)
      .waitFor();
    const first = atlas.locator('.rank').first();
    const count = counted(await first.textContent());
    await first.click();
    await atlas
      .getByTestId('drill-total')
      .filter({ hasText: `${count} failing example` })
      .waitFor();
    await atlas.locator('[data-ref]').first().waitFor();
    await workbench.screenshot('atlas-top-failure');
  });

  story(`atlas: what got worse between two models, ${theme}`, { theme }, async (workbench) => {
    const atlas = await openAtlas(workbench);
    await atlas.getByTestId('compare').click();
    const models = await atlas.getByTestId('side-a').locator('optgroup').first().locator('option').allTextContents();
    const [a = '', b = ''] = models.map((name) => name.trim());
    await atlas.getByTestId('side-a').selectOption({ label: a });
    await atlas.getByTestId('side-b').selectOption({ label: b });
    await atlas.getByTestId('sentence').waitFor();
    await atlas.getByTestId('compare-table').locator('tbody tr').first().waitFor();
    const group = atlas.locator('.change-group:not([disabled])').first();
    if ((await group.count()) > 0) {
      await group.click();
      await atlas.locator('[data-index="0"] [data-side="B"]').waitFor();
    }
    await workbench.screenshot('atlas-compare');
  });
}

story('atlas: a corrected label moves every number', {}, async (workbench) => {
  const atlas = await openAtlas(workbench);
  const category = (name: string) => atlas.locator(`.rank[data-category="${name}"]`);
  const before = counted(await category(COMPUTATION).textContent());
  await category(COMPUTATION).click();
  await atlas.locator('[data-ref]').first().click();
  const view = await workbench.webview('example');
  await view.getByTestId('change-category').click();
  await view.getByTestId('picker-search').locator('input').fill('unsupported');
  await view.locator('[data-category="Unsupported Inference"]').click();
  await view.getByTestId('picker-save').click();
  await view.getByTestId('corrected').waitFor();
  await workbench.page.locator('.tab', { hasText: 'Atlas' }).click();
  const again = await workbench.webview(`${TAB} [data-testid="drill-total"]`);
  await again
    .getByTestId('drill-total')
    .filter({ hasText: `${before - 1} failing example` })
    .waitFor();
  await again.getByTestId('back').click();
  const ranks = (name: string) => again.locator(`.rank[data-category="${name}"]`);
  await ranks('Unsupported Inference').waitFor();
  assert.equal(counted(await ranks(COMPUTATION).textContent()), before - 1);
  await again.getByText('1 corrected').first().waitFor();
  await workbench.screenshot('atlas-corrected');
});
