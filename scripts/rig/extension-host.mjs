// A program inside the extension host of the rig's browser workbench, as VS Code runs an extension's tests.
import { chromium } from 'playwright-core';
import { CHROMIUM_ARGS, chromiumPath } from './chromium.mjs';
import { ROOT } from './paths.mjs';
import { startServer } from './server.mjs';
import { workbenchUrl } from './workbench-url.mjs';

/**
 * @param {object} options
 * @param {object} options.rig as `installRig` gives it
 * @param {string} options.program script that exports `run()`
 * @param {string} options.folder to open
 * @param {string[]} [options.extensions] the first is under development, a second one installed; ours alone by default
 * @param {Record<string, string>} [options.env]
 * @param {Record<string, unknown>} [options.settings]
 * @param {number} options.timeout for the whole program, in milliseconds
 * @param {(text: string, type: string) => void} [options.onPrint] what it prints, between much of VS Code's own
 * @param {(page: import('playwright-core').Page) => Promise<void>} [options.onPage] before the workbench is opened
 * @returns {Promise<number>} 0 when `run()` resolved
 */
export async function runInExtensionHost({
  rig,
  program,
  folder,
  extensions = [ROOT],
  env,
  settings,
  timeout,
  onPrint,
  onPage,
}) {
  const [extension, installed] = extensions;
  const server = await startServer({ rig, testDriver: true, extension: installed, env, settings });
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS });
  let timer;
  try {
    const page = await browser.newPage();
    await onPage?.(page);
    return await new Promise((done, fail) => {
      timer = setTimeout(() => fail(new Error('The program did not end in time.')), timeout);
      page.once('crash', () => fail(new Error('The browser page crashed.')));
      // VS Code calls these two where an extension's tests run: with the result, and with what they print.
      page
        .exposeFunction('codeAutomationExit', done)
        .then(() => page.exposeFunction('codeAutomationLog', (type, args) => onPrint?.([args].flat().join(' '), type)))
        .then(() => page.goto(workbenchUrl({ port: server.port, folder, extension, tests: program })))
        .catch(fail);
    });
  } finally {
    clearTimeout(timer);
    await browser.close();
    await server.stop();
  }
}
