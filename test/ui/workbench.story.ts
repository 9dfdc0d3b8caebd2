import assert from 'node:assert/strict';
import { story } from './support/story';

for (const theme of ['dark', 'light'] as const) {
  story(`the workbench opens on the examples, ${theme}`, { theme }, async (workbench) => {
    await workbench.openFile('generic/facts_and_logic.jsonl', 2);
    await workbench.screenshot('workbench');
    const status = workbench.page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' });
    await status.waitFor();
    assert.equal(await workbench.page.locator('.notification-toast').count(), 0, 'a notification covers the view');
  });
}
