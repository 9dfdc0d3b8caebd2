import { CorrectPredictionIndex } from '../../src/judge/correctPredictions';
import type { JudgeContext } from '../../src/judge/judge';
import type { KnownExample } from '../../src/judge/measure/measureJudge';
import type { ExampleEntry } from '../../src/model/entry';
import type { Example } from '../../src/model/example';
import { errorAtlas } from '../../src/model/taxonomies/builtin';
import { EntryMaker } from '../../src/readers/entry';
import { goldKey, readGold, readLabels } from '../gold/gold';

const FOLDER = 'test/gold';

export type Split = 'dev' | 'test' | 'all';

export interface GoldSet {
  known: KnownExample[];
  /** Whose labels these are. */
  annotator: string;
  /** Every example of the set, failing or not, as a workspace would list them. */
  entries: ExampleEntry[];
  load: (entry: ExampleEntry) => Promise<Example>;
  contextOf: (example: Example) => JudgeContext;
}

/** The gold set with its settled labels; until there are any, those of the first annotator. Throws as `readGold`. */
export async function readGoldSet(split: Split): Promise<GoldSet> {
  const parts = split === 'all' ? (['dev', 'test'] as const) : [split];
  const failing = (await Promise.all(parts.map((part) => readGold(part, FOLDER)))).flat();
  const passing = await readGold('passing', FOLDER);
  const settled = await readLabels('settled', FOLDER);
  const labels = settled.size > 0 ? settled : await readLabels('A', FOLDER);
  const known = failing.flatMap((example) => {
    const label = labels.get(goldKey(example));
    if (!label) return [];
    const { category: expected, technical, labelNoise = false } = label;
    return [{ example, expected, technical, labelNoise }];
  });
  const byKey = new Map([...failing, ...passing].map((example) => [example.key, example]));
  const maker = new EntryMaker();
  const entries = [...byKey.values()].map((example) => ({ ...maker.entry(example), passed: example.passed }));
  const entryOf = new Map(entries.map((entry) => [entry.key, entry]));
  const index = new CorrectPredictionIndex(entries);
  return {
    known,
    annotator: settled.size > 0 ? 'settled' : 'A',
    entries,
    load: async ({ key }) => {
      const example = byKey.get(key);
      if (!example) throw new Error('no such example');
      return example;
    },
    contextOf(example) {
      const entry = entryOf.get(example.key);
      const passed = entry ? index.pick(entry) : [];
      const correctPredictions = passed.flatMap(({ key }) => byKey.get(key) ?? []);
      return { taxonomy: errorAtlas, correctPredictions, exemplars: [] };
    },
  };
}
