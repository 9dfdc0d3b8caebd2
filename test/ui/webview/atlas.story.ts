import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { NO_FILTER } from '../../../src/model/atlasFilter';
import { PAYLOADS } from '../../support/payloads';
import * as fixtures from './fixtures';
import { openView, type ViewOptions, type WebviewPage } from './page';

const COMPUTATION = 'Computation Error';

function story(title: string, options: Partial<ViewOptions>, tell: (view: WebviewPage) => Promise<void>): void {
  test(`atlas panel: ${title}`, { timeout: 60_000 }, async () => {
    const view = await openView({ view: 'atlas', ...options });
    try {
      await tell(view);
    } finally {
      await view.close();
    }
  });
}

const rank = (view: WebviewPage, category: string) => view.page.locator(`.rank[data-category="${category}"]`);
const row = (view: WebviewPage, ref: string) => view.page.locator(`[data-ref="${ref}"]`);
const asked = (drill: object, change: object = {}) => ({
  ...{ type: 'examples', drill, inside: true, version: 1, offset: 0, limit: 200 },
  ...change,
});

for (const layout of ['side', 'tab'] as const) {
  story(`from a category to an example to its line, ${layout}`, { layout }, async (view) => {
    assert.deepEqual(await view.sent(), [{ type: 'ready' }]);
    await view.receive(fixtures.atlas());
    assert.match((await view.byTestId('totals').textContent()) ?? '', /139 of\s+273 examples\s+fail/);
    assert.match(
      (await rank(view, COMPUTATION).textContent()) ?? '',
      /13 examples,\s+14% of the classified, 95 % interval \d+% to \d+%/,
    );

    await rank(view, COMPUTATION).click();
    assert.deepEqual(await view.lastSent(), asked({ category: COMPUTATION }));
    await view.receive(fixtures.examples(COMPUTATION, 241));
    await row(view, 'ref-0').click();
    assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-0' });
    await row(view, 'ref-2').click({ modifiers: ['ControlOrMeta'] });
    assert.deepEqual(await view.lastSent(), { type: 'openSource', ref: 'ref-2' });
    await view.page.locator('[data-source="ref-1"]').click();
    assert.deepEqual(await view.lastSent(), { type: 'openSource', ref: 'ref-1' });

    // Of a long list only what is in view is in the document, and the rest is asked for when it comes into view.
    assert.ok((await view.page.locator('[data-ref]').count()) < 60);
    await view.page.evaluate(() => window.scrollTo({ top: document.body.scrollHeight }));
    await view.page.waitForFunction(() =>
      (window as unknown as { sent: { type: string; offset?: number }[] }).sent.some(
        ({ type, offset }) => type === 'examples' && offset !== 0,
      ),
    );
    const more = await view.lastSent();
    assert.equal(more?.inside, false);
    await view.receive(fixtures.examples(COMPUTATION, 241, { offset: Number(more?.offset), inside: null }));
    await row(view, 'ref-240').waitFor();

    await view.byTestId('back').click();
    assert.equal(await view.page.locator('[data-ref]').count(), 0);
    assert.equal(await view.page.evaluate(() => document.activeElement?.getAttribute('data-category')), COMPUTATION);
    assert.deepEqual(view.complaints, []);
  });
}

story('down to a title, and back by the crumbs', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  await rank(view, COMPUTATION).click();
  await view.receive(
    fixtures.examples(COMPUTATION, 40, {
      inside: {
        level: 'subcategory',
        groups: [
          { name: 'Addition', count: 30 },
          { name: 'Rounding', count: 9 },
        ],
        more: 0,
      },
    }),
  );
  await view.page.locator('[data-inside="Addition"]').click();
  assert.deepEqual(await view.lastSent(), asked({ category: COMPUTATION, subcategory: 'Addition' }, { version: 2 }));
  await view.receive(fixtures.examples(COMPUTATION, 30, { version: 2 }));
  await view.page.locator('[data-inside="Rounds before the last step"]').click();
  const deepest = { category: COMPUTATION, subcategory: 'Addition', title: 'Rounds before the last step' };
  assert.deepEqual(await view.lastSent(), asked(deepest, { version: 3 }));
  await view.receive(fixtures.examples(COMPUTATION, 3, { version: 3, inside: null }));
  const crumbs = view.page.locator('.crumbs li');
  assert.deepEqual(
    (await crumbs.allTextContents()).map((text) => text.trim()),
    ['All categories', COMPUTATION, 'Addition', 'Rounds before the last step'],
  );
  assert.equal(await view.page.locator('[data-testid="inside"]').count(), 0);
  await view.page.locator('[data-crumb="1"]').click();
  assert.deepEqual((await view.lastSent())?.drill, { category: COMPUTATION, subcategory: 'Addition' });
  // Where the user is survives a reload.
  assert.deepEqual((await view.state()).drill, { category: COMPUTATION, subcategory: 'Addition' });
  assert.deepEqual(view.complaints, []);
});

story('what needs a judge is a list of its own', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.byTestId('needs-judge').click();
  assert.deepEqual(await view.lastSent(), asked({ category: null }));
  await view.receive(fixtures.examples(null, 43));
  assert.match((await row(view, 'ref-1').textContent()) ?? '', /the judge could not tell/);
});

story('a cell of the signatures asks for one model', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.page.locator('[data-cell="Output Formatting Error|gpt-5-mini"]').click();
  const drill = { category: 'Output Formatting Error', model: 'gpt-5-mini' };
  assert.deepEqual(await view.lastSent(), asked(drill));
  // An answer to another question is not shown.
  await view.receive(fixtures.examples('Output Formatting Error', 8, { version: 0 }));
  assert.equal(await view.page.locator('[data-ref]').count(), 0);
  await view.receive(fixtures.examples('Output Formatting Error', 5));
  assert.equal(await view.page.locator('[data-ref]').count(), 5);
});

story('the table is sorted by a model', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const first = view.page.locator('[data-testid="signatures"] tbody th').first();
  assert.equal(await first.textContent(), 'Missing Required Element');
  await view.page.locator('.column[data-model="gpt-5-mini"]').click();
  assert.equal(await first.textContent(), 'Specification Misinterpretation');
  assert.equal((await view.state()).sort, 'gpt-5-mini');
});

story('signatures as small charts, all to one scale', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.byTestId('show-multiples').click();
  const charts = view.page.locator('.multiple');
  assert.equal(await charts.count(), 3);
  const rows = await charts.evaluateAll((all) =>
    all.map((chart) => [...chart.querySelectorAll('.multiple-name')].map((name) => name.textContent)),
  );
  assert.deepEqual(rows[1], rows[0]);
  await charts.nth(1).locator('.multiple-row').first().click();
  assert.deepEqual((await view.lastSent())?.drill, { category: 'Missing Required Element', model: 'gpt-5-mini' });
  assert.equal((await view.state()).signatures, 'multiples');
});

story('a tile of the treemap opens its category', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const canvas = view.page.locator('.treemap canvas');
  await canvas.waitFor();
  assert.match((await view.page.locator('.treemap').getAttribute('aria-label')) ?? '', /Computation Error 13/);
  await canvas.click({ position: { x: 30, y: 60 } });
  assert.deepEqual(await view.lastSent(), asked({ category: 'Missing Required Element' }));
  assert.deepEqual(view.complaints, []);
});

for (const layout of ['side', 'tab'] as const) {
  story(`the chart as a table with the same numbers, ${layout}`, { layout }, async (view) => {
    await view.receive(fixtures.atlas());
    await view.byTestId('show-table').click();
    const cells = await view.byTestId('category-table').locator('tbody tr').first().locator('th, td').allTextContents();
    const [name, count, share, interval] = cells.map((cell) => cell.trim());
    assert.deepEqual([name, count, share], ['Missing Required Element', '19', '20%']);
    assert.match(interval ?? '', /^\d+% – \d+%$/);
    await view.page.locator(`[data-testid="category-table"] [data-category="${COMPUTATION}"]`).click();
    assert.deepEqual(await view.lastSent(), asked({ category: COMPUTATION }));
  });
}

story('what to fix first, and why', { layout: 'side' }, async (view) => {
  const message = fixtures.atlas();
  await view.receive(message);
  const order = () =>
    view.page
      .locator('.rank[data-category]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.category));
  const byFrequency = await order();
  await view.byTestId('show-fixFirst').click();
  const byGain = await order();
  assert.notDeepEqual(byGain, byFrequency);
  assert.deepEqual(
    byGain.filter((name) => name !== ''),
    message.priorities.map(({ category }) => category),
  );
  const first = view.page.locator('.rank').first();
  assert.match((await first.locator('.rank-why').textContent()) ?? '', /\d\.\d× the other models/);
  assert.match((await first.getAttribute('title')) ?? '', /share × how many times as often/);
  assert.equal((await view.state()).order, 'fixFirst');
});

story('by keyboard alone', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await rank(view, 'Missing Required Element').focus();
  await view.page.keyboard.press('ArrowDown');
  await view.page.keyboard.press('ArrowDown');
  await view.page.keyboard.press('Enter');
  assert.deepEqual((await view.lastSent())?.drill, { category: COMPUTATION });
  await view.receive(fixtures.examples(COMPUTATION, 120));
  const focused = () => view.page.evaluate(() => document.activeElement?.getAttribute('data-ref'));
  await row(view, 'ref-0').focus();
  await view.page.keyboard.press('ArrowDown');
  await view.page.waitForFunction(() => document.activeElement?.getAttribute('data-ref') === 'ref-1');
  // The last row is not in the document before the key is pressed.
  await view.page.keyboard.press('End');
  await view.page.waitForFunction(() => document.activeElement?.getAttribute('data-ref') === 'ref-119');
  await view.page.keyboard.press('Enter');
  assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-119' });
  assert.equal(await focused(), 'ref-119');
});

story('filters as chips that are taken off one by one', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.byTestId('unfold-filters').click();
  await view.byTestId('filter-models').locator('.filter-button').click();
  await view.page.locator('[data-option="gpt-5-mini"]').click();
  const one = { ...NO_FILTER, models: ['gpt-5-mini'] };
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: one });
  await view.page.keyboard.press('Escape');
  assert.equal(await view.page.locator('.filter-menu').count(), 0);
  await view.byTestId('filter-confidences').locator('.filter-button').click();
  await view.page.locator('[data-option="low"]').click();
  await view.page.keyboard.press('Escape');
  await view.byTestId('filter-categories').locator('.filter-button').click();
  await view.page.locator('.filter-menu vscode-checkbox', { hasText: 'Needs a judge' }).click();
  await view.page.keyboard.press('Escape');
  await view.byTestId('filter-label-noise').click();
  const all = { ...one, confidences: ['low'], categories: [null], labelNoise: true };
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: all });
  const chips = view.page.locator('.chip');
  const words = await chips.allTextContents();
  assert.deepEqual(
    words.map((text) => text.replaceAll(/\s+/g, ' ').trim()),
    ['gpt-5-mini', 'Needs a judge', 'low', 'suspected label noise'].map(
      (label, i) => `Remove filter${['model', 'category', 'confidence', ''][i]}${label}`,
    ),
  );
  await chips.nth(1).click();
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: { ...all, categories: [] } });
  await view.byTestId('clear-filter').click();
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: NO_FILTER });
  assert.equal(await chips.count(), 0);
});

story('searches while the user types, and keeps what is typed', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const input = view.byTestId('search');
  await input.pressSequentially('half pri', { delay: 5 });
  // The host's word on an older state arrives in between.
  await view.receive(fixtures.atlas());
  await view.page.waitForFunction(() =>
    (window as unknown as { sent: { filter?: { search: string } }[] }).sent.some(
      ({ filter }) => filter?.search === 'half pri',
    ),
  );
  assert.equal(await input.inputValue(), 'half pri');
  const kept = fixtures.atlas({ filter: { ...NO_FILTER, search: 'half pri' } });
  kept.atlas.totals.failing = 4;
  await view.receive(kept);
  assert.match((await view.byTestId('totals').textContent()) ?? '', /4 of 139 failing examples match/);
  assert.match((await view.byTestId('said').textContent()) ?? '', /4 failing examples shown/);
});

story('commands: classify, choose a judge, problems', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas({ problems: 3 }));
  for (const [id, command] of [
    ['classify', 'errorAtlas.classifyFailing'],
    ['choose-judge', 'errorAtlas.chooseJudge'],
    ['show-problems', 'errorAtlas.showProblems'],
  ] as const) {
    await view.byTestId(id).click();
    assert.deepEqual(await view.lastSent(), { type: 'command', command });
  }
});

story('while the judge works: progress instead of the button', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.receive({ type: 'judge', judge: fixtures.running().judge });
  assert.equal(await view.byTestId('classify').count(), 0);
  assert.equal(await view.page.locator('[role="progressbar"]').getAttribute('aria-valuenow'), '31');
  // Said to screen readers in tenths.
  await view.page.locator('.running [role="status"]', { hasText: 'Classifying: 20%' }).waitFor({ state: 'attached' });
});

story('each state has its words', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.loading());
  await view.page.locator('.skeleton').waitFor();
  await view.receive(fixtures.empty());
  await view.byTestId('empty').getByText('lm-evaluation-harness').waitFor();
  await view.receive(fixtures.allPass());
  await view.byTestId('all-pass').getByText('Nothing failed').waitFor();
  await view.receive(
    fixtures.atlas({
      ...fixtures.allPass(),
      filter: { ...NO_FILTER, corrected: true },
      scope: { examples: 9, failing: 5 },
    }),
  );
  await view.byTestId('all-pass').getByText('None of the 5 failing examples here').waitFor();
  await view.receive(fixtures.unclassified());
  await view.byTestId('unclassified').getByText('Why do they fail?').waitFor();
  await view.byTestId('classify').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.classifyFailing' });
});

story('runs by day, or why there is no trend', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  const days = view.byTestId('trend').locator('tbody tr');
  assert.deepEqual(
    (await days.locator('th').allTextContents()).map((day) => day.trim()),
    ['2026-11-10', '2026-11-03', '2026-10-28'],
  );
  assert.match((await days.first().textContent()) ?? '', /51%\s+139 of 271 examples in 9 files/);
  await view.receive(fixtures.atlas({ trend: fixtures.trend().slice(0, 1) }));
  await view.byTestId('no-trend').getByText('All runs are of one day, 2026-10-28').waitFor();
  const [, other] = fixtures.trend();
  assert.ok(other);
  await view.receive(
    fixtures.atlas({ trend: [...fixtures.trend().slice(0, 1), { ...other, datasets: ['mmlu_pro'] }] }),
  );
  await view.byTestId('trend').getByText('of other models or datasets than the day before').waitFor();
});

for (const layout of ['side', 'tab'] as const) {
  story(`what got worse between two models, ${layout}`, { layout }, async (view) => {
    await view.receive(fixtures.atlas());
    await view.byTestId('compare').click();
    await view.byTestId('side-a').selectOption({ label: 'meta-llama/Llama-3.2-3B-Instruct' });
    await view.byTestId('side-b').selectOption({ label: 'gpt-5-mini' });
    const { comparison: _, type: __, ...sides } = fixtures.comparison();
    assert.deepEqual(await view.lastSent(), { type: 'compare', ...sides });
    await view.receive(fixtures.comparison());
    await view.byTestId('sentence').getByText('fails less often than').waitFor();
    const rows = view.byTestId('compare-table').locator('tbody tr');
    const cells = async (at: number) => {
      const heads = await view.byTestId('compare-table').locator('thead th').allTextContents();
      const values = await rows.nth(at).locator('th, td').allTextContents();
      return Object.fromEntries(heads.map((head, i) => [head.trim(), values[i]?.replaceAll(/\s+/g, ' ').trim()]));
    };
    assert.deepEqual(await cells(0), {
      Category: COMPUTATION,
      A: '10% 9',
      B: '1% 1',
      'B − A': '−8.8 pp',
      '95 % interval': '−12.8 pp to −3.8 pp',
      'Adjusted p': '0.012',
      Verdict: 'less often',
    });
    assert.match((await rows.nth(1).textContent()) ?? '', /more often/);
    assert.match((await rows.nth(2).textContent()) ?? '', /may be chance/);

    await view.page.locator('[data-change="broken"]').click();
    assert.deepEqual(await view.lastSent(), { type: 'changes', change: 'broken', version: 1, offset: 0, limit: 200 });
    await view.receive(fixtures.changes(7));
    const first = view.page.locator('[data-index="0"]');
    assert.match((await first.textContent()) ?? '', /A: passed\s+B: Computation Error/);
    await first.locator('[data-side="A"]').click();
    assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'a-0' });
    await first.locator('[data-side="B"]').click();
    assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'b-0' });
    await view.byTestId('export-markdown').click();
    assert.deepEqual(await view.lastSent(), { type: 'exportComparison', format: 'markdown' });

    await view.byTestId('swap').click();
    assert.deepEqual(await view.lastSent(), { type: 'compare', a: sides.b, b: sides.a });
    // The answer to the question before is not shown as the answer to this one.
    await view.receive(fixtures.comparison());
    assert.equal(await view.byTestId('sentence').count(), 0);
    await view.byTestId('back').click();
    await view.byTestId('ranking').waitFor();
    assert.deepEqual(view.complaints, []);
  });
}

story('a comparison without pairs, and one with nothing to compare', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const { comparison: _, type: __, ...sides } = fixtures.comparison();
  await view.receive({ type: 'openCompare', ...sides });
  assert.deepEqual(await view.lastSent(), { type: 'compare', ...sides });
  await view.receive(fixtures.comparison({ paired: false, pairs: 0 }));
  await view.page.getByText('Too few examples are the same on both sides').waitFor();
  await view.receive({ ...fixtures.comparison(), comparison: null });
  await view.page.getByText('there is nothing to compare').waitFor();
});

const SAVED = { drill: { category: COMPUTATION }, sort: null, scroll: 0 };

story('a reload comes back to the same place', { layout: 'side', state: SAVED }, async (view) => {
  await view.receive(fixtures.atlas({ filter: { ...NO_FILTER, models: ['gpt-5-mini'] } }));
  const sent = await view.sent();
  assert.deepEqual(sent, [{ type: 'ready' }, asked({ category: COMPUTATION })]);
  await view.receive(fixtures.examples(COMPUTATION, 2));
  await row(view, 'ref-1').waitFor();
  await view.page.locator('.chip', { hasText: 'gpt-5-mini' }).waitFor();
});

story('new numbers leave the reader where he is', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await rank(view, COMPUTATION).click();
  await view.receive(fixtures.examples(COMPUTATION, 150));
  await view.page.evaluate(() => window.scrollTo({ top: 4_000 }));
  await view.page.waitForTimeout(50);
  const before = await view.page.locator('[data-ref]').nth(8).getAttribute('data-ref');
  await view.receive(fixtures.atlas());
  assert.deepEqual(await view.lastSent(), asked({ category: COMPUTATION }, { version: 2 }));
  // The old rows stand until the new ones are there.
  assert.equal(await view.page.locator('[data-ref]').nth(8).getAttribute('data-ref'), before);
  await view.receive(fixtures.examples(COMPUTATION, 149, { version: 2 }));
  assert.equal(await view.page.evaluate(() => window.scrollY), 4_000);
  assert.equal(await view.page.locator('[data-ref]').nth(8).getAttribute('data-ref'), before);
});

story('an unknown message is logged and breaks nothing', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.receive({ type: 'surprise' });
  await view.receive({ type: 'atlas', state: 'ready' });
  assert.equal(view.complaints.filter((text) => text.includes('does not know')).length, 2);
  await rank(view, COMPUTATION).waitFor();
});

/** Every text that comes from a file or a judge is the payload, in every place of the panel. */
async function showEverywhere(view: WebviewPage, text: string): Promise<void> {
  const message = fixtures.atlas({
    models: [text, 'other'],
    datasets: [text, 'other'],
    runs: [text, 'other'],
    judges: [{ id: text, label: text }],
    categories: [text, null],
    filter: {
      ...NO_FILTER,
      models: [text],
      datasets: [text],
      files: [text],
      judges: [text],
      categories: [text],
      search: text.slice(0, 500),
    },
    judge: { label: text, running: null },
  });
  const [category] = message.atlas.categories;
  const [model, ...models] = message.atlas.models;
  assert.ok(category && model);
  Object.assign(category, { name: text, description: text });
  message.atlas.models = [{ ...model, name: text, categories: { [text]: { count: 3, share: 0.1 } } }, ...models];
  message.atlas.taxonomy = text;
  message.atlas.rules = [{ dataset: text, rule: text }];
  message.priorities = message.priorities.map((priority) => ({ ...priority, category: text, model: text }));
  message.trend = fixtures
    .trend()
    .map((day) => ({ ...day, models: [text], datasets: [text], categories: { [text]: 9 } }));
  await view.receive(message);
  await view.page.locator('.rank').first().getByText(text, { exact: false }).count();
  for (const display of ['multiples', 'heatmap', 'fixFirst', 'table', 'chart']) {
    await view.byTestId(`show-${display}`).click();
  }
  await view.page.locator('.rank').first().click();
  const version = Number((await view.lastSent())?.version);
  const [first] = fixtures.rows(text, 1);
  assert.ok(first);
  const hostile = {
    ...first,
    ref: text,
    id: text,
    dataset: text,
    model: text,
    preview: text,
    title: text,
    place: text,
  };
  await view.receive(
    fixtures.examples(text, 1, {
      ...{ version, rows: [hostile] },
      inside: {
        level: 'title',
        groups: [
          { name: text, count: 2 },
          { name: 'other', count: 1 },
        ],
        more: 1,
      },
    }),
  );
  await view.page.locator('[data-inside]').first().click();
  await view.byTestId('back').click();
  const side = { kind: 'model' as const, name: text };
  const other = { kind: 'file' as const, name: text };
  await view.receive({ type: 'openCompare', a: side, b: other });
  const { comparison } = fixtures.comparison({ sentence: text });
  assert.ok(comparison);
  comparison.categories = comparison.categories.map((one) => ({ ...one, name: text }));
  comparison.a.name = text;
  await view.receive({ type: 'comparison', a: side, b: other, comparison });
  await view.page.locator('[data-change="fixed"]').click();
  const changes = fixtures.changes(1, Number((await view.lastSent())?.version));
  changes.rows = changes.rows.map((changed) => ({
    ...{ dataset: text, id: text, preview: text },
    a: { ...changed.a, category: text },
    b: { ...changed.b, category: text },
  }));
  await view.receive(changes);
  await view.page.locator('[data-index="0"]').waitFor();
  await view.byTestId('back').click();
}

for (const [turn, layout] of (['side', 'tab'] as const).entries()) {
  story(`no payload runs, whichever text it is in, ${layout}`, { layout }, async (view) => {
    let alerts = 0;
    view.page.on('dialog', (dialog) => {
      alerts += 1;
      void dialog.dismiss();
    });
    const requests: string[] = [];
    view.page.on('request', (request) => requests.push(request.url()));
    await view.receive(fixtures.atlas());
    // The two layouts share most of what draws texts, and half of the payloads each.
    for (const payload of [fixtures.HOSTILE, ...PAYLOADS.filter((_, i) => i % 2 === turn)]) {
      await showEverywhere(view, payload).catch((error) => {
        throw new Error(`With ${JSON.stringify(payload)}: ${error} ${view.complaints.join('\n')}`);
      });
      assert.equal(alerts, 0, payload);
      // What is shown is text: no element of the payload's has come into the page.
      assert.equal(
        await view.page.locator('main script, main img, main iframe, main svg, main form, main style').count(),
        0,
        payload,
      );
    }
    assert.equal(await view.page.evaluate(() => 'pwned' in window), false);
    // Nor has a name such as `__proto__` reached what all objects have.
    assert.deepEqual(await view.page.evaluate(() => Object.keys(Object.prototype)), []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('http://127.0.0.1')),
      [],
    );
    assert.deepEqual(view.complaints, []);
  });
}

/** The rule set of axe, without what the page around a web view decides. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(view: WebviewPage): Promise<string[]> {
  await view.page.evaluate(AXE);
  return view.page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    // Web views are parts of a page: landmarks and headings of the whole are the editor's.
    const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
    const { violations } = await axe.run({ rules });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`,
    );
  });
}

for (const theme of ['dark', 'light', 'hc'] as const) {
  for (const layout of ['side', 'tab'] as const) {
    story(`axe finds nothing, ${layout}, ${theme}`, { layout, theme }, async (view) => {
      const check = async (state: string) => assert.deepEqual(await violations(view), [], state);
      for (const [name, message] of Object.entries({
        loading: fixtures.loading(),
        empty: fixtures.empty(2),
        'all pass': fixtures.allPass(),
        unclassified: fixtures.unclassified(),
        running: fixtures.running(),
        filtered: fixtures.atlas({ problems: 2, filter: { ...NO_FILTER, models: ['gpt-5-mini'], search: 'half' } }),
      })) {
        await view.receive(message);
        await check(name);
      }
      await view.receive(fixtures.atlas());
      for (const display of ['fixFirst', 'multiples', 'table', 'heatmap', 'chart']) {
        await view.byTestId(`show-${display}`).click();
        await check(display);
      }
      if (layout === 'side') await view.byTestId('unfold-filters').click();
      await view.byTestId('filter-models').locator('.filter-button').click();
      await check('menu');
      await view.page.keyboard.press('Escape');
      await rank(view, COMPUTATION).click();
      await view.receive(fixtures.examples(COMPUTATION, 500));
      await check('drill');
      await view.byTestId('back').click();
      const { comparison: _, type: __, ...sides } = fixtures.comparison();
      await view.receive({ type: 'openCompare', ...sides });
      await view.receive(fixtures.comparison());
      await view.page.locator('[data-change="broken"]').click();
      await view.receive(fixtures.changes(7));
      await check('compare');
    });
  }
}

for (const width of [200, 320, 480, 719, 720, 1280, 2000]) {
  story(`nothing sticks out at ${width} px`, { width, layout: width < 720 ? 'side' : 'tab' }, async (view) => {
    const check = async (state: string) => {
      const wider = await view.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wider <= 0, `${state}: ${wider} px too wide`);
    };
    const filter = {
      ...NO_FILTER,
      models: ['meta-llama/Llama-3.2-3B-Instruct'],
      files: [fixtures.atlas().runs[0] ?? ''],
    };
    await view.receive({ ...fixtures.manyModels(), filter });
    await check('overview');
    for (const display of ['multiples', 'table', 'heatmap', 'fixFirst', 'chart']) {
      await view.byTestId(`show-${display}`).click();
      await check(display);
    }
    await rank(view, COMPUTATION).click();
    await view.receive(fixtures.examples(COMPUTATION, 300));
    await check('drill');
    await view.byTestId('back').click();
    const { comparison: _, type: __, ...sides } = fixtures.comparison();
    await view.receive({ type: 'openCompare', ...sides });
    await view.receive(fixtures.comparison());
    await view.page.locator('[data-change="broken"]').click();
    await view.receive(fixtures.changes(7));
    await check('compare');
  });
}

story('the chart follows the theme', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const picture = () =>
    view.page.locator('.treemap canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const dark = await picture();
  await view.setTheme('light');
  await view.page.waitForTimeout(100);
  assert.notEqual(await picture(), dark);
});

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`every category colour stands out, ${theme}`, { layout: 'side', theme }, async (view) => {
    await view.receive(fixtures.atlas());
    const contrasts = await view.page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      if (context === null) throw new Error('no canvas');
      const luminance = (colour: string) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [r = 0, g = 0, b = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
          const share = value / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a: string, b: string) => {
        const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
        return (light + 0.05) / (dark + 0.05);
      };
      return Array.from({ length: 24 }, (_, slot) => {
        const probe = document.createElement('span');
        probe.className = `category-${slot}`;
        document.body.append(probe);
        const colours = ['--category', '--on-category', '--vscode-editor-background'].map((name) => {
          probe.style.color = `var(${name})`;
          return getComputedStyle(probe).color;
        });
        probe.remove();
        const [fill = '', text = '', background = ''] = colours;
        return { slot, background: contrast(fill, background), text: contrast(fill, text) };
      });
    });
    assert.deepEqual(
      contrasts.filter(({ background, text }) => background < 3 || text < 4.5),
      [],
    );
  });
}
