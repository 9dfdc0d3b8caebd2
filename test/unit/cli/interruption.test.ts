import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, runCli, startCli, storedJudgments, temporaryFolder } from '../../support/cli';
import { type Answer, type JudgeServer, startJudgeServer } from '../../support/judgeServer';
import { type ClassifyDocument, FAILING } from './documents';

let folder: string;
let remove: () => Promise<void>;
const servers: JudgeServer[] = [];
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await remove();
});

/** A judge's server that answers as `answer` says until the request number `until` is there. */
async function serverUntil(until: number, answer: (call: number) => Answer | undefined = () => undefined) {
  let tell = () => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = await startJudgeServer({
    answer: (call) => {
      if (call === until) tell();
      return answer(call);
    },
  });
  servers.push(server);
  return { server, reached };
}

const args = (server: JudgeServer, store: string) => [
  ...['classify', 'examples', '--json', '--judge', 'openai', '--model', 'test-judge', '--base-url', server.url],
  ...['--concurrency', '4', '--store', store],
];

const distinctKeys = async (store: string) => new Set((await storedJudgments(store)).map(({ key }) => key));

describe.skipIf(process.platform === 'win32')('a run that is ended', { concurrent: true }, () => {
  it('keeps all that is finished at Ctrl-C, and the next run asks for the rest only', async () => {
    const answered = 9;
    const atOnce = 4;
    // The last of these requests goes out when the nine before are answered and their judgments are taken.
    const { server, reached } = await serverUntil(answered + atOnce, (call) =>
      call > answered ? { kind: 'hang' } : undefined,
    );
    const store = join(folder, 'ctrl-c');
    const stop = new AbortController();
    const run = startCli<ClassifyDocument>(args(server, store), { signal: stop.signal });
    await reached;
    stop.abort();
    const { code, json, stderr } = await run.finished;
    expect(code).toBe(1);
    expect(json).toMatchObject({ judged: answered, errors: 0, left: FAILING - answered });
    expect(json.stopped?.reason).toBe('cancelled');
    expect(stderr).toBe(
      `Cancelled; everything judged so far is kept. ${FAILING - answered} of the failing examples left.\n`,
    );
    expect((await distinctKeys(store)).size).toBe(answered);

    const { server: other } = await serverUntil(0);
    const second = await runCli<ClassifyDocument>(args(other, store));
    expect(second.code).toBe(0);
    expect(second.json).toMatchObject({ cached: answered, judged: FAILING - answered });
    expect(other.requests).toHaveLength(FAILING - answered);
    expect((await distinctKeys(store)).size).toBe(FAILING);
  });

  it('loses no stored judgment when it is killed, and repeats no call that was stored', async () => {
    const { server, reached } = await serverUntil(50);
    const store = join(folder, 'killed');
    const run = startCli<ClassifyDocument>(args(server, store));
    await reached;
    run.child.kill('SIGKILL');
    expect((await run.finished).code).toBeNull();
    const before = await filesBelow(join(store, 'judgments'));
    expect(before.size).toBe(1);
    const whole = [...before.values()].join('').split('\n').slice(0, -1);
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThan(50);

    const { server: other } = await serverUntil(0);
    const second = await runCli<ClassifyDocument>(args(other, store));
    expect(second).toMatchObject({ code: 0, json: { cached: whole.length, judged: FAILING - whole.length } });
    expect(other.requests).toHaveLength(FAILING - whole.length);
    const after = await filesBelow(join(store, 'judgments'));
    for (const [path, text] of before) expect(after.get(path)).toBe(text);
    const third = await runCli<ClassifyDocument>(args(other, store));
    expect(third.json.cached).toBe(FAILING);
  });

  it('drops a torn last line with a word, and judges that example again', async () => {
    const { server } = await serverUntil(0);
    const store = join(folder, 'torn');
    await runCli(args(server, store));
    const [[path, text] = ['', '']] = await filesBelow(join(store, 'judgments'));
    await truncate(path, Buffer.byteLength(text) - 40);
    const { code, json, stderr } = await runCli<ClassifyDocument>(args(server, store));
    expect(code).toBe(0);
    expect(json).toMatchObject({ judged: 1, cached: FAILING - 1 });
    expect(stderr).toBe(`${path}: the last line is not complete; dropped, all before it stays.\n`);
  });
});

describe.concurrent('two runs on one store at the same time', () => {
  it('lose nothing and spoil no file', async () => {
    const { server } = await serverUntil(0);
    const store = join(folder, 'two');
    const offline = ['classify', 'examples', '--json', '--judge', 'offline', '--store', store];
    const runs = await Promise.all([
      runCli<ClassifyDocument>(args(server, store)),
      runCli<ClassifyDocument>(offline),
      runCli<ClassifyDocument>(args(server, store)),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    for (const { json } of runs) expect(json.judged + json.abstained + json.cached).toBe(FAILING);
    // Every line is whole, or this throws.
    expect((await distinctKeys(store)).size).toBe(FAILING);

    const openai = await runCli<ClassifyDocument>(args(server, store));
    expect(openai).toMatchObject({ stderr: '', json: { cached: FAILING, calls: 0 } });
    const rules = await runCli<ClassifyDocument>(offline);
    expect(rules).toMatchObject({ stderr: '', json: { cached: FAILING } });
  });
});
