import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as texts from './exampleFixtures';
import * as fixtures from './fixtures';
import { openView, type ViewOptions, type WebviewPage } from './page';

function story(title: string, options: Partial<ViewOptions>, tell: (view: WebviewPage) => Promise<void>): void {
  test(`example view, review: ${title}`, { timeout: 60_000 }, async () => {
    const view = await openView({ view: 'example', ...options });
    try {
      await tell(view);
    } finally {
      await view.close();
    }
  });
}

story('goes through the queue by keyboard alone', { width: 520 }, async (view) => {
  await view.receive(texts.inReview());
  assert.match((await view.byTestId('review').textContent()) ?? '', /Review: 3 of 30\s+2 answered/);
  for (const [key, act] of [
    ['a', 'accept'],
    ['s', 'skip'],
    ['q', 'stop'],
  ] as const) {
    await view.page.keyboard.press(key);
    assert.deepEqual(await view.lastSent(), { type: 'review', act });
  }
  await view.page.keyboard.press('c');
  await view.page.locator('.picker-search:focus-within').waitFor();
  // Here a, s and q are letters.
  const before = (await view.sent()).length;
  await view.page.keyboard.type('saq');
  assert.equal((await view.sent()).length, before);
  for (let i = 0; i < 3; i++) await view.page.keyboard.press('Backspace');
  await view.page.keyboard.type('factual');
  await view.page.keyboard.press('Enter');
  assert.deepEqual(await view.lastSent(), { type: 'changeCategory', category: 'Factual Error' });
});

story('the keys of a review do nothing outside of one', {}, async (view) => {
  await view.receive(fixtures.example());
  const before = (await view.sent()).length;
  for (const key of ['a', 's', 'q']) await view.page.keyboard.press(key);
  assert.equal((await view.sent()).length, before);
  assert.equal(await view.byTestId('review').count(), 0);
});

story('tells what was said of an example that one comes back to', {}, async (view) => {
  await view.receive(texts.inReview({ answer: 'confirmed', answered: 3 }));
  assert.match((await view.byTestId('review').textContent()) ?? '', /3 answered\. You confirmed it\./);
});

story('ends with the agreement by stratum, and can be taken up again', {}, async (view) => {
  await view.receive(texts.inReview());
  await view.receive(texts.reviewed());
  const result = view.byTestId('review-result');
  assert.match((await result.textContent()) ?? '', /You answered 27 of 30 examples and skipped 2/);
  assert.match((await view.byTestId('review-sentence').textContent()) ?? '', /8 of 9.*57 % to 98 %/s);
  const control = result.locator('[data-stratum="control"]');
  assert.deepEqual(
    (await control.locator('td').allTextContents()).map((text) => text.trim()),
    ['10', '9', '8 (89 %)', '57 % to 98 %'],
  );
  assert.equal(await view.page.evaluate(() => document.activeElement?.tagName), 'H1');
  await view.byTestId('review-resume').click();
  assert.deepEqual(await view.lastSent(), { type: 'review', act: 'resume' });
  await view.receive(texts.inReview({ index: 4 }));
  await view.byTestId('category').waitFor();
});
