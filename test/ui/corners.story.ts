import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { story } from './support/story';
import type { Workbench } from './support/workbench';

/** A folder whose copy a story opens; gone when the tests end. */
function folder(name: string, files: Record<string, string>): string {
  const parent = mkdtempSync(join(tmpdir(), 'error-atlas-story-'));
  process.once('exit', () => rmSync(parent, { recursive: true, force: true }));
  const path = join(parent, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const HOSTILE = '<img src=x onerror="document.title=1"> [run](command:workbench.action.closeWindow) **`$(error)';

const hostileLine = (id: number, given: Record<string, unknown> = {}) =>
  `${JSON.stringify({
    id: `${id} ${HOSTILE}`,
    model: `m ${HOSTILE}`,
    prompt: `Give a JSON object. ${HOSTILE}`,
    completion: `{"a": ${HOSTILE}`,
    expected: '{"a": 1}',
    correct: false,
    ...given,
  })}\n`;

function tree({ page }: Workbench) {
  return page.locator('.pane', { hasText: 'Evaluations' }).getByRole('treeitem');
}

story(
  'a broken line is told in the tree, and a click leads to it',
  { workspace: folder('broken', { 'runs.jsonl': `${hostileLine(1)}{"id": 2, "broken\n${hostileLine(3)}` }) },
  async (workbench) => {
    await workbench.openActivityBar();
    await tree(workbench).filter({ hasText: '2 of 2 failing' }).click();
    await tree(workbench).filter({ hasText: '1 place could not be read' }).click();
    await tree(workbench).filter({ hasText: 'line 2' }).click();
    await workbench.page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' }).waitFor();
    await workbench.screenshot('broken-line');
  },
);

story(
  'hostile text stays text: in the tree, the inline label, the hover and the example view',
  { workspace: folder('hostile', { 'runs.jsonl': hostileLine(1) }) },
  async (workbench) => {
    const { page } = workbench;
    await workbench.openFile('runs.jsonl');
    await workbench.palette('ErrorAtlas: Reclassify File');
    await page.locator('.notification-toast', { hasText: '1 classified' }).waitFor();
    await workbench.palette('Notifications: Clear All Notifications');
    await page
      .locator('.view-line')
      .first()
      .hover({ position: { x: 60, y: 8 } });
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Show why' });
    await hover.waitFor();
    assert.equal(await hover.locator('img').count(), 0);
    const links = await hover
      .locator('a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('data-href') ?? ''));
    for (const link of links.filter((target) => target.startsWith('command:')))
      assert.match(link, /^command:errorAtlas\./);
    await workbench.screenshot('hostile-hover', { hovering: true });
    await page.keyboard.press('Escape');
    await page.locator('.codelens-decoration a', { hasText: 'Show why it fails' }).first().click();
    const view = await workbench.webview('example');
    await view.getByTestId('output').getByText('<img src=x').waitFor();
    assert.equal(await view.locator('img').count(), 0);
    assert.notEqual(await view.title(), '1');
    await workbench.openActivityBar();
    await tree(workbench).filter({ hasText: '1 of 1 failing' }).click();
    await workbench.screenshot('hostile-tree');
  },
);

story(
  'a workspace without evaluations says what to do',
  { workspace: folder('plain', { 'package.json': '{"name": "plain"}', 'log.jsonl': '{"event": "start"}\n' }) },
  async (workbench) => {
    await workbench.openActivityBar();
    await workbench.page.locator('.welcome-view-content', { hasText: 'No evaluation files found' }).waitFor();
    const side = await workbench.webview('[data-view="atlas"] [data-testid="empty"]');
    assert.match(await side.getByTestId('empty').innerText(), /lm-evaluation-harness/);
    await workbench.screenshot('empty');
    await workbench.palette('ErrorAtlas: Classify Failing Examples');
    await workbench.page.locator('.notification-toast', { hasText: 'no failing examples' }).waitFor();
  },
);

story('an untrusted workspace: reading and the offline judge, nothing else', { trust: true }, async (workbench) => {
  const { page } = workbench;
  // The question that VS Code asks first; the safe answer.
  await page
    .getByRole('button', { name: /No, I don't trust/ })
    .click({ timeout: 5_000 })
    .catch(() => {});
  await workbench.palette('ErrorAtlas: Choose Judge…');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'OpenRouter' }).click();
  await page.locator('.notification-toast', { hasText: 'only the offline judge works' }).waitFor();
  await workbench.palette('ErrorAtlas: Classify Failing Examples');
  await page.locator('.notification-toast', { hasText: 'classified' }).waitFor();
});

story('the example view is there again after a reload of the window', {}, async (workbench) => {
  const { page } = workbench;
  await workbench.openFile('generic/facts_and_logic.jsonl');
  await page.locator('.codelens-decoration a', { hasText: 'Show why it fails' }).first().click();
  const before = await (await workbench.webview('example')).locator('main').getAttribute('data-key');
  assert.ok(before);
  // The workbench writes down what is open every few seconds, and a browser's reload does not wait for it.
  await page.waitForTimeout(9_000);
  await page.reload();
  await page.locator('.monaco-workbench').waitFor();
  const view = await workbench.webview('main[data-key]', 40_000);
  assert.equal(await view.locator('main').getAttribute('data-key'), before);
});
