/** Measures the atlas panel in a browser over a workspace of many failing examples; prints one JSON document. */
import { statSync } from 'node:fs';
import path from 'node:path';
import type { AtlasToHost, HostToAtlas } from '../../../src/protocol';
import { openView, type WebviewPage } from '../../ui/webview/page';
import { BenchHost } from './host';

export interface UiFigures {
  failing: number;
  bundleBytes: number;
  /** Of the largest message. */
  payloadBytes: number;
  /** Milliseconds from the arrival of the data to the frame after the panel is drawn; one a run. */
  firstPaint: number[];
  /** From the click to the frame that shows the answer: the host's counting and the page's drawing, without the wire. */
  drillDown: number[];
  filter: number[];
  /** Of these, the host's part. */
  filterHost: number[];
  drillHost: number[];
  /** Milliseconds of sorting all examples, once for each change of files or judgments. */
  indexed: number;
  scroll: { rows: number; longTasks: number[]; frames: number[] };
}

/** Wheel turns of 400 pixels. */
const TURNS = 120;

const [failing = 100_000, runs = 5] = process.argv.slice(2).map(Number);
const host = new BenchHost(failing);
let payloadBytes = 0;

/** Time in the page until what `selector` names is drawn with the text, after a message has come. */
async function drawn(view: WebviewPage, message: HostToAtlas, selector: string, text = ''): Promise<number> {
  payloadBytes = Math.max(payloadBytes, Buffer.byteLength(JSON.stringify(message)));
  return view.page.evaluate(
    async ([data, wanted, words]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const start = performance.now();
      window.postMessage(data);
      while (!document.querySelector(wanted)?.textContent?.includes(words)) await frame();
      // The frame after the next: what was changed is on the screen by then.
      await frame();
      return performance.now() - start;
    },
    [message, selector, text] as const,
  );
}

/** Clicks, lets the host answer, and adds up what both took. */
async function ask(view: WebviewPage, click: string, shows: string): Promise<{ all: number; host: number }> {
  const before = (await view.sent()).length;
  const clicked = await view.page.evaluate((selector) => {
    const start = performance.now();
    document.querySelector<HTMLElement>(selector)?.click();
    return performance.now() - start;
  }, click);
  await view.page.waitForFunction((count) => (window as unknown as { sent: unknown[] }).sent.length > count, before);
  const asked = (await view.sent())[before] as unknown as AtlasToHost;
  const answer = host.answer(asked);
  if (!answer) throw new Error(`The bench has no answer to ${asked.type}.`);
  const counted = host.took;
  // The numbers are the host's: until they are there, those of the question before stand in the page.
  const told = answer.type === 'atlas' ? answer.atlas.totals.failing : undefined;
  const page = await drawn(view, answer, shows, told?.toLocaleString('en'));
  return { all: clicked + counted + page, host: counted };
}

async function open(layout: 'side' | 'tab'): Promise<{ view: WebviewPage; paint: number }> {
  const view = await openView({ view: 'atlas', layout });
  const first = host.answer({ type: 'ready' });
  if (!first) throw new Error('There is nothing to show.');
  return { view, paint: await drawn(view, first, '.rank') };
}

async function scroll(view: WebviewPage): Promise<UiFigures['scroll']> {
  await view.page.evaluate(() => {
    const seen = { long: [] as number[], frames: [] as number[], on: true };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => seen.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    });
    let before = performance.now();
    const frame = (now: number) => {
      seen.frames.push(now - before);
      before = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  let answered = (await view.sent()).length;
  for (let turn = 0; turn < TURNS; turn++) {
    await view.page.mouse.move(600, 500);
    await view.page.mouse.wheel(0, 400);
    const sent = await view.sent();
    for (const message of sent.slice(answered)) {
      const answer = host.answer(message as unknown as AtlasToHost);
      if (answer) await view.page.evaluate((data) => window.postMessage(data), answer);
    }
    answered = sent.length;
  }
  const { seen, rows } = await view.page.evaluate(() => {
    const { seen } = window as unknown as { seen: { long: number[]; frames: number[]; on: boolean } };
    seen.on = false;
    return { seen, rows: document.querySelectorAll('[data-ref]').length };
  });
  return { rows, longTasks: seen.long, frames: seen.frames };
}

const figures: UiFigures = {
  ...{ failing, payloadBytes, firstPaint: [], drillDown: [], filter: [], filterHost: [], drillHost: [] },
  indexed: host.indexed,
  bundleBytes: statSync(path.join(process.env.ERROR_ATLAS_WEBVIEWS ?? 'dist/webview', 'atlas.js')).size,
  scroll: { rows: 0, longTasks: [], frames: [] },
};
for (let run = -1; run < runs; run++) {
  const { view, paint } = await open(run % 2 === 0 ? 'side' : 'tab');
  const unfold = view.byTestId('unfold-filters');
  if ((await unfold.count()) > 0) await unfold.click();
  await view.byTestId('filter-datasets').locator('.filter-button').click();
  const filtered = await ask(view, '[data-option="gsm8k"]', '[data-testid="kept"]');
  await view.page.keyboard.press('Escape');
  await ask(view, '[data-testid="clear-filter"]', '[data-testid="totals"]');
  const drilled = await ask(view, '.rank', '[data-ref]');
  // The first is a warm-up of host and browser.
  if (run >= 0) {
    figures.firstPaint.push(paint);
    figures.drillDown.push(drilled.all);
    figures.filter.push(filtered.all);
    figures.filterHost.push(filtered.host);
    figures.drillHost.push(drilled.host);
  }
  if (run === runs - 1) figures.scroll = await scroll(view);
  if (view.complaints.length > 0) throw new Error(view.complaints.join('\n'));
  await view.close();
}
console.log(JSON.stringify({ ...figures, payloadBytes }));
process.exit(0);
