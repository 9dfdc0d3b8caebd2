import type { Problem } from '../../model/example';
import { companionProblem, tryCompanion } from '../companion';
import { readElements } from '../json/elements';
import type { FileAccess } from '../reader';
import { asNumber, asText, at, isRow } from '../values';
import { isTaskMetric, mainMetric, type Scores } from './metrics';

const STATS = 'per_instance_stats.json';

/** What `per_instance_stats.json` says of every example. */
export interface RunStats {
  /** Absent when nothing of the run is scored. */
  metric?: string;
  scores(key: string): Scores | undefined;
  /** The option that a `multiple_choice_separate_*` run settled on. */
  predictedIndex(key: string): number | undefined;
  problems: Problem[];
}

/** Perturbed copies keep the instance's id, and a perturbation's name may come with several seeds: all of it counts. */
export function instanceKey(id: unknown, perturbation: unknown, trial: unknown): string {
  return JSON.stringify([asText(id), canonical(perturbation ?? null), asNumber(trial) ?? 0]);
}

export async function readStats(file: FileAccess, chosen?: string): Promise<RunStats> {
  const found = new Map<string, Record<string, number>>();
  const names = new Set<string>();
  const problems: Problem[] = [];
  const companion = await tryCompanion(file, STATS);
  if (companion === null) {
    problems.push({ message: `${STATS} is not beside it: there are no scores and no verdicts` });
  } else {
    for await (const item of readElements(companion, ['[*]'])) {
      if (item.kind === 'problem') problems.push(companionProblem(STATS, item.problem));
      else if (!isRow(item.value)) {
        problems.push(companionProblem(STATS, { line: item.place.line, message: 'the element is no JSON object' }));
      } else {
        const { instance_id, perturbation, train_trial_index, stats } = item.value;
        const key = instanceKey(instance_id, perturbation, train_trial_index);
        // One instance has several entries, one from each class of metrics.
        const scores = found.get(key) ?? {};
        addMeans(scores, stats);
        for (const name of Object.keys(scores)) names.add(name);
        found.set(key, scores);
      }
    }
  }
  const metric = chosen !== undefined && names.has(chosen) && isTaskMetric(chosen) ? chosen : mainMetric(names);
  return {
    ...(metric === undefined ? {} : { metric }),
    scores: (key) => found.get(key),
    predictedIndex: (key) => found.get(key)?.predicted_index,
    problems,
  };
}

/** Statistics of nothing (`count` 0) have no mean. */
function addMeans(scores: Record<string, number>, stats: unknown): void {
  if (!Array.isArray(stats)) return;
  for (const stat of stats) {
    const name = at(stat, 'name', 'name');
    const mean = asNumber(at(stat, 'mean'));
    if (typeof name !== 'string' || mean === null || name in scores) continue;
    if (isTaskMetric(name) || name === 'predicted_index') scores[name] = mean;
  }
}

/** The same object gives the same value, whatever the order of its keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (!isRow(value)) return value;
  return Object.keys(value)
    .sort()
    .map((name) => [name, canonical(value[name])]);
}
