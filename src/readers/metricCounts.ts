import type { MetricScore } from '../model/example';
import { VerdictRules } from '../model/verdict';
import type { EvaluationFile } from './evaluationFile';

/** What one of a file's metrics would make of its examples. */
export interface MetricCount {
  metric: string;
  failing: number;
  /** Examples that have a verdict under this metric. */
  decided: number;
}

interface Said extends MetricScore {
  dataset: string;
  count: number;
}

/**
 * Reads a file once, and counts under each of its metrics how many examples fail, by the rules that would decide
 * over this file alone. Empty when there is nothing to choose from. Throws what makes the file unreadable, and
 * `signal.reason`. `pause` is awaited after every example, so that a thread can serve others too.
 */
export async function countMetrics(
  evaluation: EvaluationFile,
  options: {
    thresholds?: Readonly<Record<string, number>>;
    signal?: AbortSignal;
    pause?: () => Promise<void> | undefined;
  } = {},
): Promise<MetricCount[]> {
  const said = new Map<string, Said>();
  const rules = new VerdictRules(options.thresholds);
  for await (const reading of evaluation.readAll(options.signal)) {
    options.signal?.throwIfAborted();
    await options.pause?.();
    if (reading.kind !== 'example' || reading.example.error !== undefined) continue;
    const { dataset, scores = [] } = reading.example;
    for (const { metric, score, verdict } of scores) {
      rules.add({ dataset, metric, score, ...(verdict !== undefined && { verdict }) });
      const name = JSON.stringify([dataset, metric, score, verdict]);
      const same = said.get(name);
      if (same) same.count += 1;
      else said.set(name, { dataset, metric, score, count: 1, ...(verdict !== undefined && { verdict }) });
    }
  }
  const counts = new Map<string, MetricCount>();
  for (const { count, ...scored } of said.values()) {
    const { metric } = scored;
    const sum = counts.get(metric) ?? { metric, failing: 0, decided: 0 };
    counts.set(metric, sum);
    const passed = rules.passed(scored);
    if (passed === false) sum.failing += count;
    if (passed !== null) sum.decided += count;
  }
  return counts.size < 2 ? [] : [...counts.values()];
}
