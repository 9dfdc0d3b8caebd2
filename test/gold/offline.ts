import { type MeasuredKind, RUN_COUNTS, type Tally } from '../../src/judge/offline/counts';
import { standing } from '../../src/judge/offline/measured';
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
  finding?: Finding;
}

interface Finding {
  kind: MeasuredKind;
  category: string;
}

/** A finding that names an error, how sure it is and whether the people named the same. */
interface Verdict {
  dataset: string;
  technical: boolean;
  confidence: number;
  right: boolean;
}

const part = process.argv.includes('test') ? 'test' : 'dev';
const pairs = await judged(part);
const speaking = pairs.filter(({ judgment }) => judgment.status === 'judged');
const plain = speaking.map((pair) => verdictOf(pair, pair.judgment.confidence));

console.log(`offline judge on the ${part} part: ${pairs.length} labelled examples`);
report(plain);
line('label noise flagged rightly', ...flagged(pairs));
line('label noise found', ...noiseFound(pairs));
if (part === 'dev') {
  const validated = leaveOneDatasetOut();
  console.log('\nleaving one dataset out: what a kind of finding is worth is counted on the other datasets');
  report(validated);
  printDatasets(plain, validated);
}
if (process.argv.includes('--counts')) printCounts();
else printKinds(pairs);
if (process.argv.includes('--wrong')) printWrong(speaking.filter((pair) => !isRight(pair)));

async function judged(name: 'dev' | 'test'): Promise<Pair[]> {
  const settled = await readLabels('settled');
  const labels = settled.size > 0 ? settled : await readLabels('A');
  const examples = await readGold(name);
  const taxonomy = Taxonomy.parse(erroratlas);
  const texts = new Map(examples.map((example) => [example.key, example]));
  // The examples of a part stand for a workspace, in which models answer the same questions.
  const others = new OtherAnswers(examples.map(entryOf), async ({ key }) => texts.get(key) as Example);
  const findings = new Map<string, Finding>();
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

function verdictOf({ example, label, judgment, finding }: Pair, confidence: number): Verdict {
  const right = (finding?.category ?? judgment.category) === label.category;
  return { dataset: example.dataset, technical: label.technical, confidence, right };
}

/**
 * What the judge would say of each dataset if the confidences had been counted without it. The rules themselves were
 * written with all of `dev/` in sight: this measures the confidences, not the rules.
 */
function leaveOneDatasetOut(): Verdict[] {
  const counts = countsByDataset();
  return pairs.flatMap((pair) => {
    const { finding, example } = pair;
    if (finding === undefined) return [];
    const others = [...(counts.get(finding.kind) ?? [])].filter(([dataset]) => dataset !== example.dataset);
    const runs = RUN_COUNTS[finding.kind];
    const tallies = others.map(([, tally]) => tally);
    const { confidence, speaks } = standing(finding.kind, runs === undefined ? tallies : [...tallies, runs]);
    return speaks ? [verdictOf(pair, confidence)] : [];
  });
}

/** How often findings of each kind were right and wrong, by dataset. */
function countsByDataset(): Map<MeasuredKind, Map<string, Tally>> {
  const counts = new Map<MeasuredKind, Map<string, Tally>>();
  for (const { finding, example, label } of pairs) {
    if (finding === undefined) continue;
    const tallies = counts.get(finding.kind) ?? new Map<string, Tally>();
    counts.set(finding.kind, tallies);
    const [good, bad] = tallies.get(example.dataset) ?? [0, 0];
    tallies.set(example.dataset, finding.category === label.category ? [good + 1, bad] : [good, bad + 1]);
  }
  return counts;
}

function report(verdicts: readonly Verdict[]): void {
  const technical = pairs.filter(({ label }) => label.technical).length;
  const covered = verdicts.filter((verdict) => verdict.technical).length;
  line('precision where it speaks', verdicts.filter(({ right }) => right).length, verdicts.length);
  line('coverage of technical failures', covered, technical);
  line('coverage of the rest', verdicts.length - covered, pairs.length - technical);
  console.log(`expected calibration error       ${calibrationError(verdicts).toFixed(3)} over ten bins of equal width`);
}

function noiseFound(some: readonly Pair[]): [number, number] {
  const noisy = some.filter(({ label }) => label.labelNoise === true);
  return [noisy.filter(({ judgment }) => judgment.suspectedLabelNoise !== undefined).length, noisy.length];
}

function flagged(some: readonly Pair[]): [number, number] {
  const flags = some.filter(({ judgment }) => judgment.suspectedLabelNoise !== undefined);
  return [flags.filter(({ label }) => label.labelNoise === true).length, flags.length];
}

function line(name: string, count: number, of: number): void {
  console.log(`${name.padEnd(32)} ${of === 0 ? '–' : (count / of).toFixed(3)} (${count} of ${of})`);
}

/** Mean distance between how sure the judge was and how often it was right, over ten bins weighted by size. */
function calibrationError(some: readonly Verdict[]): number {
  const surplus = new Array<number>(10).fill(0);
  for (const { confidence, right } of some) {
    const bin = Math.min(9, Math.floor(confidence * 10));
    surplus[bin] = (surplus[bin] ?? 0) + confidence - Number(right);
  }
  return some.length === 0 ? 0 : surplus.reduce((sum, one) => sum + Math.abs(one), 0) / some.length;
}

function printDatasets(...both: Verdict[][]): void {
  console.log(`\n${'dataset: right of spoken'.padEnd(32)} ${'plain'.padStart(8)} ${'left out'.padStart(8)}`);
  for (const dataset of new Set(pairs.map(({ example }) => example.dataset))) {
    const shares = both.map((verdicts) => {
      const own = verdicts.filter((verdict) => verdict.dataset === dataset);
      return `${own.filter(({ right }) => right).length}/${own.length}`.padStart(8);
    });
    console.log(`${dataset.padEnd(32)} ${shares.join(' ')}`);
  }
}

/** The lines of `GOLD_COUNTS` in src/judge/offline/counts.ts. */
function printCounts(): void {
  for (const [kind, tallies] of [...countsByDataset()].sort(([a], [b]) => a.localeCompare(b))) {
    const sorted = [...tallies.values()].sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    console.log(`  '${kind}': '${sorted.map(([good, bad]) => `${good}/${bad}`).join(' ')}',`);
  }
}

function printKinds(all: readonly Pair[]): void {
  console.log(`\n${'kind of finding'.padEnd(40)} right wrong`);
  const found = all.filter(({ finding }) => finding !== undefined);
  for (const kind of [...new Set(found.map(({ finding }) => finding?.kind ?? ''))].sort()) {
    const own = found.filter(({ finding }) => finding?.kind === kind);
    const good = own.filter(({ finding, label }) => finding?.category === label.category).length;
    console.log(`${kind.padEnd(40)} ${String(good).padStart(5)} ${String(own.length - good).padStart(5)}`);
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
