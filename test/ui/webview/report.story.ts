import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, chromiumPath } from '../../../scripts/rig/chromium.mjs';

const run = promisify(execFile);

interface Prepared {
  browser: Browser;
  /** The report, as `atlas --html` writes it. */
  file: string;
  folder: string;
}

let prepared: Promise<Prepared> | undefined;

after(async () => {
  if (!prepared) return;
  const { browser, folder } = await prepared;
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

async function prepare(): Promise<Prepared> {
  const folder = await mkdtemp(path.join(tmpdir(), 'error-atlas-report-'));
  const store = path.join(folder, 'store');
  const file = path.join(folder, 'report.html');
  const cli = path.resolve('dist/cli.js');
  await run(process.execPath, [cli, 'classify', 'examples', '--store', store]);
  await run(process.execPath, [cli, 'atlas', 'examples', '--store', store, '--html', file]);
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
  return { browser, file, folder };
}

async function open(colorScheme: 'light' | 'dark', tell: (page: Page) => Promise<void>): Promise<void> {
  prepared ??= prepare();
  const { browser, file } = await prepared;
  const context = await browser.newContext({ colorScheme, offline: true, viewport: { width: 1100, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => requests.push(request.url()));
  try {
    await page.goto(pathToFileURL(file).href);
    await tell(page);
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests, [pathToFileURL(file).href]);
  } finally {
    await context.close();
  }
}

const shown = async (page: Page) =>
  Number.parseInt((await page.locator('#failures-title .muted').textContent()) ?? '', 10);

for (const scheme of ['dark', 'light'] as const) {
  test(`report: tells why examples fail, without a network (${scheme})`, { timeout: 60_000 }, async () => {
    await open(scheme, async (page) => {
      assert.match((await page.locator('.gist').textContent()) ?? '', /^\d+ of \d+ examples fail/);
      const all = await shown(page);
      const top = page.locator('.rank').first();
      const count = Number.parseInt((await top.locator('.rank-count').textContent()) ?? '', 10);
      await top.click();
      assert.equal(await shown(page), count);
      assert.ok(count < all);
      await page.locator('[data-testid=failures] summary').first().click();
      assert.ok(await page.locator('[data-testid=failures] dd').first().isVisible());
      await mkdir('.artifacts/screenshots', { recursive: true });
      await page.screenshot({ path: `.artifacts/screenshots/report-${scheme}.png`, fullPage: true });
    });
  });
}

test('report: a model, a search and the keyboard narrow it down', { timeout: 60_000 }, async () => {
  await open('dark', async (page) => {
    const all = await shown(page);
    await page.selectOption('[data-testid=model]', { index: 1 });
    const ofModel = await shown(page);
    assert.ok(ofModel > 0 && ofModel < all);
    const ranked = await page.locator('.rank-count').allTextContents();
    assert.equal(
      ranked.reduce((sum, text) => sum + Number.parseInt(text, 10), 0),
      ofModel,
    );
    await page.fill('input[type=search]', 'no such words anywhere');
    assert.equal(await shown(page), 0);
    assert.ok(await page.getByText('No failing example is like this').isVisible());
    await page.fill('input[type=search]', '');
    await page.locator('.rank').first().focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'failures-title');
    await page.selectOption('[data-testid=category]', { index: 0 });
    assert.equal(await shown(page), ofModel);
  });
});
