import type { Measurement } from '../../src/judge/measure/measureJudge';
import type { Scores } from '../../src/judge/measure/scores';
import { printTable } from './printTable';

interface Head {
  split: string;
  labels: string;
  examples: number;
  runs: number;
  picker: string;
}

/** Judges side by side, then what each does with each category. */
export function printMeasurements(
  { split, labels, examples, runs, picker }: Head,
  measured: readonly Measurement[],
): void {
  console.log(`${examples} failing examples (${split}), labels: ${labels}, ${runs} runs, forced choice by ${picker}\n`);
  const row = (what: string, of: (one: Measurement) => string) => [what, ...measured.map(of)];
  printTable([
    row('', ({ judge }) => `${judge.kind} ${judge.model} ${judge.promptVersion}`),
    ...groups('all', measured, ({ all }) => all),
    ...groups('technical', measured, ({ technical }) => technical),
    ...groups('other', measured, ({ other }) => other),
    row('κ with the labels', ({ all }) => kappa(all)),
    row('macro precision', ({ all }) => figure(all.macroPrecision)),
    row('macro recall', ({ all }) => figure(all.macroRecall)),
    row('expected calibration error', ({ all }) => figure(all.calibration.error)),
    row(
      'label noise: right of given of there',
      ({ all: { labelNoise } }) => `${labelNoise.right} of ${labelNoise.given} of ${labelNoise.expected}`,
    ),
    row('says the same again', ({ self }) => `${figure(self.pairwise)} (${self.runs} runs, ${self.examples} examples)`),
    row(
      'forced choice',
      ({ forced }) => `${figure(forced.accuracy)} (${forced.undecided} of ${forced.choices} undecided)`,
    ),
    row('calls a failure', ({ callsPerFailure }) => callsPerFailure.toFixed(2)),
    row(
      'tokens a failure, in and out',
      ({ tokensPerFailure: { promptTokens, completionTokens } }) =>
        `${promptTokens.toFixed(0)} + ${completionTokens.toFixed(0)}`,
    ),
    row('cost of all runs', ({ cost }) => (cost === null ? 'not known' : `$${cost.toFixed(4)}`)),
  ]);
  for (const { judge, all } of measured) {
    console.log(`\n${judge.kind} ${judge.model}: categories`);
    printTable([
      ['category', 'there', 'given', 'precision', 'recall'],
      ...all.categories.map(({ category, expected, given, precision, recall }) => [
        category,
        `${expected}`,
        `${given}`,
        figure(precision),
        figure(recall),
      ]),
    ]);
    console.log(`\n${judge.kind} ${judge.model}: confidence`);
    printTable([
      ['said', 'examples', 'mean said', 'right'],
      ...all.calibration.bins.map(({ from, to, count, confidence, accuracy }) => [
        `${from.toFixed(1)} to ${to.toFixed(1)}`,
        `${count}`,
        figure(confidence),
        figure(accuracy),
      ]),
    ]);
  }
}

function groups(name: string, measured: readonly Measurement[], of: (one: Measurement) => Scores): string[][] {
  const row = (what: string, figureOf: (scores: Scores) => string) => [
    `${name}: ${what}`,
    ...measured.map((one) => figureOf(of(one))),
  ];
  return [
    row('precision where it speaks', ({ precision, judged }) => `${figure(precision)} (of ${judged})`),
    row('coverage', ({ coverage, examples }) => `${figure(coverage)} (of ${examples})`),
    row('accuracy', ({ accuracy }) => figure(accuracy)),
  ];
}

function kappa({ agreement: { kappa, interval, pairs } }: Scores): string {
  const range = interval === null ? '' : ` [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
  return `${figure(kappa)}${range} (${pairs} pairs)`;
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
