import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { story } from './support/story';

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`reviews a queue and puts a label right, by keyboard alone, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await workbench.palette('ErrorAtlas: Classify Failing Examples');
    await page.locator('.notification-toast', { hasText: 'need a judge' }).waitFor();
    await workbench.palette('Notifications: Clear All Notifications');
    await workbench.palette('ErrorAtlas: Start Review Queue');
    await page.locator('.quick-input-widget', { hasText: 'how many examples' }).waitFor();
    await page.keyboard.type('3');
    await press('Enter');

    const view = await workbench.webview('example');
    const at = (place: string) =>
      view
        .getByTestId('review')
        .filter({ hasText: `Review: ${place}` })
        .waitFor();
    await at('1 of 3');
    await view.waitForFunction(() => document.hasFocus());
    await workbench.screenshot('review-queue');
    const first = await view.getByTestId('category').innerText();
    await press('a');
    await at('2 of 3');
    await press('c');
    await view.locator('.picker-search:focus-within').waitFor();
    await page.keyboard.type('unsupported');
    await press('Tab', 'Tab');
    await page.keyboard.type('Nothing in the task says so.');
    await press('Enter');
    await at('3 of 3');
    // Back to what was changed: the label is right now, and says who put it right.
    await press('k');
    await at('2 of 3');
    await view.getByTestId('corrected').waitFor();
    assert.equal(await view.getByTestId('category').innerText(), 'Unsupported Inference');
    await press('j');
    await at('3 of 3');
    await press('s');
    await view.getByTestId('review-result').waitFor();
    await workbench.screenshot('review-result');
    assert.match(await view.getByTestId('review-result').innerText(), /answered 2 of 3 examples and skipped 1/);

    const path = join(workbench.workspace, '.error-atlas', 'corrections.jsonl');
    const corrections = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      corrections.map(({ category, judged, note }) => [category, category === judged, note]),
      [
        [first, true, undefined],
        ['Unsupported Inference', false, 'Nothing in the task says so.'],
      ],
    );

    // Only what was skipped is left.
    await press('Tab', 'Enter');
    await at('3 of 3');
    await press('a');
    await view.getByTestId('review-result').filter({ hasText: 'The review is done' }).waitFor();
  });
}
