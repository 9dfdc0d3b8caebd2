import { createOfflineJudge } from '../../src/judge/offline/offlineJudge';
import { OtherAnswers } from '../../src/judge/offline/otherAnswers';
import type { ExampleEntry } from '../../src/model/entry';
import type { Example } from '../../src/model/example';
import type { Judgment } from '../../src/model/judgment';
import erroratlas from '../../src/model/taxonomies/erroratlas.json';
import { Taxonomy } from '../../src/model/taxonomy';
import { type GoldLabel, goldKey, readGold, readLabels } from './gold';

/** One example with what the people said and what the judge says. */
interface Pair {
  example: Example;
  label: GoldLabel;
  judgment: Judgment;
  /** What a rule found, also when it was too weak to speak; absent when no rule found anything. */
  finding?: { kind: string; category: string };
}

const part = process.argv.includes('test') ? 'test' : 'dev';
const pairs = await judged(part);
const speaking = pairs.filter(({ judgment }) => judgment.status === 'judged');
const right = speaking.filter(isRight);

console.log(`offline judge on the ${part} part: ${pairs.length} labelled examples`);
line('precision where it speaks', right.length, speaking.length);
line('coverage of technical failures', ...covered(pairs.filter(({ label }) => label.technical)));
line('coverage of the rest', ...covered(pairs.filter(({ label }) => !label.technical)));
console.log(`expected calibration error       ${calibrationError(speaking).toFixed(3)} over ten bins of equal width`);
line('label noise flagged rightly', ...flagged(pairs));
printKinds(pairs);
if (process.argv.includes('--wrong')) printWrong(speaking.filter((pair) => !isRight(pair)));

async function judged(name: 'dev' | 'test'): Promise<Pair[]> {
  const settled = await readLabels('settled');
  const labels = settled.size > 0 ? settled : await readLabels('A');
  const examples = await readGold(name);
  const taxonomy = Taxonomy.parse(erroratlas);
  const texts = new Map(examples.map((example) => [example.key, example]));
  // The examples of a part stand for a workspace, in which models answer the same questions.
  const others = new OtherAnswers(examples.map(entryOf), async ({ key }) => texts.get(key) as Example);
  const findings = new Map<string, { kind: string; category: string }>();
  const judge = createOfflineJudge(taxonomy, {
    otherAnswers: (example) => others.of(example),
    onFinding: (example, kind, category) => findings.set(example.key, { kind, category }),
  });
  const context = { taxonomy, correctPredictions: [], exemplars: [] };
  const found: Pair[] = [];
  for (const example of examples) {
    const label = labels.get(goldKey(example));
    if (label === undefined) continue;
    const judgment = await judge.judge(example, context, new AbortController().signal);
    const finding = findings.get(example.key);
    found.push({ example, label, judgment, ...(finding && { finding }) });
  }
  return found;
}

function entryOf({ key, id, dataset, model, score, source, passed, output }: Example): ExampleEntry {
  return { key, id, dataset, model, score, source, passed, outputLength: output.length, preview: '' };
}

function isRight({ judgment, label }: Pair): boolean {
  return judgment.category === label.category;
}

function covered(some: readonly Pair[]): [number, number] {
  return [some.filter(({ judgment }) => judgment.status === 'judged').length, some.length];
}

function flagged(some: readonly Pair[]): [number, number] {
  const flags = some.filter(({ judgment }) => judgment.suspectedLabelNoise !== undefined);
  return [flags.filter(({ label }) => label.labelNoise === true).length, flags.length];
}

function line(name: string, count: number, of: number): void {
  console.log(`${name.padEnd(32)} ${of === 0 ? '–' : (count / of).toFixed(3)} (${count} of ${of})`);
}

/** Mean distance between how sure the judge was and how often it was right, over ten bins weighted by size. */
function calibrationError(some: readonly Pair[]): number {
  const surplus = new Array<number>(10).fill(0);
  for (const pair of some) {
    const bin = Math.min(9, Math.floor(pair.judgment.confidence * 10));
    surplus[bin] = (surplus[bin] ?? 0) + pair.judgment.confidence - Number(isRight(pair));
  }
  return some.length === 0 ? 0 : surplus.reduce((sum, one) => sum + Math.abs(one), 0) / some.length;
}

/** The counts for `COUNTS` in src/judge/offline/measured.ts. */
function printKinds(all: readonly Pair[]): void {
  const counts = new Map<string, [number, number]>();
  for (const { finding, label } of all) {
    if (finding === undefined) continue;
    const [good, bad] = counts.get(finding.kind) ?? [0, 0];
    counts.set(finding.kind, finding.category === label.category ? [good + 1, bad] : [good, bad + 1]);
  }
  console.log(`\n${'kind of finding'.padEnd(40)} right wrong`);
  for (const [kind, [good, bad]] of [...counts].sort(([a], [b]) => a.localeCompare(b))) {
    console.log(`${kind.padEnd(40)} ${String(good).padStart(5)} ${String(bad).padStart(5)}`);
  }
}

function printWrong(some: readonly Pair[]): void {
  for (const { example, label, judgment } of some) {
    const { dataset, id, model } = example;
    console.log(
      `\n${dataset} ${id} ${model}: said ${judgment.category}, label ${label.category}\n  ${judgment.summary}`,
    );
  }
}
