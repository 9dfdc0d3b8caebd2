// Finds a Chromium, Chrome or Edge on this machine. Node builtins only.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Switches for a browser that draws without a screen and talks to our server alone. */
export const CHROMIUM_ARGS = [
  // Chromium refuses its sandbox to root, and containers often have no other user.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** @returns {string[]} where browsers are when they are not on the PATH */
function wellKnownPlaces() {
  const { ProgramFiles, LOCALAPPDATA, HOME = '' } = process.env;
  if (process.platform === 'win32') {
    return [ProgramFiles, process.env['ProgramFiles(x86)'], LOCALAPPDATA].flatMap((base) =>
      base
        ? ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((exe) =>
            path.join(base, exe),
          )
        : [],
    );
  }
  if (process.platform === 'darwin') {
    return ['', HOME].flatMap((base) =>
      ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
        (app) => `${base}/Applications/${app}.app/Contents/MacOS/${app}`,
      ),
    );
  }
  return ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((bin) => NAMES.map((name) => `${bin}/${name}`));
}

function findBrowser() {
  const onPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .flatMap((bin) => NAMES.map((name) => path.join(bin, name)));
  return [...wellKnownPlaces(), ...onPath].find((file) => fs.existsSync(file));
}

/**
 * Installs Debian's chromium when nothing is found and we may.
 * @returns {string} path of a browser
 */
export function chromiumPath() {
  const named = process.env.CHROME_PATH;
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`CHROME_PATH names ${named}, and there is no such file.`);
    return named;
  }
  const found = findBrowser();
  if (found) return found;

  if (process.platform === 'linux' && process.getuid?.() === 0 && fs.existsSync('/etc/debian_version')) {
    console.log('No Chromium here: installing it with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error(
    'These tests drive VS Code in a browser, and there is none here. Install Chromium, Google Chrome or Microsoft Edge ' +
      '(Debian and Ubuntu: apt-get install chromium; macOS: brew install --cask chromium), or name one in CHROME_PATH.',
  );
}
