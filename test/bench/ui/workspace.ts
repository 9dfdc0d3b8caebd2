/** A workspace of many failing examples, as the index and the journal would hold it in memory. */
import type { ExampleEntry } from '../../../src/model/entry';
import type { JudgeIdentity } from '../../../src/model/judgment';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import type { Label } from '../../../src/store/judgmentStore';
import { Random } from '../../fuzz/random';

const MODELS = Array.from({ length: 12 }, (_, i) => `organisation/model-${i + 1}-Instruct`);
const DATASETS = ['gsm8k', 'ifeval', 'mmlu_pro', 'triviaqa', 'humaneval', 'bbh', 'math', 'drop'];
const TITLES = 2_000;
const PREVIEW =
  'Natalia sold clips to 48 of her friends in April, and then she sold half as many clips in May. How many';
const JUDGES: JudgeIdentity[] = [
  { kind: 'offline', model: 'rules', promptVersion: '1', taxonomy: 'erroratlas@1' },
  { kind: 'openai', model: 'gpt-5-mini', promptVersion: '3', taxonomy: 'erroratlas@1' },
];

export interface BenchFile {
  path: string;
  entries: ExampleEntry[];
}

/** As many examples pass as fail; every twelfth failing one needs a judge. */
export function workspaceOf(failing: number): { files: BenchFile[]; labels: Map<string, Label> } {
  const random = new Random(6);
  const labels = new Map<string, Label>();
  const files = MODELS.flatMap((model) =>
    DATASETS.map((dataset, day): BenchFile & { model: string; dataset: string } => ({
      ...{ model, dataset, entries: [] },
      path: `/runs/${model}/samples_${dataset}_2026-11-0${1 + (day % 3)}T10-00-00.jsonl`,
    })),
  );
  for (let i = 0; i < 2 * failing; i++) {
    const file = files[i % files.length];
    if (!file) break;
    const fails = i % 2 === Math.floor(i / files.length) % 2;
    const key = i.toString(16).padStart(32, '0');
    file.entries.push(entryOf(key, i, file, !fails));
    if (fails) labels.set(key, labelOf(key, random));
  }
  return { files, labels };
}

function entryOf(
  key: string,
  i: number,
  { path, model, dataset }: { path: string; model: string; dataset: string },
  passed: boolean,
): ExampleEntry {
  return {
    ...{ key, id: `${dataset}-${i}`, dataset, model, passed },
    score: passed ? 1 : 0,
    outputLength: 400,
    preview: `${PREVIEW} ${i}?`,
    source: { path, format: 'lm-eval', line: 1 + i, byteOffset: i * 900, byteLength: 900 },
  };
}

function labelOf(key: string, random: Random): Label {
  const [offline, model] = JUDGES;
  if (!offline || !model) throw new Error('There are two judges.');
  // Squared, so that some categories are frequent and others rare.
  const at = Math.floor(random.next() ** 2 * errorAtlas.categories.length);
  const judged = random.next() > 1 / 12;
  return {
    judgment: {
      ...{ key, segment: 'bench.jsonl', offset: 0, length: 900, createdAt: '2026-11-25T13:02:11.000Z' },
      category: judged ? (errorAtlas.categories[at]?.name ?? '') : '',
      title: judged ? `Goes wrong in way ${Math.floor(random.next() ** 3 * TITLES)} of many` : '',
      status: judged ? 'judged' : 'abstained',
      confidence: judged ? random.next() : 0,
      judge: random.next() < 0.5 ? offline : model,
    },
  };
}
