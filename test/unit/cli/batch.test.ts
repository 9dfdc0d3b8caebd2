import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BatchOutcome } from '../../../src/judge/batch/collect';
import type { SubmitReport } from '../../../src/judge/batch/submit';
import type { BatchRecord } from '../../../src/model/batch';
import { type BatchServer, type BatchServerOptions, startBatchServer } from '../../support/batchServer';
import { filesBelow, runCli, startCli, storedJudgments, temporaryFolder } from '../../support/cli';
import { startJudgeServer } from '../../support/judgeServer';
import { type DryRunDocument, FAILING } from './documents';

const KEY = 'sk-test-b4tch-55aa02';
const env = { JUDGE_KEY: KEY };

let folder: string;
let remove: () => Promise<void>;
const closing: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  ({ folder, remove } = await temporaryFolder());
});
afterAll(async () => {
  await Promise.all(closing.map((server) => server.close()));
  await remove();
});

async function start(options: Omit<BatchServerOptions, 'judge'> = {}): Promise<BatchServer> {
  const judge = await startJudgeServer();
  const server = await startBatchServer({ judge: judge.url, key: KEY, ...options });
  closing.push(judge, server);
  return server;
}

const batch = <Document>(args: readonly string[], store: string) =>
  runCli<Document>(['batch', ...args, '--store', store, '--json'], { env });
const withKey = ['--api-key-env', 'JUDGE_KEY'];
const submit = (server: BatchServer, store: string, more: readonly string[] = []) =>
  batch<SubmitReport>(
    ['submit', 'examples', '--base-url', server.url, '--model', 'test-judge', ...withKey, '--price', '1/10', ...more],
    store,
  );
const collect = (store: string) => batch<{ batches: BatchOutcome[] }>(['collect', 'examples', ...withKey], store);
const status = (store: string, more: readonly string[] = withKey) =>
  batch<{ batches: (BatchRecord & { requests: number })[] }>(['status', ...more], store);

// Many processes at once: on a busy machine they take their time.
describe.concurrent('batch', { timeout: 120_000 }, () => {
  it('is submitted, looked at and collected by processes of their own, and classify then calls nobody', async () => {
    const server = await start();
    const store = join(folder, 'whole');
    const submitted = await submit(server, store);
    expect(submitted).toMatchObject({ code: 0, stderr: '', json: { submitted: FAILING, waiting: 0 } });
    expect((await submit(server, store)).json).toMatchObject({ submitted: 0, waiting: FAILING });

    const before = await status(store);
    expect(before.json.batches).toMatchObject([{ state: 'open', status: 'validating', requests: FAILING }]);
    expect(before.json.batches[0]).not.toHaveProperty('keys');
    const early = await collect(store);
    expect(early).toMatchObject({ code: 1, json: { batches: [{ state: 'open', judged: 0 }] } });

    await server.work();
    const collected = await collect(store);
    expect(collected).toMatchObject({ code: 0, stderr: '', json: { batches: [{ judged: FAILING, state: 'closed' }] } });
    expect(collected.json.batches[0]?.cost).toBeLessThan(submitted.json.cost ?? 0);
    expect(await storedJudgments(store)).toHaveLength(FAILING);

    const args = ['classify', 'examples', '--judge', 'openai', '--base-url', server.url, '--model', 'test-judge'];
    const after = await runCli([...args, ...withKey, '--store', store, '--json'], { env });
    expect(after.json).toMatchObject({ cached: FAILING, calls: 0 });
    for (const text of [submitted.stdout, collected.stdout, ...(await filesBelow(store)).values()]) {
      expect(text).not.toContain(KEY);
    }
  });

  it('tells partial results and exits with 1; the next submission takes up the rest', async () => {
    const server = await start({
      end: 'expired',
      fate: (_, index) => (['ok', 'error', 'expired'] as const)[index % 3] ?? 'ok',
    });
    const store = join(folder, 'partial');
    await submit(server, store, ['--limit', '9']);
    await server.work();
    const result = await collect(store);
    expect(result).toMatchObject({
      code: 1,
      json: { batches: [{ judged: 3, errors: 3, left: 3, status: 'expired' }] },
    });
    expect(result.stderr).toMatch(/not done in its time\. 3 were never answered/);
    expect(result.stderr).toMatch(/this input is not allowed/);
    expect((await submit(server, store, ['--limit', '9'])).json).toMatchObject({ submitted: 6, known: 3 });
  });

  it('is estimated at half the price, and nothing is sent', async () => {
    const server = await start();
    const store = join(folder, 'dry');
    const dry = await submit(server, store, ['--dry-run']);
    const args = ['classify', 'examples', '--judge', 'openai', '--base-url', server.url, '--model', 'test-judge'];
    const direct = await runCli<DryRunDocument>([...args, '--price', '1/10', '--dry-run', '--store', store, '--json']);
    expect(dry.json).toMatchObject({ calls: FAILING, cost: (direct.json.cost ?? 0) / 2 });
    expect(server.seen).toEqual([]);
  });

  it('sends a key to one endpoint only', async () => {
    const [one, two] = [await start(), await start()];
    const store = join(folder, 'two');
    await submit(one, store, ['--limit', '2']);
    await submit(two, store, ['--limit', '2']);
    const seen = two.seen.length;
    const unclear = await status(store);
    expect(unclear.code).toBe(2);
    expect(unclear.stderr).toMatch(/Say with --base-url which/);
    expect(two.seen).toHaveLength(seen);
    const clear = await status(store, [...withKey, '--base-url', one.url]);
    expect(clear.json.batches).toHaveLength(1);
    expect(two.seen).toHaveLength(seen);
  });

  it('can be cancelled', async () => {
    const server = await start();
    const store = join(folder, 'cancel');
    const { json } = await submit(server, store, ['--limit', '2']);
    const id = json.batches[0]?.id ?? '';
    expect((await batch(['cancel', id, ...withKey], store)).json).toMatchObject({ status: 'cancelled' });
    expect((await collect(store)).json.batches).toMatchObject([{ status: 'cancelled', left: 2, state: 'closed' }]);
    expect(await batch(['cancel', id, ...withKey], store)).toMatchObject({ code: 2 });
  });

  it('that was killed before it heard of its batch is not submitted twice', async () => {
    const server = await start({
      fault: (kind, call) => (kind === 'POST /v1/batches' && call === 1 ? 'silent' : undefined),
    });
    const store = join(folder, 'killed');
    const args = ['batch', 'submit', 'examples', '--base-url', server.url, '--model', 'test-judge', '--limit', '4'];
    const { child, finished } = startCli([...args, ...withKey, '--store', store], { env });
    await vi.waitUntil(() => server.batches.length === 1, 60_000);
    child.kill('SIGKILL');
    await finished;
    expect((await status(store)).json.batches).toMatchObject([{ state: 'prepared', requests: 4 }]);
    expect((await submit(server, store, ['--limit', '4'])).json).toMatchObject({ submitted: 0, waiting: 4 });
    expect(server.batches).toHaveLength(1);
    await server.work();
    expect((await collect(store)).json).toMatchObject({ batches: [{ judged: 4, state: 'closed' }] });
  });

  it('can be given up when the provider no longer knows it', async () => {
    const server = await start();
    const store = join(folder, 'forget');
    const { json } = await submit(server, store, ['--limit', '2']);
    server.batches.length = 0;
    const result = await collect(store);
    expect(result).toMatchObject({ code: 1, json: { batches: [{ state: 'open', judged: 0 }] } });
    expect(result.stderr).toMatch(/no such batch/);
    const id = json.batches[0]?.id ?? '';
    expect(await runCli(['batch', 'forget', id, '--store', store])).toMatchObject({ code: 0 });
    expect((await submit(server, store, ['--limit', '2'])).json).toMatchObject({ submitted: 2, waiting: 0 });
  });

  it('speaks to people too', async () => {
    const server = await start();
    const store = join(folder, 'people');
    const args = ['--store', store, ...withKey];
    const submitArgs = [
      'batch',
      'submit',
      'examples',
      '--base-url',
      server.url,
      '--model',
      'test-judge',
      '--limit',
      '3',
    ];
    const say = async (parts: readonly string[]) => (await runCli([...parts, ...args], { env })).stdout;
    expect(await runCli(['batch', 'status', '--store', store])).toMatchObject({ code: 0, stdout: 'No batches.\n' });
    expect(await say(submitArgs)).toMatch(/^3 examples submitted\.\n {2}\S+ {2}3 requests\nAbout .*cost not known/);
    expect(await say(['batch', 'status'])).toMatch(/validating +0 of 3 +to be collected/);
    await server.work();
    expect(await say(['batch', 'collect', 'examples'])).toMatch(
      /\(completed, 3 requests\): 3 classified, cost not known/,
    );
    expect(await say(['batch', 'status'])).toMatch(/completed +3 of 3 +collected/);
  });
});
