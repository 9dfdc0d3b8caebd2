import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListQuery } from '../../../src/protocol';
import { file, HOSTILE, playHost, result } from './listHost';
import { openView, type ViewOptions, type WebviewPage } from './page';

function story(title: string, options: Partial<ViewOptions>, tell: (view: WebviewPage) => Promise<void>): void {
  test(`example list page: ${title}`, { timeout: 60_000 }, async () => {
    const view = await openView({ view: 'list', ...options });
    try {
      await tell(view);
    } finally {
      await view.close();
    }
  });
}

const FAILING = {
  outcomes: ['failing'],
  categories: [],
  models: [],
  datasets: [],
  finishReasons: [],
  minScore: null,
  maxScore: null,
  corrected: false,
};

const row = (view: WebviewPage, index: number) => view.page.locator(`[data-ref="ref-${index}"]`);
const search = (view: WebviewPage) => view.byTestId('search').locator('input');

async function lastQuery(view: WebviewPage) {
  const sent = await view.sent();
  return sent.findLast(({ type }) => type === 'query')?.query as ListQuery | undefined;
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.fail(`Waited in vain until ${what}.`);
}

story('asks for failing examples, and a click opens one', {}, async (view) => {
  const sent = await view.sent();
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['ready', 'query'],
  );
  assert.deepEqual((await lastQuery(view))?.filter, FAILING);
  await playHost(view, 40);
  assert.match((await view.byTestId('shown').textContent()) ?? '', /40 of 80 examples/);
  await row(view, 3).click();
  assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-3' });
  assert.equal(await row(view, 3).getAttribute('aria-selected'), 'true');
  await row(view, 5).click({ modifiers: ['ControlOrMeta'] });
  assert.deepEqual(await view.lastSent(), { type: 'openRaw', ref: 'ref-5' });
  await row(view, 6).hover();
  await row(view, 6).locator('.row-raw').click();
  assert.deepEqual(await view.lastSent(), { type: 'openRaw', ref: 'ref-6' });
  assert.deepEqual(view.complaints, []);
});

story('100,000 rows: few in the document, wherever one scrolls', {}, async (view) => {
  await playHost(view, 100_000);
  const grid = view.byTestId('grid');
  assert.equal(await grid.getAttribute('aria-rowcount'), '100001');
  const frames = await grid.evaluate(async (element) => {
    const times: number[] = [];
    let most = 0;
    let before = performance.now();
    for (let i = 0; i < 120; i++) {
      // Slow at first, then in leaps.
      element.scrollTop += i < 60 ? 90 : 40_000;
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      times.push(now - before);
      before = now;
      most = Math.max(most, document.querySelectorAll('[role="row"]').length);
    }
    times.sort((a, b) => a - b);
    return { most, p90: times[Math.floor(times.length * 0.9)] ?? 0 };
  });
  assert.ok(frames.most < 80, `${frames.most} rows in the document`);
  // Generous: the machine is busy with other tests.
  assert.ok(frames.p90 < 100, `a frame took ${frames.p90} ms`);
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await row(view, 99_999).waitFor();
  assert.equal(await row(view, 99_999).getAttribute('aria-rowindex'), '100001');
  await row(view, 99_999).click();
  assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-99999' });
});

story('by keyboard alone', {}, async (view) => {
  await playHost(view, 5_000);
  const { keyboard } = view.page;
  const active = () => view.byTestId('grid').getAttribute('aria-activedescendant');
  await keyboard.press('ControlOrMeta+f');
  await keyboard.press('ArrowDown');
  assert.equal(await active(), 'row-0');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowUp');
  await keyboard.press('Enter');
  assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-1' });
  await keyboard.press('PageDown');
  const page = Number((await active())?.slice(4));
  assert.ok(page > 15 && page < 40, `a page of ${page} rows`);
  await keyboard.press('PageUp');
  assert.equal(await active(), 'row-1');
  await keyboard.press('End');
  await row(view, 4_999).waitFor();
  await until(async () => (await view.state()).selected === 'ref-4999', 'the last row is selected');
  await keyboard.press('Control+Enter');
  assert.deepEqual(await view.lastSent(), { type: 'openRaw', ref: 'ref-4999' });
  await keyboard.press('Home');
  await until(async () => (await view.state()).selected === 'ref-0', 'the first row is selected');
  const box = await row(view, 0).boundingBox();
  const head = await view.page.locator('.head').boundingBox();
  assert.ok(box && head && box.y >= head.y + head.height - 1, 'the first row is under the head');
});

story('types a search, sends it to the texts, clears it', {}, async (view) => {
  await playHost(view, 40);
  await view.page.keyboard.press('ControlOrMeta+f');
  await view.page.keyboard.type('wrong unit');
  await until(async () => (await lastQuery(view))?.text === 'wrong unit', 'the words are asked for');
  assert.equal((await lastQuery(view))?.inTexts, false);
  await view.page.keyboard.press('Enter');
  assert.equal((await lastQuery(view))?.inTexts, true);
  await view.page.keyboard.type('s');
  await until(async () => (await lastQuery(view))?.text === 'wrong units', 'the letter is asked for');
  assert.equal((await lastQuery(view))?.inTexts, false);
  await view.page.keyboard.press('Escape');
  await until(async () => (await lastQuery(view))?.text === '', 'the search is cleared');
  assert.equal(await search(view).inputValue(), '');
});

story('filters, each from its menu, and clears them', {}, async (view) => {
  await playHost(view, 40);
  const choose = async (menu: string, option: string) => {
    await view.byTestId(`filter-${menu}`).locator('.filter-button').click();
    await view.page.locator(`[data-option="${option}"]`).click();
    await view.page.keyboard.press('Escape');
  };
  const filter = async () => (await lastQuery(view))?.filter;
  await choose('outcomes', 'Errored');
  assert.deepEqual((await filter())?.outcomes, ['failing', 'errored']);
  await choose('categories', 'Needs a judge');
  await choose('categories', 'Factual Error');
  assert.deepEqual((await filter())?.categories, ['Factual Error', null]);
  await choose('models', 'gpt-5-mini');
  await choose('datasets', 'gsm8k');
  await choose('stops', 'length');
  await view.byTestId('filter-score').locator('.filter-button').click();
  await view.page.locator('[data-bound="to"] input').fill('0.5');
  await view.page.keyboard.press('Tab');
  await view.page.keyboard.press('Escape');
  await view.byTestId('filter-corrected').click();
  const rest = {
    models: ['gpt-5-mini'],
    datasets: ['gsm8k'],
    finishReasons: ['length'],
    maxScore: 0.5,
    corrected: true,
  };
  assert.deepEqual({ ...(await filter()), categories: [] }, { ...FAILING, ...rest, outcomes: ['failing', 'errored'] });
  await view.byTestId('clear-filter').click();
  assert.deepEqual((await filter())?.outcomes, ['failing']);
  assert.equal((await filter())?.corrected, false);
});

story('sorts by a column: up, down, not', {}, async (view) => {
  await playHost(view, 40);
  const head = view.page.locator('[data-sort="score"]');
  const sort = async () => (await lastQuery(view))?.sort;
  await head.click();
  assert.deepEqual(await sort(), { column: 'score', descending: false });
  assert.equal(await view.page.locator('.head .cell-score').getAttribute('aria-sort'), 'ascending');
  await head.click();
  assert.deepEqual(await sort(), { column: 'score', descending: true });
  await head.click();
  assert.equal(await sort(), null);
});

story('what is wrong with a query, what waits, and how far a search is', {}, async (view) => {
  await view.receive(file(40));
  await view.receive(result(0, { problems: ['There is no field “modle”. Did you mean “model”?'] }));
  assert.match(await view.byTestId('query-problems').innerText(), /Did you mean “model”/);
  await view.receive(result(3, { version: 2, waiting: ['meta.filter', 'meta.level'] }));
  assert.match(await view.byTestId('waiting').innerText(), /meta\.filter, meta\.level/);
  const searching = { done: 1_200, total: 5_000, unread: 3, running: true };
  await view.receive(result(3, { version: 3, search: searching }));
  assert.match(await view.byTestId('searching').innerText(), /1,200 of 5,000 texts searched, 3 could not be read/);
  await view.byTestId('stop-search').click();
  assert.deepEqual(await view.lastSent(), { type: 'search', go: false });
  await view.receive(result(3, { version: 3, search: { ...searching, running: false } }));
  await view.byTestId('stop-search').getByText('Go on').click();
  assert.deepEqual(await view.lastSent(), { type: 'search', go: true });
  await view.byTestId('help').click();
  await view.byTestId('syntax').getByText('meta.level:hard').waitFor();
});

story('the selection keeps its example when rows change', {}, async (view) => {
  await playHost(view, 500);
  await row(view, 7).click();
  // Judgments have come in: the same question, another order.
  await view.page.evaluate(() => {
    const there = window as unknown as { sent: { type: string; queryId?: number }[] };
    const queryId = there.sent.findLast(({ type }) => type === 'query')?.queryId;
    window.postMessage({
      type: 'result',
      queryId,
      version: 900,
      total: 400,
      problems: [],
      waiting: [],
      search: null,
      selected: 12,
    });
  });
  await until(
    async () => (await view.byTestId('grid').getAttribute('aria-activedescendant')) === 'row-12',
    'the selection has moved',
  );
  assert.match((await view.byTestId('shown').textContent()) ?? '', /400 of 1,000/);
});

const SAVED = {
  query: {
    text: 'train',
    inTexts: true,
    filter: { ...FAILING, outcomes: [], models: ['gpt-5-mini'] },
    sort: { column: 'score', descending: true },
  },
  selected: 'ref-300',
  scroll: 8_000,
};

story('a reload comes back to the same place', { state: SAVED }, async (view) => {
  assert.deepEqual(await lastQuery(view), SAVED.query);
  await playHost(view, 5_000);
  assert.equal(await search(view).inputValue(), 'train');
  await row(view, 300).waitFor();
  assert.equal(await view.byTestId('grid').evaluate(({ scrollTop }) => scrollTop), 8_000);
  assert.equal(await row(view, 300).getAttribute('aria-selected'), 'true');
  assert.equal((await view.state()).selected, 'ref-300');
});

story('each state has its words', {}, async (view) => {
  await view.page.locator('.skeleton').waitFor();
  await view.receive(file(0, { state: 'notEvaluation' }));
  await view.byTestId('no-list').getByText('This is no evaluation file').waitFor();
  await view.byTestId('open-as-text').click();
  assert.deepEqual(await view.lastSent(), { type: 'openRaw', ref: null });
  await view.receive(file(0, { state: 'unreadable', message: 'The zip directory is cut off.' }));
  await view.byTestId('no-list').getByText('The zip directory is cut off.').waitFor();
  await view.receive(file(40, { state: 'reading', problems: 2 }));
  await view.byTestId('reading').waitFor();
  await view.byTestId('show-problems').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.showProblems' });
  const totals = { examples: 40, passed: 40, failing: 0, errored: 0, unscored: 0 };
  await view.receive(file(40, { totals }));
  await view.receive(result(0));
  await view.byTestId('nothing').getByText('Nothing failed').waitFor();
  await view.byTestId('show-all').click();
  assert.deepEqual((await lastQuery(view))?.filter.outcomes, []);
  await view.receive(result(0, { queryId: 2, version: 2 }));
  await view.byTestId('nothing').getByText('Nothing matches').waitFor();
  await view.byTestId('clear-all').click();
  assert.deepEqual((await lastQuery(view))?.filter.outcomes, ['failing']);
});

story('each kind of file offers what can be chosen about it', {}, async (view) => {
  await playHost(view, 4);
  assert.equal(await view.byTestId('choice').count(), 0);
  await view.receive(file(4, { choice: 'fields', notes: ['read as: input=question, output=response'] }));
  await view.byTestId('choice').getByText('Map Fields…').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.mapFields' });
  await view.receive(file(4, { choice: 'metrics' }));
  await view.byTestId('choice').getByText('Choose Metric…').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.chooseMetric' });
  await view.receive(file(0, { state: 'notEvaluation' }));
  await view.byTestId('map-fields').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.mapFields' });
});

story('hostile text stays text', {}, async (view) => {
  await playHost(view, 5, { id: HOSTILE, title: HOSTILE, category: HOSTILE, preview: HOSTILE, model: HOSTILE });
  await view.receive(file(5, { notes: [HOSTILE], name: HOSTILE }));
  await row(view, 0).locator('.cell-id').getByText('<img src=x').waitFor();
  assert.equal(await view.page.locator('img').count(), 0);
  assert.equal(await view.page.evaluate(() => 'pwned' in window), false);
  assert.deepEqual(view.complaints, []);
});

story('an unknown message is logged and breaks nothing', {}, async (view) => {
  await playHost(view, 5);
  await view.receive({ type: 'surprise' });
  assert.equal(view.complaints.filter((text) => text.includes('does not know')).length, 1);
  await row(view, 0).waitFor();
});

story('beside an example there is room for less', { width: 520 }, async (view) => {
  await playHost(view, 40);
  const overflow = await view.byTestId('grid').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  assert.ok(overflow <= 0, `${overflow} pixels wider than the page`);
  assert.equal(await view.page.locator('.head .cell-category').count(), 1);
  assert.equal(await view.page.locator('.head .cell-dataset').count(), 0);
});
