/**
 * One of our web views in a real browser, without VS Code around it: the shipped bundle under the shipped
 * content security policy, with the editor's side of the conversation in the story's hands.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, chromiumPath } from '../../../scripts/rig/chromium.mjs';
import { BODY_CLASS, type Theme, themeStyle } from './themes';

/** Where the build has put the bundles. */
const BUNDLES = path.resolve(process.env.ERROR_ATLAS_WEBVIEWS ?? 'dist/webview');

const ELEMENTS = {
  atlas: 'error-atlas-panel',
  example: 'error-atlas-example',
  list: 'error-atlas-list',
  taxonomy: 'error-atlas-taxonomy',
};

export interface ViewOptions {
  view: keyof typeof ELEMENTS;
  layout?: 'side' | 'tab';
  theme?: Theme;
  width?: number;
  height?: number;
  /** What the page left with `setState` before a reload. */
  state?: unknown;
}

type Sent = { type: string } & Record<string, unknown>;

export class WebviewPage {
  /** Whatever the console or the page itself complained about. */
  readonly complaints: string[] = [];

  constructor(readonly page: Page) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** Plays the extension host. */
  async receive(message: unknown): Promise<void> {
    await this.page.evaluate(async (data) => {
      window.postMessage(data);
      // Two frames: the elements draw in one, the chart and the toolkit's elements in the next.
      for (let i = 0; i < 2; i++) await new Promise((done) => requestAnimationFrame(done));
    }, message);
  }

  /** All that the page has sent so far. */
  async sent(): Promise<Sent[]> {
    return this.page.evaluate(() => (window as unknown as { sent: Sent[] }).sent);
  }

  async lastSent(): Promise<Sent | undefined> {
    return (await this.sent()).at(-1);
  }

  async state(): Promise<Record<string, unknown>> {
    return this.page.evaluate(() => (window as unknown as { state: Record<string, unknown> }).state);
  }

  byTestId(id: string) {
    return this.page.locator(`[data-testid="${id}"]`);
  }

  async setTheme(theme: Theme): Promise<void> {
    await this.page.evaluate(
      ([style, name]) => {
        document.documentElement.style.cssText = style;
        document.body.className = name;
      },
      [themeStyle(theme), BODY_CLASS[theme]] as const,
    );
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

let server: Promise<Server> | undefined;
let browser: Promise<Browser> | undefined;

export async function openView(options: ViewOptions): Promise<WebviewPage> {
  const { view, layout = 'tab', theme = 'dark', width = layout === 'side' ? 320 : 1280, height = 900 } = options;
  server ??= serve();
  browser ??= chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
  const context = await (await browser).newContext({ viewport: { width, height } });
  const page = await context.newPage();
  await page.addInitScript((state) => {
    const there = window as unknown as { sent: unknown[]; state: unknown; acquireVsCodeApi: () => unknown };
    there.sent = [];
    there.state = state;
    there.acquireVsCodeApi = () => ({
      postMessage: (message: unknown) => there.sent.push(structuredClone(message)),
      getState: () => there.state,
      setState: (next: unknown) => {
        there.state = structuredClone(next);
      },
    });
  }, options.state);
  const webview = new WebviewPage(page);
  const { port } = (await server).address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams({ view, layout, theme })}`);
  return webview;
}

function serve(): Promise<Server> {
  const listening = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(pageOf(url.searchParams));
      return;
    }
    try {
      const file = path.join(BUNDLES, path.basename(url.pathname));
      const content = await readFile(file);
      response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  return new Promise((done) => {
    listening.listen(0, '127.0.0.1', () => done(listening));
  });
}

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** As the extension writes it; the theme comes from VS Code, outside the policy. */
function pageOf(parameters: URLSearchParams): string {
  const view = parameters.get('view') as ViewOptions['view'];
  const layout = parameters.get('layout');
  const theme = parameters.get('theme') as Theme;
  const element = ELEMENTS[view];
  const background = layout === 'side' ? 'sideBar-background' : 'editor-background';
  const policy =
    "default-src 'none'; script-src 'nonce-story'; style-src 'self' 'nonce-story'; font-src 'self'; img-src 'self' data:";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="story">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="codicon.css">
<link rel="stylesheet" href="${view}.css">
<title>ErrorAtlas</title>
<script nonce="story">
document.documentElement.style.cssText = ${JSON.stringify(themeStyle(theme))};
document.documentElement.style.background = 'var(--vscode-${background})';
</script>
</head>
<body data-view="${view}" data-layout="${layout}" class="${BODY_CLASS[theme]}" data-vscode-theme-kind="${BODY_CLASS[theme]}">
<${element}></${element}>
<script nonce="story" src="${view}.js"></script>
</body>
</html>`;
}

after(async () => {
  await (await browser)?.close();
  (await server)?.close();
});
