import { describe, expect, it } from 'vitest';
import { type ClassifyRequest, classify } from '../../../src/judge/classify';
import { type Judge, JudgeUnavailable } from '../../../src/judge/judge';
import type { Example } from '../../../src/model/example';
import { type JudgeIdentity, type Judgment, judgeId } from '../../../src/model/judgment';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import { entry, judgment } from '../../support/records';

/** A journal in memory with the same rules as the store. */
class MemoryJournal {
  readonly written: Judgment[] = [];
  find(key: string, judge: JudgeIdentity): Judgment | undefined {
    return this.written.findLast((j) => j.key === key && judgeId(j.judge) === judgeId(judge) && j.status !== 'error');
  }
  async append(judgments: readonly Judgment[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.written.push(...judgments);
  }
}

interface Answers {
  concurrency?: number;
  cost?: number;
  answer?: (example: Example, call: number, signal: AbortSignal) => Partial<Judgment> | Promise<Partial<Judgment>>;
}

function judgeThat({ concurrency = 4, cost = 0, answer = () => ({}) }: Answers): Judge & { mostAtOnce: number } {
  let now = 0;
  const judge = {
    identity: judgment().judge,
    concurrency,
    calls: 0,
    mostAtOnce: 0,
    estimate: () => ({ promptTokens: 10, completionTokens: 5, cost }),
    async judge(example: Example, _context: unknown, signal: AbortSignal): Promise<Judgment> {
      judge.calls += 1;
      now += 1;
      judge.mostAtOnce = Math.max(judge.mostAtOnce, now);
      try {
        const given = await answer(example, judge.calls, signal);
        return judgment({ key: example.key, usage: { promptTokens: 9, completionTokens: 4 }, cost, ...given });
      } finally {
        now -= 1;
      }
    },
  };
  return judge;
}

const failures = (count: number) => Array.from({ length: count }, (_, i) => entry({ key: `k${i}`, id: `${i}` }));

function request(given: Partial<Omit<ClassifyRequest, 'journal'>> & { judge: Judge }) {
  const journal = new MemoryJournal();
  return {
    journal,
    failing: failures(10),
    taxonomy: errorAtlas,
    load: async ({ key, id }: { key: string; id: string }): Promise<Example> => ({
      ...entry({ key, id }),
      input: 'q',
      output: 'a',
      references: [],
    }),
    ...given,
  } satisfies ClassifyRequest;
}

const turn = (ms = 2) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a classification run', () => {
  it('judges each example once, keeps all, and a second run takes all from the journal', async () => {
    const judge = judgeThat({
      answer: ({ id }) => (Number(id) % 5 === 0 ? { status: 'abstained', category: '' } : {}),
    });
    const first = request({ judge });
    const report = await classify(first);
    expect(report).toMatchObject({
      judged: 8,
      abstained: 2,
      errors: 0,
      cached: 0,
      left: 0,
      calls: 10,
      usage: { promptTokens: 90, completionTokens: 40 },
      byCategory: { 'Computation Error': 8 },
    });
    const second = await classify({ ...first, judge: judgeThat({}) });
    expect(second).toMatchObject({
      cached: 10,
      judged: 0,
      abstained: 0,
      calls: 0,
      byCategory: { 'Computation Error': 8 },
    });
    expect(first.journal.written).toHaveLength(10);
  });

  it('judges identical examples once and counts them all', async () => {
    const judge = judgeThat({});
    const report = await classify(request({ judge, failing: [entry(), entry(), entry({ key: 'k2' })] }));
    expect(report).toMatchObject({ judged: 3, calls: 2, byCategory: { 'Computation Error': 3 } });
  });

  it('reclassifies when it is told to', async () => {
    const judge = judgeThat({});
    const first = request({ judge });
    await classify(first);
    expect(await classify({ ...first, reclassify: true })).toMatchObject({ judged: 10, cached: 0, calls: 10 });
  });

  it('never has more calls under way than the judge wants', async () => {
    const judge = judgeThat({ concurrency: 3, answer: () => turn().then(() => ({})) });
    await classify(request({ judge, failing: failures(30) }));
    expect(judge.mostAtOnce).toBe(3);
  });

  it('records errors on their examples, does not take them for cached, and tells the first', async () => {
    const judge = judgeThat({
      answer: ({ id }) => (id === '3' ? { status: 'error', category: '', error: 'bad reply' } : {}),
    });
    const first = request({ judge });
    expect(await classify(first)).toMatchObject({
      judged: 9,
      errors: 1,
      errorSamples: [{ id: '3', message: 'bad reply' }],
    });
    expect(await classify({ ...first, judge: judgeThat({}) })).toMatchObject({ judged: 1, cached: 9 });
  });

  it('counts an example that cannot be read as an error and goes on', async () => {
    const base = request({ judge: judgeThat({}) });
    const load = base.load;
    const report = await classify({
      ...base,
      load: (which) => (which.id === '4' ? Promise.reject(new Error('file has changed')) : load(which)),
    });
    expect(report).toMatchObject({ judged: 9, errors: 1 });
    expect(report.errorSamples[0]?.message).toContain('file has changed');
  });

  it('stops at an unavailable judge with one message, keeps what is done and says what is left', async () => {
    const judge = judgeThat({
      concurrency: 2,
      answer: async (_, call) => {
        if (call === 4) throw new JudgeUnavailable('The judge refused the key.');
        return {};
      },
    });
    const first = request({ judge });
    const report = await classify(first);
    expect(report.stopped).toEqual({ reason: 'unavailable', message: 'The judge refused the key.' });
    expect(report.judged + report.left).toBe(10);
    expect(first.journal.written).toHaveLength(report.judged);
    expect(judge.calls).toBeLessThan(8);
  });

  it('a cancel ends calls under way and keeps what is done', async () => {
    const controller = new AbortController();
    const judge = judgeThat({
      concurrency: 2,
      answer: async (_, call, signal) => {
        if (call <= 4) return {};
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    // By then two calls are under way that would never end by themselves.
    const first = request({ judge, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const report = await classify(first);
    expect(report.stopped?.reason).toBe('cancelled');
    expect(report.judged).toBe(first.journal.written.length);
    expect(report.judged + report.left).toBe(10);
    expect(report.left).toBeGreaterThan(0);
  });

  it('keeps within the budget, calls under way included', async () => {
    const judge = judgeThat({ concurrency: 4, cost: 0.3, answer: () => turn().then(() => ({})) });
    const report = await classify(request({ judge, budgetUsd: 1 }));
    expect(report.stopped?.reason).toBe('budget');
    expect(report.judged).toBe(3);
    expect(report.cost).toBeCloseTo(0.9);
    expect(report.calls).toBe(3);
  });

  it('near the budget waits for calls under way, and spends what they leave over', async () => {
    const judge = judgeThat({ concurrency: 4, cost: 0.1, answer: () => turn().then(() => ({})) });
    // Each could cost half of the budget: two at once, and then, near the limit, one by one.
    judge.estimate = () => ({ promptTokens: 10, completionTokens: 5, cost: 0.1, costAtMost: 0.5 });
    const report = await classify(request({ judge, budgetUsd: 0.75 }));
    expect(report).toMatchObject({ judged: 7, left: 3, stopped: { reason: 'budget' } });
    expect(report.cost).toBeCloseTo(0.7);
    expect(judge.mostAtOnce).toBeLessThanOrEqual(2);
  });

  it('stops when its time is over, cuts short what is under way, and keeps what is done', async () => {
    const judge = judgeThat({
      concurrency: 2,
      answer: async (_, call, signal) => {
        if (call <= 4) return {};
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const first = request({ judge });
    const started = performance.now();
    const report = await classify({ ...first, timeLimitMs: 60 });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(report.stopped).toMatchObject({ reason: 'timeLimit', message: expect.stringContaining('the time that') });
    expect(report).toMatchObject({ judged: 4, left: 6 });
    expect(first.journal.written).toHaveLength(4);
  });

  it('a time limit that is not reached changes nothing', async () => {
    expect(await classify({ ...request({ judge: judgeThat({}) }), timeLimitMs: 60_000 })).toMatchObject({ judged: 10 });
  });

  it('adds up the tokens that came from the provider’s cache', async () => {
    const cachedTokens = 7;
    const judge = judgeThat({
      answer: ({ id }) => ({
        usage: { promptTokens: 9, completionTokens: 4, ...(Number(id) % 2 === 0 && { cachedTokens }) },
      }),
    });
    const report = await classify(request({ judge }));
    expect(report.usage).toEqual({ promptTokens: 90, completionTokens: 40, cachedTokens: 35 });
  });

  it('makes no call before the judgment of the one before it is written', async () => {
    let written = 0;
    const judge = judgeThat({ concurrency: 4 });
    const ahead: number[] = [];
    const journal = {
      find: () => undefined,
      append: async (judgments: readonly Judgment[]) => {
        await turn(5);
        written += judgments.length;
        ahead.push(judge.calls - written);
      },
    };
    // The judge of these tests says that it is the offline one, for which nobody waits.
    const identity = { ...judge.identity, kind: 'openai' as const };
    await classify({ ...request({ judge: { ...judge, identity }, failing: failures(100) }), journal });
    expect(written).toBe(100);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(4);
  });

  it('fails aloud when the journal cannot be written', async () => {
    const journal = { find: () => undefined, append: () => Promise.reject(new Error('disk full')) };
    await expect(classify({ ...request({ judge: judgeThat({}) }), journal })).rejects.toThrow('disk full');
  });

  it('makes no further calls once the journal cannot be written', async () => {
    const judge = judgeThat({ concurrency: 2, answer: () => turn().then(() => ({})) });
    const journal = { find: () => undefined, append: () => Promise.reject(new Error('disk full')) };
    const run = classify({ ...request({ judge, failing: failures(50) }), journal });
    await expect(run).rejects.toThrow('disk full');
    const { calls } = judge;
    expect(calls).toBeLessThan(8);
    await turn(20);
    expect(judge.calls).toBe(calls);
  });

  it('a listener that throws ends the run with its error, when nothing is under way any more', async () => {
    const judge = judgeThat({ concurrency: 4, answer: () => turn().then(() => ({})) });
    const first = request({ judge, failing: failures(50) });
    const onProgress = ({ done }: { done: number }) => {
      if (done === 3) throw new Error('bad listener');
    };
    await expect(classify({ ...first, onProgress })).rejects.toThrow('bad listener');
    const { calls } = judge;
    await turn(20);
    expect(judge.calls).toBe(calls);
    expect(calls).toBeLessThan(12);
    expect(first.journal.written.length).toBeGreaterThanOrEqual(3);
  });

  it.each([['a string'], [undefined], [{ odd: true }], [new TypeError('oops')]])(
    'counts an example on which the judge throws %s as one error, and goes on',
    async (thrown) => {
      const judge = judgeThat({
        answer: async ({ id }) => {
          if (id === '4') throw thrown;
          return {};
        },
      });
      const report = await classify(request({ judge }));
      expect(report).toMatchObject({ judged: 9, errors: 1, left: 0 });
      expect(report.errorSamples[0]?.message).toMatch(/^the judge failed/);
    },
  );

  it('cancelled before it starts makes no call and listens to nothing', async () => {
    const controller = new AbortController();
    controller.abort();
    const judge = judgeThat({});
    const report = await classify(request({ judge, signal: controller.signal }));
    expect(report).toMatchObject({ judged: 0, left: 10, calls: 0, stopped: { reason: 'cancelled' } });
  });

  it('gives the event loop its turn during a long run of a quick judge', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    const slow = judgeThat({
      answer: () => {
        const end = performance.now() + 0.2;
        while (performance.now() < end);
        return {};
      },
    });
    await classify(request({ judge: slow, failing: failures(500) }));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});
