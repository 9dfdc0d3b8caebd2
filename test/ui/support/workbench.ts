/**
 * A VS Code to drive as a user does: the rig's browser workbench with the extension installed, in Chromium.
 * The server and the browser are shared by all stories of a process; every workbench has a workspace,
 * a profile and a page of its own.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, chromiumPath } from '../../../scripts/rig/chromium.mjs';
import { installRig } from '../../../scripts/rig/install.mjs';
import { ARTIFACTS, ROOT } from '../../../scripts/rig/paths.mjs';
import { type Server, startServer } from '../../../scripts/rig/server.mjs';
import { workbenchUrl } from '../../../scripts/rig/workbench-url.mjs';
import { copyWorkspace } from '../../../scripts/rig/workspace.mjs';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  hc: 'Default High Contrast',
};

/** So that a picture looks the same every time, and shows nothing of ours. */
const STILL = {
  'editor.cursorBlinking': 'solid',
  'explorer.autoReveal': false,
  'files.exclude': { '**/.vscode': true },
};

/** Milliseconds for one click or wait: what takes longer is broken, also on a busy machine. */
const ACTION_TIMEOUT = 15_000;

export type Theme = keyof typeof THEMES;

export interface WorkbenchOptions {
  theme?: Theme;
  /** A folder whose copy is opened; the examples if left out. */
  workspace?: string;
  /** Settings of the workspace, on top of the theme's. */
  settings?: Record<string, unknown>;
  /** More environment for the extension host. Another environment means another server: a second or two. */
  env?: Record<string, string>;
  /** True: the folder opens in Restricted Mode, until the user trusts it. */
  trust?: boolean;
  /** In CSS pixels. */
  size?: { width: number; height: number };
}

const servers = new Map<string, Promise<Server>>();
let browser: Promise<Browser> | undefined;

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const { theme = 'dark', env = {}, trust = false, size = { width: 1280, height: 800 } } = options;
  const [server, chrome] = await Promise.all([serverFor({ env, trust }), sharedBrowser()]);
  // The judge is a setting of the user's: an earlier story may have chosen one.
  server.resetSettings();
  const copy = copyWorkspace(options.workspace);
  const context = await chrome.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(ACTION_TIMEOUT);
  const workbench = new Workbench(await context.newPage(), copy.folder, theme, async () => {
    await context.close();
    copy.remove();
  });
  workbench.settings({ ...STILL, 'workbench.colorTheme': THEMES[theme], ...options.settings });
  try {
    await workbench.page.goto(workbenchUrl({ port: server.port, folder: copy.folder }));
    await workbench.page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
  } catch (error) {
    await workbench.close();
    throw error;
  }
  return workbench;
}

/** Ends the shared server and browser. */
export async function closeShared(): Promise<void> {
  await (await browser)?.close();
  await Promise.all([...servers.values()].map(async (server) => (await server).stop()));
  browser = undefined;
  servers.clear();
}

export class Workbench {
  constructor(
    readonly page: Page,
    /** Folder that is open: a copy, gone after `close()`. */
    readonly workspace: string,
    readonly theme: Theme,
    readonly close: () => Promise<void>,
  ) {}

  /** Runs a command by its title in the palette, such as "ErrorAtlas: Open Atlas". */
  async palette(title: string): Promise<void> {
    // Rows read "title, keys" or "title, recently used": the whole title, then a comma or the end.
    const name = new RegExp(`^${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(,|$)`);
    const row = this.page.locator('.quick-input-list').getByRole('option', { name }).first();
    // The palette shows what is known when it opens; just after the start that may be too early for us.
    for (let tries = 5; ; tries--) {
      await this.page.keyboard.press('F1');
      await this.quickInput(`>${title}`);
      const shown = await row.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (shown || tries === 0) break;
      await this.page.keyboard.press('Escape');
    }
    await row.click();
  }

  /** Shows our views in the side bar. */
  async openActivityBar(): Promise<void> {
    const icon = this.page.locator('.activitybar .action-label[aria-label^="ErrorAtlas"]');
    // The badge with the count lies over the icon and takes the click for it: Playwright takes that for an obstacle.
    await icon.click({ force: true });
  }

  /** Opens a file of the workspace, the cursor at a line counted from 1. */
  async openFile(name: string, line?: number): Promise<void> {
    const file = path.join(this.workspace, name);
    if (!fs.existsSync(file)) throw new Error(`There is no ${name} in the workspace.`);
    await this.page.keyboard.press('ControlOrMeta+P');
    // The full path needs no search index.
    await this.quickInput(line === undefined ? file : `${file}:${line}`);
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: path.basename(name) })
      .first()
      .waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
  }

  /**
   * The document of one of our web views, once its marker is visible.
   * @param marker the view's name (`atlas` stands for `[data-view="atlas"]`) or a CSS selector
   */
  async webview(marker: string, timeout = 15_000): Promise<Frame> {
    const selector = /^[\w-]+$/.test(marker) ? `[data-view="${marker}"]` : marker;
    const end = Date.now() + timeout;
    while (Date.now() < end) {
      // VS Code puts a web view two frames deep; frames come and go while we look.
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame() || frame.isDetached()) continue;
        const visible = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (visible) return frame;
      }
      await this.page.waitForTimeout(100);
    }
    throw new Error(`No web view shows ${selector} after ${timeout / 1000} s.`);
  }

  /** Changes settings of the workspace; VS Code takes them over when it sees the file change. */
  settings(settings: Record<string, unknown>): void {
    const file = path.join(this.workspace, '.vscode/settings.json');
    const before = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify({ ...before, ...settings }, null, 2));
  }

  /** Writes .artifacts/screenshots/<name>-<theme>.png and returns its path. `hovering`: the mouse stays where it is. */
  async screenshot(name: string, { hovering = false } = {}): Promise<string> {
    const file = path.join(ARTIFACTS, 'screenshots', `${name}-${this.theme}.png`);
    // A hover where the mouse happens to be is not part of the picture; animations last 200 ms.
    if (!hovering) await this.page.mouse.move(0, 0);
    await this.page.waitForTimeout(500);
    await this.page.screenshot({ path: file });
    return file;
  }

  private async quickInput(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.waitFor();
    await input.fill(text);
  }
}

function serverFor(options: { env: Record<string, string>; trust: boolean }): Promise<Server> {
  const key = JSON.stringify(options);
  let server = servers.get(key);
  if (!server) {
    const vscode = process.env.ERROR_ATLAS_VSCODE === 'floor' ? 'floor' : 'current';
    server = installRig({ vscode }).then((rig) => startServer({ rig, extension: ROOT, ...options }));
    servers.set(key, server);
  }
  return server;
}

function sharedBrowser(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
  return browser;
}
