/**
 * Not a test: pictures of every state in every theme, to look at.
 * `node out/…/screens.mjs FOLDER [part of a name]`
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { NO_FILTER } from '../../../src/model/atlasFilter';
import * as texts from './exampleFixtures';
import * as fixtures from './fixtures';
import { openView, type ViewOptions, type WebviewPage } from './page';
import type { Theme } from './themes';

interface Screen extends ViewOptions {
  name: string;
  messages: unknown[];
  act?: (view: WebviewPage) => Promise<void>;
}

const drillInto = (category: string, message: unknown) => async (view: WebviewPage) => {
  await view.page.locator(`.rank[data-category="${category}"]`).click();
  await view.receive(message);
};

const ATLAS: Omit<Screen, 'view'>[] = [
  { name: 'full', messages: [fixtures.atlas({ problems: 3 })] },
  { name: 'loading', messages: [fixtures.loading()] },
  { name: 'empty', messages: [fixtures.empty(2)] },
  { name: 'all-pass', messages: [fixtures.allPass()] },
  { name: 'unclassified', messages: [fixtures.unclassified()] },
  { name: 'all-abstained', messages: [fixtures.unclassified('abstained')] },
  { name: 'running', messages: [fixtures.running()] },
  { name: 'many-models', messages: [fixtures.manyModels()] },
  {
    name: 'drill',
    messages: [fixtures.atlas()],
    act: drillInto('Computation Error', fixtures.examples('Computation Error', 241)),
  },
  { name: 'drill-open', messages: [fixtures.atlas()], act: drillInto('', fixtures.examples(null, 43)) },
  {
    name: 'filter',
    messages: [fixtures.atlas({ filter: { ...NO_FILTER, models: ['gpt-5-mini'] } })],
    act: async (view) => {
      const unfold = view.byTestId('unfold-filters');
      if ((await unfold.count()) > 0) await unfold.click();
      await view.byTestId('filter-models').locator('.filter-button').click();
    },
  },
  {
    name: 'fix-first',
    messages: [fixtures.atlas()],
    act: async (view) => {
      await view.byTestId('show-fixFirst').click();
      await view.byTestId('show-multiples').click();
    },
  },
  { name: 'table', messages: [fixtures.atlas()], act: (view) => view.byTestId('show-table').click() },
  {
    name: 'compare',
    messages: [fixtures.atlas(), { ...fixtures.comparison(), type: 'openCompare' }, fixtures.comparison()],
    act: async (view) => {
      await view.page.locator('[data-change="broken"]').click();
      await view.receive(fixtures.changes(7));
    },
  },
  { name: 'about', messages: [fixtures.atlas()], act: (view) => view.byTestId('about').locator('summary').click() },
];

const EXAMPLE: Omit<Screen, 'view'>[] = [
  { name: 'judged', messages: [fixtures.example()] },
  { name: 'corrected', messages: [fixtures.example({ correction: fixtures.correction() })] },
  { name: 'choice', messages: [fixtures.multipleChoice()] },
  { name: 'abstained', messages: [fixtures.abstained()] },
  { name: 'doubted', messages: [fixtures.doubted()] },
  { name: 'judge-error', messages: [fixtures.judgeError()] },
  { name: 'unjudged', messages: [fixtures.example({ judgment: null })] },
  { name: 'hostile', messages: [fixtures.hostile()] },
  { name: 'rich', messages: [texts.rich()] },
  { name: 'agent', messages: [texts.agent()] },
  {
    name: 'compared',
    messages: [texts.compared()],
    act: (view) => view.byTestId('compare').click(),
  },
  { name: 'review', messages: [texts.inReview()] },
  { name: 'reviewed', messages: [texts.reviewed()] },
  {
    name: 'history',
    messages: [texts.talkedAbout()],
    act: (view) => view.byTestId('history').locator('summary').click(),
  },
  { name: 'long', messages: [fixtures.veryLong()] },
  { name: 'problem', messages: [{ type: 'problem', message: 'results/gone.jsonl is not there any more.' }] },
  {
    name: 'picker',
    messages: [fixtures.example({ correction: fixtures.correction() })],
    act: (view) => view.byTestId('change-category').click(),
  },
  {
    name: 'details',
    messages: [fixtures.example()],
    act: async (view) => {
      for (const summary of await view.page.locator('summary').all()) await summary.click();
    },
  },
];

const folder = path.resolve(process.argv[2] ?? '.artifacts/webview');
const wanted = process.argv[3] ?? '';
await mkdir(folder, { recursive: true });
for (const theme of ['dark', 'light', 'hc'] satisfies Theme[]) {
  for (const layout of ['tab', 'side'] as const) {
    const screens = [
      ...ATLAS.map((screen): Screen => ({ ...screen, view: 'atlas' })),
      ...EXAMPLE.map((screen): Screen => ({ ...screen, view: 'example', width: layout === 'tab' ? 1280 : 520 })),
    ];
    for (const screen of screens) {
      const name = [screen.view, screen.name, layout, theme].join('-');
      if (!new RegExp(wanted).test(name)) continue;
      const view = await openView({ ...screen, theme, layout });
      for (const message of screen.messages) await view.receive(message);
      await screen.act?.(view);
      await view.page.waitForTimeout(150);
      await view.page.screenshot({
        path: path.join(folder, `${name}.png`),
        fullPage: !/picker|drill/.test(screen.name),
      });
      if (view.complaints.length > 0) console.log(name, view.complaints);
      await view.close();
    }
  }
}
process.exit(0);
