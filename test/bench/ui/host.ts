/** The extension host's side of the atlas over a workspace in memory: the same counting, without an editor. */

import { type AtlasIndex, atlasIndexOf } from '../../../src/atlas/atlasIndex';
import { below, insideOf } from '../../../src/atlas/drill';
import { type Overview, overviewOf } from '../../../src/atlas/overview';
import { dateInName } from '../../../src/atlas/trend';
import { rowOf } from '../../../src/editor/describe';
import { atlasMessage } from '../../../src/editor/webviews/atlasMessage';
import { type AtlasFilter, NO_FILTER } from '../../../src/model/atlasFilter';
import { distinctExamples } from '../../../src/model/distinct';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import { VerdictRules } from '../../../src/model/verdict';
import type { AtlasToHost, HostToAtlas } from '../../../src/protocol';
import { workspaceOf } from './workspace';

export class BenchHost {
  private readonly files: ReturnType<typeof workspaceOf>['files'];
  private readonly labels: ReturnType<typeof workspaceOf>['labels'];
  private readonly index: AtlasIndex;
  /** Milliseconds of sorting all examples, once for each change of files or judgments. */
  readonly indexed: number;
  private readonly rules = new VerdictRules();
  private filter: AtlasFilter = NO_FILTER;
  private overview: Overview | undefined;
  /** Milliseconds of the last answer. */
  took = 0;

  constructor(failing: number) {
    const { files, labels } = workspaceOf(failing);
    this.files = files;
    this.labels = labels;
    const { entries, repeated } = distinctExamples(files.map((file) => file.entries));
    const started = performance.now();
    this.index = finish(
      atlasIndexOf({
        ...{ files, distinct: entries, repeated },
        labelOf: (key) => labels.get(key),
        dateOf: (path) => ({ date: dateInName(path) ?? '', dated: 'name' }),
      }),
    );
    this.indexed = performance.now() - started;
    for (const entry of entries) this.rules.add(entry);
  }

  /** `undefined` for what a bench doesn't ask. */
  answer(message: AtlasToHost): HostToAtlas | undefined {
    const started = performance.now();
    try {
      if (message.type === 'ready') return this.atlas();
      if (message.type === 'filter') {
        this.filter = message.filter;
        return this.atlas();
      }
      if (message.type === 'examples') return this.examples(message);
      return undefined;
    } finally {
      this.took = performance.now() - started;
    }
  }

  private atlas(): HostToAtlas {
    const steps = overviewOf({
      index: this.index,
      filter: this.filter,
      nameOf: (path) => path,
      taxonomy: errorAtlas,
      rules: this.rules,
    });
    this.overview = finish(steps);
    const names = (of: 'model' | 'dataset') => [
      ...new Set(this.files.flatMap(({ entries }) => entries.slice(0, 1)).map((entry) => entry[of])),
    ];
    return atlasMessage(this.overview, this.filter, {
      evaluations: { loading: false, surveys: () => this.files.map(() => ({ problems: [] })) },
      model: {
        choices: () => ({
          models: names('model'),
          datasets: names('dataset'),
          runs: this.files.map(({ path }) => path),
        }),
      },
      judging: { status: () => ({ label: 'Offline rules', running: null }) },
    });
  }

  private examples({ drill, inside, version, offset, limit }: Extract<AtlasToHost, { type: 'examples' }>): HostToAtlas {
    const { index, labels } = this;
    const found = below(this.overview?.failing.get(drill.category) ?? [], drill, index.names);
    return {
      ...{ type: 'examples', version, total: found.entries.length, offset },
      rows: found.entries.slice(offset, offset + limit).map((entry) => rowOf(entry, labels.get(entry.key))),
      ...(inside && { inside: insideOf(found, drill, index.names) }),
    };
  }
}

function finish<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
