/**
 * The entry for the extension host: runs every test/host/*.test.ts in mocha.
 * Resolves when all pass, rejects when one fails; that is all that VS Code's test runner looks at.
 */
import fs from 'node:fs';
import tests from 'virtual:tests';
import Mocha from 'mocha';

/** Milliseconds; starting an extension host's services on a busy machine takes its time. */
const TIMEOUT = 60_000;

export async function run(): Promise<void> {
  const { ERROR_ATLAS_HOST_REPORT: report, ERROR_ATLAS_HOST_GREP: grep } = process.env;
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT, reporter: Lines, ...(grep ? { grep } : {}) });
  for (const [file, load] of tests) {
    // What mocha does around require(): hand out `describe` and `it`, load, take in what was described.
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    mocha.suite.emit('require', await load(), file, mocha);
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
  const { stats } = await new Promise<Mocha.Runner>((done) => {
    const runner = mocha.run(() => done(runner));
  });
  const passed = stats?.passes ?? 0;
  const failed = stats?.failures ?? 0;
  // The runner outside counts by this file: what is printed here passes through a browser's console.
  if (report) fs.writeFileSync(report, JSON.stringify({ passed, failed }));
  if (failed > 0) throw new Error(`${failed} of ${passed + failed} tests failed`);
}

/**
 * One message a test. mocha's own reporters write to a terminal, and there is none in an extension host.
 * In a browser the first two characters tell scripts/tests/host.mjs these from what VS Code prints.
 */
class Lines extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => console.log(`✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => console.log(`– ${test.fullTitle()}`));
    runner.on('fail', (test, error: Error) =>
      console.error(`✗ ${test.fullTitle()}\n${indent(error.stack ?? error.message)}`),
    );
  }
}

const indent = (text: string) => text.replaceAll(/^/gm, '      ');
