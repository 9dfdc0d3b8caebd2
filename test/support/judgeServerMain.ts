import { parseArgs } from 'node:util';
import { faultyAnswers } from './judgeFaults';
import { startJudgeServer } from './judgeServer';

/**
 * The test judge as a process of its own, for the bench and for trying the extension by hand:
 * `npx esbuild test/support/judgeServerMain.ts --bundle --platform=node --outfile=/tmp/judge.cjs && node /tmp/judge.cjs`.
 * `--delay` is in milliseconds; `--faults 0.05` gives each kind of fault that share of the calls.
 * Prints its base URL on the first line of stdout and serves until it is ended.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    key: { type: 'string' },
    delay: { type: 'string' },
    faults: { type: 'string' },
    seed: { type: 'string' },
  },
});

void startJudgeServer({
  record: false,
  port: Number(values.port ?? 0),
  delayMs: Number(values.delay ?? 0),
  ...(values.key !== undefined && { key: values.key }),
  ...(values.faults !== undefined && {
    answer: faultyAnswers(Number(values.seed ?? 1), Number(values.faults)).answer,
  }),
}).then((server) => console.log(server.url));
