// What the bench of runs measures, in processes of their own: `node judging-programs.js NAME FILE STORE URL CONCURRENCY`.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readEvaluations } from '../../src/cli/workspace';
import { classify } from '../../src/judge/classify';
import { createOpenAiJudge } from '../../src/judge/openai/openAiJudge';
import { errorAtlas } from '../../src/model/taxonomies/builtin';
import { JudgmentStore } from '../../src/store/judgmentStore';
import { report } from './measure';

interface Arguments {
  file: string;
  store: string;
  url: string;
  concurrency: number;
}

const programs: Record<string, (given: Arguments) => Promise<void>> = { run, bare };

/** How often memory is looked at, milliseconds. */
const SAMPLE_MS = 50;
/** Of the monitor's own timer, which is part of what it measures. */
const RESOLUTION_MS = 5;

/** What `classify` of the command line tool does: read the file, judge, keep the judgments. */
async function run({ file, store: folder, url, concurrency }: Arguments): Promise<void> {
  const begun = performance.now();
  const evaluations = await readEvaluations([file]);
  const store = await JudgmentStore.open(folder);
  const judge = createOpenAiJudge({
    ...{ baseUrl: url, model: 'test-judge', apiKey: undefined, taxonomy: errorAtlas, concurrency },
  });
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const cpu = process.cpuUsage();
  const started = performance.now();
  const { judged, cached, calls, errors } = await classify({
    failing: evaluations.failing,
    judge,
    taxonomy: errorAtlas,
    journal: store,
    load: (entry) => evaluations.files.load(entry),
  });
  const ended = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  delay.disable();
  clearInterval(sampling);
  await evaluations.files.close();
  report((ended - started) / 1_000, {
    ...{ judged, cached, calls, errors },
    wholeSeconds: (ended - begun) / 1_000,
    cpuOfRun: (user + system) / 1e6,
    rssGrowth: most - before,
    delayP99: delay.percentile(99) / 1e6 - RESOLUTION_MS,
    delayMax: delay.max / 1e6 - RESOLUTION_MS,
  });
}

/** The least that can be done: as many requests of the same length, by as many loops, and nothing else. */
async function bare({ file, url, concurrency }: Arguments): Promise<void> {
  const { failing } = await readEvaluations([file]);
  const body = JSON.stringify({
    model: 'test-judge',
    messages: [
      { role: 'system', content: 'word '.repeat(1_000) },
      { role: 'user', content: 'word '.repeat(200) },
    ],
    response_format: { type: 'json_object' },
  });
  let left = failing.length;
  const loop = async () => {
    while (left-- > 0) {
      const headers = { 'content-type': 'application/json' };
      await (await fetch(`${url}/chat/completions`, { method: 'POST', headers, body })).text();
    }
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, loop));
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  report(seconds, { cpuOfRun: (user + system) / 1e6 });
}

const [, , name = '', file = '', store = '', url = '', concurrency = ''] = process.argv;
const program = programs[name];
if (!program) throw new Error(`no program "${name}"; there are ${Object.keys(programs).join(', ')}`);
void program({ file, store, url, concurrency: Number(concurrency) });
