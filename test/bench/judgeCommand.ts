import { parseArgs } from 'node:util';
import { createJudge, type JudgeOptions } from '../../src/cli/judges';
import { createLanguageModel } from '../../src/cli/languageModels';
import type { Judge } from '../../src/judge/judge';
import { type Measurement, measureJudge } from '../../src/judge/measure/measureJudge';
import { knownPicker, modelPicker } from '../../src/judge/measure/modelPicker';
import { createOfflineJudge } from '../../src/judge/offline/offlineJudge';
import { OtherAnswers } from '../../src/judge/offline/otherAnswers';
import { errorAtlas } from '../../src/model/taxonomies/builtin';
import { type GoldSet, readGoldSet, type Split } from './goldSet';
import { printMeasurements } from './judgeReport';

const HELP = `npm run bench -- judge [--judge offline|openai [options of that judge]]… [options]

  --judge offline|openai  who is measured; may be given several times (default offline)
    --base-url ADDRESS    of the endpoint
    --model NAME
    --api-key-env NAME    environment variable that holds the key
    --concurrency N       (default 8)
  --split dev|test|all    part of the gold set (default all)
  --runs N                how often each example is judged, for self-agreement (default 3)
  --limit N               examples, evenly over the set
  --picker gold|openai    who picks in the forced choice (default gold: the label; openai: the last such judge's model)
  --json                  print one JSON document`;

const GLOBAL = {
  split: { type: 'string', default: 'all' },
  runs: { type: 'string', default: '3' },
  limit: { type: 'string' },
  picker: { type: 'string', default: 'gold' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const OF_A_JUDGE = {
  judge: { type: 'string' },
  'base-url': { type: 'string' },
  model: { type: 'string' },
  'api-key-env': { type: 'string' },
  concurrency: { type: 'string' },
} as const;

/** Measures judges on the gold set, side by side. Prints figures, never examples. */
export async function judgeCommand(args: string[]): Promise<void> {
  const { values, tokens } = parseArgs({ args, options: { ...GLOBAL, ...OF_A_JUDGE }, tokens: true });
  const runs = Number(values.runs);
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  const wanted = judgesOf(tokens);
  if (
    values.help ||
    !isSplit(values.split) ||
    !['gold', 'openai'].includes(values.picker) ||
    !(Number.isInteger(runs) && runs > 0 && limit > 0) ||
    wanted.some(({ judge }) => judge !== 'offline' && judge !== 'openai')
  ) {
    console.error(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const gold = await readGoldSet(values.split);
  const known = evenly(gold.known, limit);
  const asked = wanted.findLast(({ judge }) => judge === 'openai');
  const pick =
    values.picker === 'openai' && asked ? modelPicker(await createLanguageModel(asked)) : knownPicker(labelOf(gold));
  const measured: Measurement[] = [];
  for (const options of wanted) {
    const judge = await judgeFor(options, gold);
    const onProgress = ({ done, total }: { done: number; total: number }) => {
      if (done % 100 === 0) console.error(`… ${judge.identity.model}: ${done} of ${total}`);
    };
    measured.push(await measureJudge({ judge, known, contextOf: gold.contextOf, runs, pick, onProgress }));
  }
  const head = { split: values.split, labels: gold.annotator, examples: known.length, runs, picker: values.picker };
  if (values.json) console.log(JSON.stringify({ ...head, measured }, null, 2));
  else printMeasurements(head, measured);
}

/** Options belong to the judge that was named last before them. */
function judgesOf(tokens: readonly { kind: string; name?: string; value?: unknown }[]): JudgeOptions[] {
  const judges: JudgeOptions[] = [];
  for (const { kind, name = '', value } of tokens) {
    if (kind !== 'option' || typeof value !== 'string' || !(name in OF_A_JUDGE)) continue;
    if (name === 'judge') judges.push({ judge: value as JudgeOptions['judge'], baseUrl: '', concurrency: 8 });
    const last = judges.at(-1);
    if (!last) continue;
    if (name === 'base-url') last.baseUrl = value;
    if (name === 'model') last.model = value;
    if (name === 'api-key-env') last.apiKeyEnv = value;
    if (name === 'concurrency') last.concurrency = Number(value);
  }
  return judges.length > 0 ? judges : [{ judge: 'offline', baseUrl: '', concurrency: 8 }];
}

/** The offline judge looks at what other models answered, as it does in a workspace. */
async function judgeFor(options: JudgeOptions, { entries, load }: GoldSet): Promise<Judge> {
  if (options.judge !== 'offline') return createJudge(options, errorAtlas);
  const others = new OtherAnswers(entries, load);
  return createOfflineJudge(errorAtlas, { otherAnswers: (example) => others.of(example) });
}

function labelOf({ known }: GoldSet): (key: string) => string | undefined {
  const labels = new Map(known.map(({ example, expected }) => [example.key, expected]));
  return (key) => labels.get(key);
}

function evenly<Item>(items: readonly Item[], limit: number): Item[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, i) => items[Math.floor((i * items.length) / limit)]).filter(
    (item) => item !== undefined,
  );
}

function isSplit(text: string): text is Split {
  return text === 'dev' || text === 'test' || text === 'all';
}
