import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { PAYLOADS } from '../../support/payloads';
import { violations } from './axe';
import { openView, type ViewOptions, type WebviewPage } from './page';
import { BROKEN, category, taxonomy } from './taxonomyFixtures';

function story(title: string, options: Partial<ViewOptions>, tell: (view: WebviewPage) => Promise<void>): void {
  test(`taxonomy page: ${title}`, { timeout: 60_000 }, async () => {
    const view = await openView({ view: 'taxonomy', ...options });
    view.page.setDefaultTimeout(5_000);
    try {
      await tell(view);
      assert.deepEqual(view.complaints, []);
    } finally {
      await view.close();
    }
  });
}

const node = (view: WebviewPage, id: string) => view.page.locator(`[data-id="${id}"]`);
const lastEdit = async (view: WebviewPage) => {
  const sent = await view.lastSent();
  assert.equal(sent?.type, 'edit');
  return sent?.edit;
};
const field = (view: WebviewPage, name: string) => view.page.locator(`[data-field="${name}"]`);

story('renames and describes; Escape takes back what was typed', {}, async (view) => {
  await view.receive(taxonomy());
  assert.deepEqual(await view.sent(), [{ type: 'ready' }]);
  await node(view, 'reading-lapse').click();
  await field(view, 'Name').fill('Misreading');
  await field(view, 'Name').press('Enter');
  assert.deepEqual(await view.lastSent(), {
    type: 'edit',
    document: 1,
    edit: { kind: 'describe', at: [1], name: 'Misreading' },
  });
  await field(view, 'Description').fill('Overlooked what stands there.');
  await field(view, 'Description').blur();
  assert.deepEqual(await lastEdit(view), { kind: 'describe', at: [1], description: 'Overlooked what stands there.' });
  const before = (await view.sent()).length;
  await field(view, 'Name').fill('Nonsense');
  await field(view, 'Name').press('Escape');
  await field(view, 'Name').blur();
  assert.equal((await view.sent()).length, before);
});

story('a new category is selected, and its name can be typed at once', {}, async (view) => {
  const before = taxonomy();
  await view.receive(before);
  await view.byTestId('add').click();
  assert.deepEqual(await lastEdit(view), { kind: 'add', parent: null, name: 'New Category' });
  await view.receive(taxonomy({ document: 2, categories: [...before.categories, category('New Category', 0)] }));
  assert.equal(await node(view, 'new-category').getAttribute('aria-selected'), 'true');
  await view.page.keyboard.type('Hallucinated Source');
  await view.page.keyboard.press('Enter');
  assert.deepEqual(await lastEdit(view), { kind: 'describe', at: [4], name: 'Hallucinated Source' });
});

story('several become one; which one is the user’s word', {}, async (view) => {
  await view.receive(taxonomy());
  await node(view, 'reading-lapse').click();
  await node(view, 'format-breach').click({ modifiers: ['ControlOrMeta'] });
  assert.match((await view.byTestId('several').textContent()) ?? '', /2 categories selected.*94 failing examples/s);
  await view.page.getByRole('radio', { name: 'Format Breach' }).check();
  await view.byTestId('merge').click();
  assert.deepEqual(await lastEdit(view), { kind: 'merge', at: [[1], [2]], into: [2] });
});

story('titles are split off into a new category', {}, async (view) => {
  await view.receive(taxonomy());
  await node(view, 'computation-slip').click();
  await view.byTestId('titles').click();
  assert.deepEqual(await view.lastSent(), { type: 'titles', at: [0] });
  const titles = [
    { title: 'Wrong sum', count: 30 },
    { title: 'Carry left out', count: 14 },
  ];
  await view.receive({ type: 'titles', id: 'computation-slip', titles, more: 0 });
  assert.equal(await view.byTestId('split').isDisabled(), true);
  await view.page.locator('vscode-checkbox').nth(1).click();
  await view.byTestId('split-name').fill('Carry Slip');
  await view.byTestId('split').click();
  assert.deepEqual(await lastEdit(view), { kind: 'split', at: [0], titles: ['Carry left out'], name: 'Carry Slip' });
});

story('everything by keyboard: walk, open, move, delete, rename', {}, async (view) => {
  await view.receive(taxonomy());
  await node(view, 'computation-slip').focus();
  const press = (key: string) => view.page.keyboard.press(key);
  const focused = () => view.page.evaluate(() => (document.activeElement as HTMLElement).dataset.id);
  await press('ArrowLeft');
  assert.equal(await node(view, 'computation-slip').getAttribute('aria-expanded'), 'false');
  assert.equal(await node(view, 'sign-slip').count(), 0);
  await press('ArrowRight');
  await press('ArrowRight');
  assert.equal(await focused(), 'addition-slip');
  await press('Alt+ArrowDown');
  assert.deepEqual(await lastEdit(view), { kind: 'move', at: [[0, 0]], parent: [0], index: 2 });
  await press('Alt+ArrowLeft');
  assert.deepEqual(await lastEdit(view), { kind: 'move', at: [[0, 0]], parent: null, index: 1 });
  await press('End');
  assert.equal(await focused(), 'tool-misuse');
  await press('Alt+ArrowRight');
  assert.deepEqual(await lastEdit(view), {
    kind: 'move',
    at: [[3]],
    parent: [2],
    index: Number.MAX_SAFE_INTEGER,
  });
  await press('Space');
  await press('Shift+ArrowUp');
  assert.match((await view.byTestId('several').textContent()) ?? '', /2 categories selected/);
  await press('Delete');
  assert.deepEqual(await lastEdit(view), { kind: 'remove', at: [[2], [3]] });
  await view.receive(taxonomy({ document: 2, categories: taxonomy().categories.slice(0, 2) }));
  assert.equal(await focused(), 'reading-lapse', 'the focus stays in the tree');
  await press('F2');
  assert.equal(await field(view, 'Name').evaluate((input) => input === document.activeElement), true);
});

story('dragging moves before, into and after', {}, async (view) => {
  await view.receive(taxonomy());
  const drag = async (share: number) => {
    const target = node(view, 'reading-lapse');
    const { height = 0 } = (await target.boundingBox()) ?? {};
    await node(view, 'tool-misuse').dragTo(target, { targetPosition: { x: 60, y: height * share } });
    return lastEdit(view);
  };
  assert.deepEqual(await drag(0.5), { kind: 'move', at: [[3]], parent: [1], index: Number.MAX_SAFE_INTEGER });
  assert.deepEqual(await drag(0.1), { kind: 'move', at: [[3]], parent: null, index: 1 });
  assert.deepEqual(await drag(0.9), { kind: 'move', at: [[3]], parent: null, index: 2 });
});

story('without a mouse a category gets another parent by its menu', {}, async (view) => {
  await view.receive(taxonomy());
  await node(view, 'sign-slip').click();
  assert.equal(await view.byTestId('inside').inputValue(), '0');
  await view.byTestId('inside').selectOption({ label: 'Tool Misuse' });
  assert.deepEqual(await lastEdit(view), {
    kind: 'move',
    at: [[0, 1]],
    parent: [3],
    index: Number.MAX_SAFE_INTEGER,
  });
});

story('faults are shown where they are, and a refusal until the next change', {}, async (view) => {
  const fault = 'The name "Reading Lapse" is used twice.';
  const [first, ...rest] = taxonomy().categories;
  await view.receive(taxonomy({ categories: [{ ...first, faults: [fault] }, ...rest] as never }));
  assert.match((await node(view, 'computation-slip').getAttribute('aria-label')) ?? '', /used twice/);
  await node(view, 'computation-slip').click();
  assert.match((await view.byTestId('details').textContent()) ?? '', /used twice/);
  await view.receive({ type: 'refused', message: 'There is a category "X" already.' });
  assert.equal(await view.byTestId('refused').textContent(), 'There is a category "X" already.');
  await view.receive(taxonomy({ document: 2 }));
  assert.equal(await view.byTestId('refused').count(), 0);
});

story('a broken file: the places, and the way to the text', {}, async (view) => {
  await view.receive(BROKEN);
  assert.match((await view.byTestId('broken').textContent()) ?? '', /Line 7, column 5.*comma expected/s);
  await view.byTestId('open-as-text').click();
  assert.deepEqual(await view.lastSent(), { type: 'openText', line: 7, column: 5 });
  await view.receive(taxonomy());
  assert.equal(await view.byTestId('tree').count(), 1, 'mended, the tree comes back');
});

story('hostile names, descriptions and titles are text', {}, async (view) => {
  await view.page.exposeFunction('alert', () => assert.fail('a payload ran'));
  const categories = PAYLOADS.map((text, i) =>
    category(text, i, { id: `c-${i}`, description: text, examples: [text], faults: [text] }),
  );
  await view.receive(
    taxonomy({ name: PAYLOADS[0] ?? '', source: PAYLOADS[13] ?? '', categories, faults: [...PAYLOADS] }),
  );
  const elements = await view.page.evaluate(
    () =>
      document.querySelectorAll('error-atlas-taxonomy :is(script, img, iframe, object, embed, a, svg, form)').length,
  );
  assert.equal(elements, 0);
  assert.equal(await view.page.locator('[role="treeitem"]').count(), PAYLOADS.length);
  for (const i of [0, 12, 20]) {
    await node(view, `c-${i}`).click();
    assert.equal(await field(view, 'Name').inputValue(), (PAYLOADS[i] ?? '').replace(/[\r\n]/g, ''));
  }
  await view.byTestId('titles').click();
  const titles = PAYLOADS.map((title) => ({ title, count: 1 }));
  await view.receive({ type: 'titles', id: 'c-20', titles, more: 0 });
  assert.equal(await view.page.locator('.titles vscode-checkbox').count(), PAYLOADS.length);
  assert.equal(await view.page.locator('.titles :is(script, img, iframe, a)').count(), 0);
});

for (const theme of ['dark', 'light', 'hc'] as const) {
  for (const width of [320, 1280]) {
    story(`accessible and within ${width} pixels, ${theme}`, { theme, width }, async (view) => {
      await mkdir('.artifacts/screenshots', { recursive: true });
      const shot = (name: string) =>
        view.page.screenshot({ path: `.artifacts/screenshots/taxonomy-${name}-${theme}-${width}.png`, fullPage: true });
      await view.receive(taxonomy({ version: '1f0c55b2-2', raisedFrom: '1f0c55b2' }));
      await shot('about');
      await node(view, 'computation-slip').click();
      await view.byTestId('titles').click();
      const titles = [
        { title: 'Wrong sum of two columns', count: 30 },
        { title: 'Carry left out', count: 14 },
      ];
      await view.receive({ type: 'titles', id: 'computation-slip', titles, more: 0 });
      await shot('category');
      assert.deepEqual(await violations(view), []);
      await node(view, 'reading-lapse').click({ modifiers: ['ControlOrMeta'] });
      await shot('several');
      assert.deepEqual(await violations(view), []);
      const overflow = await view.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${overflow} pixels too wide`);
      await view.receive(BROKEN);
      await shot('broken');
      assert.deepEqual(await violations(view), []);
    });
  }
}
