import assert from 'node:assert/strict';
import { test } from 'node:test';
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

for (const layout of ['side', 'tab'] as const) {
  story(`from a category to an example to its line, ${layout}`, { layout }, async (view) => {
    assert.deepEqual(await view.sent(), [{ type: 'ready' }]);
    await view.receive(fixtures.atlas());
    assert.match((await view.byTestId('totals').textContent()) ?? '', /139 of\s+273 examples\s+fail/);
    assert.match((await rank(view, COMPUTATION).textContent()) ?? '', /13\s+14%/);

    await rank(view, COMPUTATION).click();
    assert.deepEqual(await view.lastSent(), { type: 'examples', category: COMPUTATION, offset: 0, limit: 100 });
    await view.receive(fixtures.examples(COMPUTATION, 241));
    await row(view, 'ref-0').click();
    assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-0' });
    await row(view, 'ref-2').click({ modifiers: ['ControlOrMeta'] });
    assert.deepEqual(await view.lastSent(), { type: 'openSource', ref: 'ref-2' });
    await view.page.locator('[data-source="ref-1"]').click();
    assert.deepEqual(await view.lastSent(), { type: 'openSource', ref: 'ref-1' });

    await view.byTestId('show-more').click();
    assert.deepEqual(await view.lastSent(), { type: 'examples', category: COMPUTATION, offset: 100, limit: 100 });
    await view.receive(fixtures.examples(COMPUTATION, 241, { offset: 100 }));
    assert.equal(await view.page.locator('[data-ref]').count(), 200);

    await view.byTestId('back').click();
    assert.equal(await view.page.locator('[data-ref]').count(), 0);
    assert.equal(await view.page.evaluate(() => document.activeElement?.getAttribute('data-category')), COMPUTATION);
    assert.deepEqual(view.complaints, []);
  });
}

story('what needs a judge is a list of its own', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.byTestId('needs-judge').click();
  assert.deepEqual(await view.lastSent(), { type: 'examples', category: null, offset: 0, limit: 100 });
  await view.receive(fixtures.examples(null, 43));
  assert.match((await row(view, 'ref-1').textContent()) ?? '', /the judge could not tell/);
});

story('a cell of the signatures asks for one model', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.page.locator('[data-cell="Output Formatting Error|gpt-5-mini"]').click();
  const asked = { category: 'Output Formatting Error', model: 'gpt-5-mini' };
  assert.deepEqual(await view.lastSent(), { type: 'examples', ...asked, offset: 0, limit: 100 });
  // An answer to another question is not shown.
  await view.receive(fixtures.examples('Output Formatting Error', 8));
  assert.equal(await view.page.locator('[data-ref]').count(), 0);
  await view.receive(fixtures.examples('Output Formatting Error', 5, { model: 'gpt-5-mini' }));
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

story('a tile of the treemap opens its category', { layout: 'tab' }, async (view) => {
  await view.receive(fixtures.atlas());
  const canvas = view.page.locator('.treemap canvas');
  await canvas.waitFor();
  assert.match((await view.page.locator('.treemap').getAttribute('aria-label')) ?? '', /Computation Error 13/);
  await canvas.click({ position: { x: 30, y: 60 } });
  assert.deepEqual(await view.lastSent(), {
    type: 'examples',
    category: 'Missing Required Element',
    offset: 0,
    limit: 100,
  });
  assert.deepEqual(view.complaints, []);
});

story('by keyboard alone', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await rank(view, 'Missing Required Element').focus();
  await view.page.keyboard.press('ArrowDown');
  await view.page.keyboard.press('ArrowDown');
  await view.page.keyboard.press('Enter');
  assert.equal((await view.lastSent())?.category, COMPUTATION);
  await view.receive(fixtures.examples(COMPUTATION, 3));
  await row(view, 'ref-0').focus();
  await view.page.keyboard.press('End');
  await view.page.keyboard.press('Enter');
  assert.deepEqual(await view.lastSent(), { type: 'openExample', ref: 'ref-2' });
});

story('filters by model, and clears', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.byTestId('filter-models').locator('.filter-button').click();
  await view.page.locator('[data-option="gpt-5-mini"]').click();
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: { models: ['gpt-5-mini'], datasets: [] } });
  await view.page.keyboard.press('Escape');
  assert.equal(await view.page.locator('.filter-menu').count(), 0);
  await view.byTestId('clear-filter').click();
  assert.deepEqual(await view.lastSent(), { type: 'filter', filter: { models: [], datasets: [] } });
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
});

story('each state has its words', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.loading());
  await view.page.locator('.skeleton').waitFor();
  await view.receive(fixtures.empty());
  await view.byTestId('empty').getByText('lm-evaluation-harness').waitFor();
  await view.receive(fixtures.allPass());
  await view.byTestId('all-pass').getByText('Nothing failed').waitFor();
  await view.receive(fixtures.unclassified());
  await view.byTestId('unclassified').getByText('Why do they fail?').waitFor();
  await view.byTestId('classify').click();
  assert.deepEqual(await view.lastSent(), { type: 'command', command: 'errorAtlas.classifyFailing' });
});

const SAVED = {
  drill: { category: COMPUTATION },
  filter: { models: ['gpt-5-mini'], datasets: [] },
  sort: null,
  scroll: 0,
};

story('a reload comes back to the same place', { layout: 'side', state: SAVED }, async (view) => {
  await view.receive(fixtures.atlas());
  const sent = await view.sent();
  assert.deepEqual(
    sent.map(({ type }) => type),
    ['ready', 'filter', 'examples'],
  );
  assert.equal(sent[2]?.category, COMPUTATION);
  await view.receive(fixtures.examples(COMPUTATION, 2));
  await row(view, 'ref-1').waitFor();
});

story('an unknown message is logged and breaks nothing', { layout: 'side' }, async (view) => {
  await view.receive(fixtures.atlas());
  await view.receive({ type: 'surprise' });
  await view.receive({ type: 'atlas', state: 'ready' });
  assert.equal(view.complaints.filter((text) => text.includes('does not know')).length, 2);
  await rank(view, COMPUTATION).waitFor();
});

story('hostile names stay text', { layout: 'tab' }, async (view) => {
  const message = fixtures.atlas();
  const [category] = message.atlas.categories;
  assert.ok(category);
  category.name = fixtures.HOSTILE;
  message.atlas.models[0] = { ...fixtures.atlas().atlas.models[0], name: fixtures.HOSTILE } as never;
  await view.receive(message);
  await view.page.locator('.rank').first().getByText(fixtures.HOSTILE).waitFor();
  assert.equal(await view.page.evaluate(() => 'pwned' in window), false);
  assert.deepEqual(view.complaints, []);
});

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
