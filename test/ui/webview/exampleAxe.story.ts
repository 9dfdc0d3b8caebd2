import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './axe';
import * as texts from './exampleFixtures';
import * as fixtures from './fixtures';
import { openView } from './page';

for (const theme of ['dark', 'light', 'hc'] as const) {
  for (const width of [520, 1280]) {
    test(`example view: axe finds nothing, ${width} px, ${theme}`, { timeout: 120_000 }, async () => {
      const view = await openView({ view: 'example', theme, width });
      const found: string[] = [];
      const check = async (state: string) => {
        found.push(...(await violations(view)).map((violation) => `${state}: ${violation}`));
      };
      try {
        await check('loading');
        for (const [state, message] of Object.entries({
          judged: fixtures.example(),
          corrected: fixtures.example({ correction: fixtures.correction() }),
          doubted: fixtures.doubted(),
          abstained: fixtures.abstained(),
          failed: fixtures.judgeError(),
          choice: fixtures.multipleChoice(),
          agent: texts.agent(),
          review: texts.inReview(),
        })) {
          await view.receive(message);
          await check(state);
        }
        await view.receive(texts.rich());
        await view.byTestId('input').locator('math').first().waitFor();
        await check('rendered');
        await view.receive(texts.compared());
        await view.byTestId('compare').click();
        await check('compared');
        await view.receive(texts.talkedAbout());
        for (const summary of await view.page.locator('.details summary').all()) await summary.click();
        await check('details');
        await view.byTestId('change-category').click();
        await view.page.locator('.picker-search:focus-within').waitFor();
        await check('picker');
        await view.page.keyboard.press('Escape');
        await view.receive(texts.reviewed());
        await check('reviewed');
        await view.receive({ type: 'problem', message: 'gone.jsonl is not there any more.' });
        await check('problem');
        assert.deepEqual(found, []);
        const wide = await view.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(wide <= 0, `${wide} px stick out`);
      } finally {
        await view.close();
      }
    });
  }
}
