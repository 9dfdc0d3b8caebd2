import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startJudgeServer } from '../support/judgeServer';
import { story } from './support/story';
import type { Workbench } from './support/workbench';

/** Long lines of JSON, most of them failing by a slip of arithmetic that the offline judge proves. */
function jsonLines({ workspace }: Workbench): string {
  const folder = 'lm-eval/gemma-3-270m';
  const name = readdirSync(join(workspace, folder)).find((file) => file.startsWith('samples_'));
  assert.ok(name);
  return `${folder}/${name}`;
}

/** As a user does: the palette, then the notice that tells the outcome. */
async function classify(workbench: Workbench): Promise<void> {
  await workbench.palette('ErrorAtlas: Classify Failing Examples');
  await toast(workbench, 'need a judge').waitFor();
}

function toast({ page }: Workbench, text: string | RegExp) {
  return page.locator('.notification-toast', { hasText: text });
}

async function closeToasts(workbench: Workbench): Promise<void> {
  await workbench.palette('Notifications: Clear All Notifications');
}

for (const theme of ['dark', 'light', 'hc'] as const) {
  story(`clicks a failing example and sees its error type, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    await workbench.openFile(jsonLines(workbench));
    const lenses = page.locator('.codelens-decoration a', { hasText: 'Show why it fails' });
    await lenses.first().waitFor();
    await workbench.screenshot('inline-unclassified');

    await classify(workbench);
    await closeToasts(workbench);
    await workbench.screenshot('inline-classified');

    await lenses.first().click();
    const view = await workbench.webview('example');
    await view
      .getByTestId('category')
      .filter({ hasText: /Error|Element|Identification/ })
      .waitFor();
    const output = await view.getByTestId('output').innerText();
    assert.ok(output.length > 0);
    await workbench.screenshot('example-view');

    // Next failing, and the reader's own word on it.
    const position = view.getByTestId('position');
    const before = await position.innerText();
    await view.getByRole('button', { name: /next failing/i }).click();
    await view.waitForFunction(
      (text) => document.querySelector('[data-testid="position"]')?.textContent !== text,
      before,
    );
    await view.getByTestId('change-category').click();
    await view.getByTestId('picker-search').locator('input').fill('unsupported');
    await workbench.screenshot('example-change-category');
    await view.locator('[data-category="Unsupported Inference"]').click();
    await view.getByTestId('picker-save').click();
    await view.getByTestId('corrected').waitFor();
    assert.equal(await view.getByTestId('category').innerText(), 'Unsupported Inference');
    assert.ok(existsSync(join(workbench.workspace, '.error-atlas', 'corrections.jsonl')));
  });

  story(`opens the atlas: categories, their examples, and the source line, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    await classify(workbench);
    await toast(workbench, 'need a judge').getByRole('button', { name: 'Open Atlas' }).click();
    const atlas = await workbench.webview('[data-view="atlas"][data-layout="tab"] [data-testid="ranking"]');
    const totals = await atlas.getByTestId('totals').innerText();
    assert.match(totals, /94 of 170/);
    await workbench.screenshot('atlas-tab');

    const category = atlas.locator('[data-category="Computation Error"]').first();
    await category.click();
    const rows = atlas.locator('[data-ref]');
    await rows.first().waitFor();
    await workbench.screenshot('atlas-category');
    await atlas.locator('[data-source]').first().click();
    await page.locator('.statusbar-item', { hasText: /Ln \d+, Col 1/ }).waitFor();
    await workbench.screenshot('atlas-source');

    await page.locator('.tab', { hasText: 'Atlas' }).click();
    const again = await workbench.webview('[data-view="atlas"][data-layout="tab"] [data-ref]');
    await again.locator('[data-ref]').first().click();
    const view = await workbench.webview('example');
    assert.equal(await view.getByTestId('category').innerText(), 'Computation Error');
  });

  story(`sees the same in the activity bar, ${theme}`, { theme }, async (workbench) => {
    const { page } = workbench;
    await workbench.openActivityBar();
    const tree = page.locator('.pane', { hasText: 'Evaluations' }).getByRole('treeitem');
    const file = tree.filter({ hasText: 'tables_and_units' });
    await file.waitFor();
    const side = await workbench.webview('[data-view="atlas"][data-layout="side"] [data-testid="totals"]');
    await side.getByTestId('classify').first().click();
    await side.locator('[data-category="Computation Error"]').first().waitFor();
    await closeToasts(workbench);
    await file.click();
    await tree.filter({ hasText: /^scripted\/quick/ }).click();
    await tree.filter({ hasText: /^Computation Error/ }).click();
    await workbench.screenshot('activity-bar');
    await tree
      .filter({ hasText: /^t\d+:/ })
      .first()
      .click();
    const view = await workbench.webview('example');
    await view.getByTestId('category').filter({ hasText: 'Computation Error' }).waitFor();
    await workbench.screenshot('activity-bar-example');
  });
}

story('reclassifies from the palette: the file, then the workspace', {}, async (workbench) => {
  await workbench.openFile(jsonLines(workbench));
  await workbench.page.locator('.codelens-decoration a').first().waitFor();
  await workbench.palette('ErrorAtlas: Reclassify File');
  await toast(workbench, 'need a judge').waitFor();
  await closeToasts(workbench);
  await workbench.palette('ErrorAtlas: Reclassify Workspace');
  const outcome = toast(workbench, 'need a judge');
  await outcome.waitFor();
  const words = await outcome.innerText();
  assert.match(words, /\d+ classified/);
  assert.doesNotMatch(words, /known already/);
});

story('a judge that is not there: one message that leads to the settings', {}, async (workbench) => {
  const { page } = workbench;
  await workbench.palette('ErrorAtlas: Choose Judge…');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const input = page.locator('.quick-input-widget .quick-input-box input');
  await rows.first().waitFor();
  await input.fill('llama.cpp');
  await rows.filter({ hasText: 'llama.cpp' }).click();
  // Nothing listens there, so there is no list of models and no answer to the test question.
  await rows.filter({ hasText: 'Type a name…' }).click();
  await page.locator('.quick-input-widget', { hasText: 'The name as the endpoint knows it' }).waitFor();
  await input.fill('some-model');
  await page.keyboard.press('Enter');
  await rows.filter({ hasText: 'Use it anyway' }).click({ timeout: 40_000 });
  await page.locator('.statusbar-item', { hasText: 'some-model at 127.0.0.1:8080' }).waitFor();
  await workbench.palette('ErrorAtlas: Classify Failing Examples');
  const message = toast(workbench, 'stay unclassified');
  await message.waitFor({ timeout: 30_000 });
  await workbench.screenshot('judge-unreachable');
  await message.getByRole('button', { name: 'Open settings' }).click();
  await page.locator('.settings-editor', { hasText: 'Base Url' }).waitFor();
});

story('a model judges: choose it, cancel in mid-run, go on where it stopped', {}, async (workbench) => {
  const { page } = workbench;
  const server = await startJudgeServer({ delayMs: 400, models: ['test-judge'] });
  try {
    await workbench.palette('ErrorAtlas: Choose Judge…');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    const input = page.locator('.quick-input-widget .quick-input-box input');
    await rows.first().waitFor();
    await input.fill('Other address');
    await rows.filter({ hasText: 'Other address…' }).click();
    await page.locator('.quick-input-title', { hasText: 'Address of the endpoint' }).waitFor();
    await input.fill(server.url);
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'test-judge' }).click();
    await page.locator('.statusbar-item', { hasText: 'test-judge at' }).waitFor();

    await workbench.palette('ErrorAtlas: Classify Failing Examples');
    const progress = toast(workbench, /\d+ of 94/);
    await progress.waitFor();
    await workbench.screenshot('judging');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    const outcome = toast(workbench, 'Cancelled');
    await outcome.waitFor();
    const [, done] = /(\d+) classified/.exec(await outcome.innerText()) ?? [];
    const calls = server.requests.length;
    assert.ok(Number(done) > 0 && Number(done) < 94, `${done} classified before the cancel`);

    await closeToasts(workbench);
    await workbench.palette('ErrorAtlas: Classify Failing Examples');
    await toast(workbench, `${done} known already`).waitFor({ timeout: 30_000 });
    // Only what was under way when it was cancelled is asked for again: at most one call a place in the queue.
    assert.ok(server.requests.length <= calls + (94 - Number(done)), `${server.requests.length} calls`);
  } finally {
    await server.close();
  }
});
