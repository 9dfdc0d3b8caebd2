import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildTaxonomy } from '../../src/errormap/build';
import { BuildParameters } from '../../src/errormap/parameters';
import type { LanguageModel, ReplyForm } from '../../src/judge/languageModel';
import { createOpenAiModel } from '../../src/judge/openai/openAiModel';
import { type PlantedTree, plantedTree } from '../support/plantedTree';
import { referenceErrorMap } from '../support/referenceErrorMap';
import { printTable } from './printTable';

const HELP = `npm run bench -- taxonomy [options]

  --titles N       distinct titles (default 5000)
  --latency MS     of an answer (default 1000)
  --concurrency N  calls at once (default 8)
  --json           print one JSON document`;

/** How many calls, how much time and memory building a taxonomy takes, against the reference and the ideal. */
export async function taxonomyCommand(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      titles: { type: 'string', default: '5000' },
      latency: { type: 'string', default: '1000' },
      concurrency: { type: 'string', default: '8' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [titles, latency, concurrency] = [Number(values.titles), Number(values.latency), Number(values.concurrency)];
  if (values.help || !(titles >= 5 && latency >= 0 && concurrency >= 1)) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const figures = await measure(titles, latency, concurrency);
  if (values.json) console.log(JSON.stringify(figures, null, 2));
  else {
    printTable([
      ['calls', `${figures.calls}`, `≤ ${figures.referenceCalls} (the reference)`],
      [
        'wall',
        `${figures.seconds.toFixed(2)} s`,
        `≤ 1.05 × ${figures.idealSeconds.toFixed(2)} s: ${figures.ofIdeal.toFixed(3)}`,
      ],
      ['memory', `${Math.round(figures.peak / 1e6)} MB`, '≤ 300 MB'],
    ]);
  }
}

async function measure(titles: number, latency: number, concurrency: number) {
  const server = spawn(process.execPath, [join(__dirname, 'planted-server.js'), `${titles}`, `${latency}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const tree = plantedTree(titles);
    const model = createOpenAiModel({ baseUrl: url, model: 'planted', apiKey: undefined, concurrency });
    const recorded = recordingModel(model);
    const started = performance.now();
    const { built } = await buildTaxonomy({
      failures: tree.failures,
      id: 'bench',
      name: 'Bench',
      model: recorded,
      parameters: BuildParameters.parse({}),
      signal: new AbortController().signal,
    });
    const seconds = (performance.now() - started) / 1000;
    const idealSeconds = await replay(url, recorded.phases, concurrency);
    return {
      titles,
      calls: built.calls,
      referenceCalls: referenceCalls(tree),
      seconds,
      idealSeconds,
      ofIdeal: seconds / idealSeconds,
      peak: process.resourceUsage().maxRSS * 1024,
    };
  } finally {
    server.stdin.end();
  }
}

type Question = { system: string; user: string; form: ReplyForm<unknown> };

/**
 * What has to wait for what: the top categories are made by one call after the other, then their titles are sorted
 * side by side, then all that is below; synonyms are asked for at the end.
 */
interface Phases {
  top: Question[];
  sorting: Question[];
  below: Question[];
  last: Question[];
}

function recordingModel(model: LanguageModel): LanguageModel & { phases: Phases } {
  const phases: Phases = { top: [], sorting: [], below: [], last: [] };
  return {
    phases,
    kind: model.kind,
    model: model.model,
    concurrency: model.concurrency,
    get calls() {
      return model.calls;
    },
    ask(prompt, form, signal) {
      const isBelow = phases.below.length > 0 || prompt.system.includes('All titles belong to the category');
      const calm = form.name === 'categories' ? phases.top : phases.sorting;
      (form.name === 'synonyms' ? phases.last : isBelow ? phases.below : calm).push({ ...prompt, form });
      return model.ask(prompt, form, signal);
    },
  };
}

/** The same questions by plain requests, as many at once as may be: seconds that nobody can do without. */
async function replay(url: string, { top, sorting, below, last }: Phases, concurrency: number): Promise<number> {
  const started = performance.now();
  for (const [questions, atOnce] of [
    [top, 1],
    [sorting, concurrency],
    [below, concurrency],
    [last, 1],
  ] as const) {
    const waiting = [...questions];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await plainRequest(url, next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  return (performance.now() - started) / 1000;
}

async function plainRequest(url: string, { system, user, form }: Question): Promise<void> {
  const body = JSON.stringify({
    model: 'planted',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    response_format: { type: 'json_schema', json_schema: { name: form.name } },
  });
  const headers = { 'content-type': 'application/json' };
  await (await fetch(`${url}/chat/completions`, { method: 'POST', headers, body })).json();
}

function referenceCalls({ failures, truth, tops }: PlantedTree): number {
  const records = failures.map(({ key, title }) => ({ id: key, title }));
  return referenceErrorMap(records, {
    categories: (_, parent) => [...(parent === undefined ? tops.keys() : (tops.get(parent) ?? []))],
    categoryOf: (title, names) => truth.get(title)?.find((name) => names.includes(name)),
  }).calls;
}
