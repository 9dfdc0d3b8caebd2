import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fixtures from './fixtures';
import { openView, type ViewOptions, type WebviewPage } from './page';

function story(title: string, options: Partial<ViewOptions>, tell: (view: WebviewPage) => Promise<void>): void {
  test(`example view: ${title}`, { timeout: 60_000 }, async () => {
    const view = await openView({ view: 'example', ...options });
    try {
      await tell(view);
    } finally {
      await view.close();
    }
  });
}

story('what went wrong, and where', {}, async (view) => {
  assert.deepEqual(await view.sent(), [{ type: 'ready' }]);
  await view.receive(fixtures.example());
  assert.equal(await view.byTestId('category').textContent(), 'Computation Error');
  const marks = view.byTestId('output').locator('mark');
  assert.deepEqual(await marks.allTextContents(), ['18 + 24 = $441', '#### 442']);
  await view.byTestId('evidence-ref-2').click();
  assert.equal(await view.page.evaluate(() => document.activeElement?.id), 'evidence-2');
  assert.equal(await view.byTestId('reference').locator('.text').textContent(), '30');
  assert.deepEqual(view.complaints, []);
});

story('what speaks against the test item, and a text that talks to its judge', {}, async (view) => {
  await view.receive(fixtures.doubted());
  assert.match(
    (await view.byTestId('label-noise').textContent()) ?? '',
    /The test item may be wrong\. The reference forgets/,
  );
  assert.match((await view.byTestId('injection').textContent()) ?? '', /prompt injection\. The output seems/);
  assert.equal(await view.byTestId('injection').locator('b').count(), 0);
  await view.receive(fixtures.example());
  await view.byTestId('label-noise').waitFor({ state: 'detached' });
  assert.equal(await view.byTestId('injection').count(), 0);
  assert.deepEqual(view.complaints, []);
});

story('steps by button and by key', {}, async (view) => {
  await view.receive(fixtures.example());
  const steps = async (act: () => Promise<void>) => {
    await act();
    return (await view.lastSent())?.by;
  };
  assert.equal(await steps(() => view.byTestId('next').click()), 1);
  assert.equal(await steps(() => view.byTestId('previous').click()), -1);
  assert.equal(await steps(() => view.page.keyboard.press('j')), 1);
  assert.equal(await steps(() => view.page.keyboard.press('k')), -1);
  assert.equal(await steps(() => view.page.keyboard.press('Alt+ArrowRight')), 1);
  assert.equal(await steps(() => view.page.keyboard.press('Alt+ArrowLeft')), -1);
});

story('changes the category by keyboard, with a note', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.page.keyboard.press('c');
  await view.page.locator('.picker-search:focus-within').waitFor();
  const before = (await view.sent()).length;
  // j and k are letters here.
  await view.page.keyboard.type('jk');
  assert.equal((await view.sent()).length, before);
  await view.page.keyboard.press('Backspace');
  await view.page.keyboard.press('Backspace');
  await view.page.keyboard.type('factual');
  // Past the list, which can be scrolled.
  await view.page.keyboard.press('Tab');
  await view.page.keyboard.press('Tab');
  await view.page.keyboard.type('It is a date.');
  await view.page.keyboard.press('Enter');
  assert.deepEqual(await view.lastSent(), { type: 'changeCategory', category: 'Factual Error', note: 'It is a date.' });
  assert.equal(await view.page.locator('.picker').count(), 0);
});

story('changes the category by mouse', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.byTestId('change-category').click();
  await view.page.locator('.picker-option[data-category="Concept Misapplication"]').click();
  await view.byTestId('picker-save').click();
  assert.deepEqual(await view.lastSent(), { type: 'changeCategory', category: 'Concept Misapplication' });
});

story('leaves the list with Escape, and by the button', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.byTestId('change-category').click();
  await view.page.locator('.picker').waitFor();
  await view.page.keyboard.press('Escape');
  assert.equal(await view.page.locator('.picker').count(), 0);
  await view.byTestId('change-category').click();
  await view.byTestId('change-category').click();
  assert.equal(await view.page.locator('.picker').count(), 0);
});

story('a correction wins, and can be taken back', {}, async (view) => {
  await view.receive(fixtures.example({ correction: fixtures.correction() }));
  assert.equal(await view.byTestId('category').textContent(), 'Logical Reasoning Error');
  assert.match((await view.byTestId('corrected').textContent()) ?? '', /Corrected by ana/);
  await view.byTestId('change-category').click();
  await view.byTestId('retract').click();
  assert.deepEqual(await view.lastSent(), { type: 'retractCorrection' });
});

story('the toolbar', {}, async (view) => {
  await view.receive(fixtures.example());
  for (const [id, message] of [
    ['reclassify', { type: 'reclassify' }],
    ['reclassify-with', { type: 'reclassifyWith' }],
    ['copy-prompt', { type: 'copy', what: 'prompt' }],
    ['copy-markdown', { type: 'copy', what: 'markdown' }],
    ['copy-output', { type: 'copy', what: 'output' }],
    ['copy-input', { type: 'copy', what: 'input' }],
    ['open-source', { type: 'openSource' }],
    ['open-atlas', { type: 'openAtlas' }],
  ] as const) {
    await view.byTestId(id).click();
    assert.deepEqual(await view.lastSent(), message);
  }
});

story('without a judgment there is a next step', { width: 520 }, async (view) => {
  await view.receive(fixtures.abstained());
  assert.equal(await view.byTestId('category').textContent(), 'Needs a judge');
  await view.byTestId('choose-judge').click();
  assert.deepEqual(await view.lastSent(), { type: 'chooseJudge' });
  await view.byTestId('name-it').click();
  await view.page.locator('.picker').waitFor();
  await view.page.keyboard.press('Escape');

  await view.receive(fixtures.judgeError());
  assert.match((await view.byTestId('judge-error').textContent()) ?? '', /429 Too Many Requests/);

  await view.receive(fixtures.example({ judgment: null }));
  await view.byTestId('classify').click();
  assert.deepEqual(await view.lastSent(), { type: 'reclassify' });
});

story('a choice of several: the reference and the model’s own', {}, async (view) => {
  await view.receive(fixtures.multipleChoice());
  const choices = view.byTestId('choices');
  assert.match((await choices.locator('.correct').textContent()) ?? '', /Carbon dioxide\s+reference/);
  assert.match((await choices.locator('.chosen').textContent()) ?? '', /Nitrogen\s+the model's/);
});

story('hostile text stays text', {}, async (view) => {
  await view.receive(fixtures.hostile());
  for (const summary of await view.page.locator('summary').all()) await summary.click();
  const output = await view.byTestId('output').locator('.text').textContent();
  // The number of the evidence stands behind the marked tag.
  assert.equal(output?.replace('<script>1', '<script>'), fixtures.HOSTILE);
  assert.equal(await view.page.locator('main img, main script, main style').count(), 0);
  assert.equal(await view.page.evaluate(() => 'pwned' in window), false);
  assert.deepEqual(view.complaints, []);
});

story('a megabyte of output is quick, and all there on demand', {}, async (view) => {
  const message = fixtures.veryLong();
  const started = performance.now();
  await view.receive(message);
  const took = performance.now() - started;
  assert.ok(took < 2_000, `${took.toFixed(0)} ms`);
  const text = view.byTestId('output').locator('.text');
  assert.match((await text.locator('mark').textContent()) ?? '', /2 \+ 2 = 5/);
  const shown = async () => ((await text.textContent()) ?? '').length;
  assert.ok((await shown()) < 30_000);
  const before = await shown();
  await view.byTestId('output').getByTestId('show-more').first().click();
  const after = await shown();
  assert.ok(after > before + 40_000 && after < before + 60_000, `${before} → ${after}`);
});

story('a file that is gone', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.receive({ type: 'problem', message: 'results/gone.jsonl is not there any more.' });
  await view.byTestId('problem').getByText('results/gone.jsonl').waitFor();
});

story('keeps what a reload needs', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.byTestId('metadata').locator('summary').click();
  // A disclosure reports its change in a task of its own.
  await view.page.waitForFunction(() => (window as unknown as { state: { open: string[] } }).state.open.length > 0);
  const state = await view.state();
  assert.equal(state.key, '0123456789abcdef0123456789abcdef');
  assert.deepEqual(state.open, ['metadata']);
});

story('an unknown message is logged and breaks nothing', {}, async (view) => {
  await view.receive(fixtures.example());
  await view.receive({ type: 'example' });
  assert.equal(view.complaints.filter((text) => text.includes('does not know')).length, 1);
  await view.byTestId('category').waitFor();
});
