import { parseArgs } from 'node:util';
import { startJudgeServer } from './judgeServer';

/**
 * The test judge as a process of its own, for the bench and for trying the extension by hand:
 * `npx esbuild test/support/judgeServerMain.ts --bundle --platform=node --outfile=/tmp/judge.cjs && node /tmp/judge.cjs`.
 * Prints its base URL on the first line of stdout and serves until it is ended.
 */
const { values } = parseArgs({
  options: { port: { type: 'string' }, key: { type: 'string' }, delay: { type: 'string' } },
});

void startJudgeServer({
  port: Number(values.port ?? 0),
  delayMs: Number(values.delay ?? 0),
  ...(values.key !== undefined && { key: values.key }),
}).then((server) => console.log(server.url));
