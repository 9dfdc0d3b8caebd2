import { classify } from '../judge/classify';
import { OtherAnswers } from '../judge/offline/otherAnswers';
import type { ExampleEntry } from '../model/entry';
import type { JudgeIdentity } from '../model/judgment';
import type { JudgmentStore } from '../store/judgmentStore';
import { correctPredictions } from './classify';
import { progressText } from './classifyReport';
import { EXIT } from './exit';
import { createJudge, type JudgeOptions } from './judges';
import { note } from './output';
import { plain } from './plain';
import { ProgressLine } from './progress';
import { loadTaxonomy } from './taxonomyFiles';
import { titleHeader } from './titledFailures';
import type { Evaluations } from './workspace';

interface Missing {
  evaluations: Evaluations;
  failing: readonly ExampleEntry[];
  store: JudgmentStore;
  signal: AbortSignal;
}

/**
 * Judges the examples that have no title yet: for a model those that no model has judged, for the offline rules those
 * that nobody has. A dry run judges nothing. Returns whose titles come first, and what was spent.
 */
export async function classifyMissing(
  options: JudgeOptions & { taxonomy: string; store: string; seed?: number },
  { evaluations, failing, store, signal }: Missing,
): Promise<{ judge: JudgeIdentity; cost: number }> {
  const taxonomy = await loadTaxonomy(options.taxonomy, options.store);
  const others = new OtherAnswers(evaluations.entries, (entry) => evaluations.files.load(entry));
  const judge = await createJudge(options, taxonomy, (example) => others.of(example));
  const isModel = judge.identity.kind !== 'offline';
  const missing = failing.filter(({ key }) => {
    const header = titleHeader(store, key, judge.identity);
    return header === undefined || (isModel && header.judge.kind === 'offline');
  });
  if (options.dryRun) {
    if (isModel && missing.length > 0) {
      note(
        `${missing.length} of the failing examples have to be judged first: see \`classify --dry-run\` for the cost.`,
      );
    }
    return { judge: judge.identity, cost: 0 };
  }
  if (missing.length === 0) return { judge: judge.identity, cost: 0 };
  const line = new ProgressLine();
  const report = await classify({
    failing: missing,
    judge,
    taxonomy,
    journal: store,
    load: (entry) => evaluations.files.load(entry),
    ...(isModel && { correctPredictions: correctPredictions(evaluations, options.seed) }),
    ...(options.budgetUsd !== undefined && { budgetUsd: options.budgetUsd }),
    signal,
    onProgress: (progress) => line.show(() => progressText(progress, null)),
  }).finally(() => line.clear());
  for (const { id, message } of report.errorSamples) note(`${plain(id)}: ${plain(message)}`);
  if (report.errors > 0) process.exitCode = EXIT.partial;
  signal.throwIfAborted();
  if (report.stopped) {
    note(plain(report.stopped.message));
    process.exitCode = EXIT.partial;
  }
  return { judge: judge.identity, cost: report.cost ?? 0 };
}
