import type { Problem, RawExample, Source } from '../../model/example';
import { attempt } from '../attempt';
import { loadElements, readElements } from '../json/elements';
import { outline } from '../json/outline';
import type { Place } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { isRow, type Row } from '../values';
import { keyOf, toExample, UNREAD_PARTS } from './example';
import { readRun } from './run';
import { readStats } from './stats';

const REQUESTS = 'request_states[*]';

/** A run folder of HELM, under its `scenario_state.json`; the scores come from `per_instance_stats.json`. */
export const helm: Reader = {
  id: 'helm',
  name: 'HELM',
  choice: 'metrics',
  detect({ text }: FileHead): boolean {
    const keys = outline(text);
    // A run spec holds an adapter's settings too.
    return keys.has('adapter_spec.method') && keys.has('request_states') && !keys.has('scenario_spec');
  },
  async open(file, choices): Promise<OpenEvaluation> {
    const run = await readRun(file);
    const stats = await readStats(file, choices?.metric);
    return {
      async *read(signal) {
        for (const problem of [...run.problems, ...stats.problems]) yield { kind: 'problem', problem };
        let unscored = 0;
        for await (const item of readGroups(file, signal)) {
          if (item.kind === 'problem') {
            yield item;
            continue;
          }
          const source: Source = { path: file.path, format: 'helm', ...item.place };
          const reading = await attempt(item.place, () => toExample(item.requests, run, stats, source));
          if (reading.kind === 'example' && isUnscored(reading.example)) unscored += 1;
          yield reading;
        }
        if (unscored > 0 && stats.metric !== undefined) {
          yield { kind: 'note', message: `${unscored} examples have no ${stats.metric} in per_instance_stats.json` };
        }
      },
      async load(source) {
        return toExample(await loadElements(file, source, UNREAD_PARTS), run, stats, source);
      },
      async close() {},
    };
  },
};

function isUnscored({ score, error }: RawExample): boolean {
  return score === null && error === undefined;
}

interface Group {
  kind: 'group';
  requests: Row[];
  place: Place;
}

/** The requests of each example: those that ask for one reference each follow each other. */
async function* readGroups(
  file: FileAccess,
  signal: AbortSignal | undefined,
): AsyncGenerator<Group | { kind: 'problem'; problem: Problem }> {
  let open: (Group & { key: string }) | null = null;
  for await (const item of readElements(file, [REQUESTS], { drop: UNREAD_PARTS }, signal)) {
    if (item.kind === 'problem') {
      yield item;
      continue;
    }
    const { value, place } = item;
    if (!isRow(value) || !isRow(value.instance)) {
      yield { kind: 'problem', problem: { line: place.line, message: 'this is no request state of HELM' } };
      continue;
    }
    const key = keyOf(value);
    const goesOn: boolean = value.reference_index !== undefined && open?.key === key;
    if (open && goesOn) {
      open.requests.push(value);
      open.place.byteLength = place.byteOffset + place.byteLength - open.place.byteOffset;
      continue;
    }
    if (open) yield open;
    open = { kind: 'group', key, requests: [value], place: { ...place } };
  }
  if (open) yield open;
}
