import assert from 'node:assert/strict';
import { startJudgeServer } from '../support/judgeServer';
import { story } from './support/story';

/** A name with a list price. */
const MODEL = 'gpt-4o-mini';

story('what a run would cost, and what it costs while it runs', {}, async (workbench) => {
  const { page } = workbench;
  const server = await startJudgeServer({ delayMs: 400, models: [MODEL] });
  try {
    await workbench.palette('ErrorAtlas: Choose Judge…');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    const input = page.locator('.quick-input-widget .quick-input-box input');
    await rows.first().waitFor();
    await input.fill('Other address');
    await rows.filter({ hasText: 'Other address…' }).click();
    await page.locator('.quick-input-title', { hasText: 'Address of the endpoint' }).waitFor();
    await input.fill(server.url);
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: MODEL }).click();
    const status = page.locator('.statusbar-item', { hasText: /gpt-4o-mini at|Judging/ });
    await status.waitFor();

    const asked = server.requests.length;
    await workbench.palette('ErrorAtlas: Show Cost Estimate');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    await workbench.screenshot('cost-estimate');
    assert.match(await dialog.innerText(), /94 calls to gpt-4o-mini at .* for about \$\d/);
    assert.equal(server.requests.length, asked);
    await dialog.getByRole('button', { name: 'Classify' }).click();

    await status.filter({ hasText: /Judging \d+\/94 · \$\d/ }).waitFor({ timeout: 30_000 });
    await workbench.screenshot('spending');
    await status.filter({ hasText: /gpt-4o-mini at .* · \$\d/ }).waitFor({ timeout: 60_000 });
    await page.locator('.notification-toast', { hasText: /94 classified\. That cost \$/ }).waitFor();
    await workbench.screenshot('spent');
  } finally {
    await server.close();
  }
});
