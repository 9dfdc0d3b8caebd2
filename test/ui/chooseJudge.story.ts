import assert from 'node:assert/strict';
import { startJudgeServer } from '../support/judgeServer';
import { story } from './support/story';

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`a judge is chosen by keyboard alone, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    const server = await startJudgeServer({ models: ['qwen3:8b', 'llama3.2:3b'] });
    try {
      await workbench.palette('ErrorAtlas: Choose Judge…');
      const list = page.locator('.quick-input-widget');
      await list.getByText('Offline rules').waitFor();
      await workbench.screenshot(`choose-judge-${theme}`);
      await page.keyboard.type('Other address');
      await list.getByText('Offline rules').waitFor({ state: 'hidden' });
      await page.keyboard.press('Enter');
      await list.getByText('Address of the endpoint').waitFor();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(server.url);
      await page.keyboard.press('Enter');
      await list.getByText('qwen3:8b', { exact: true }).waitFor();
      await workbench.screenshot(`choose-judge-model-${theme}`);
      await page.keyboard.press('Control+Alt+Minus');
      await list.getByText('Address of the endpoint').waitFor();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(server.url);
      await page.keyboard.press('Enter');
      await list.getByText('qwen3:8b', { exact: true }).waitFor();
      await page.keyboard.type('qwen');
      await list.getByText('llama3.2:3b', { exact: true }).waitFor({ state: 'hidden' });
      await page.keyboard.press('Enter');
      const status = page.locator('.statusbar-item', { hasText: `qwen3:8b at ${new URL(server.url).host}` });
      await status.waitFor();
      assert.equal(server.requests.length, 1, 'one test question');
      await workbench.screenshot(`choose-judge-done-${theme}`);
      // The choice is the user's, for all workspaces: the next story begins without it.
      await workbench.palette('ErrorAtlas: Choose Judge…');
      await list.getByText('Offline rules').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.statusbar-item', { hasText: 'Offline rules' }).waitFor();
    } finally {
      await server.close();
    }
  });
}
