import type { Source } from '../../model/example';
import { changed, loadJsonRow, readJsonLines } from '../jsonLines';
import type { FileAccess, OpenEvaluation, Reading } from '../reader';
import { asText, at, isRow, type Row, stem, stringAt } from '../values';
import { type Events, type RecordedEvent, recordedExample, roleOf } from './events';

/** So many samples are open at once: the tool runs them in some ten threads and writes as they come. */
const OPEN_SAMPLES = 1000;
/** What the texts of the open samples may come to. */
const OPEN_BYTES = 64 * 1024 * 1024;

/**
 * A log of events, one a line, in which the events of several samples are mixed. An example is put together of the
 * events of one sample, stands at the first of them, and is loaded again by the places of them all.
 */
export async function openRecord(file: FileAccess): Promise<OpenEvaluation> {
  const spec = await readSpec(file);
  const run = {
    dataset: stringAt(spec, 'eval_name') ?? stem(file.name),
    model: asText(at(spec, 'completion_fns', 0)) || stringAt(spec, 'model_name') || stem(file.name),
  };
  /** The places of the events that an example is made of, by the place of its first. */
  const members = new Map<number, Source[]>();
  let complete = false;

  async function* read(signal?: AbortSignal): AsyncGenerator<Reading, void, undefined> {
    const join = new Join();
    const emit = (events: Events): Reading => {
      const source: Source = { path: file.path, format: 'openai-evals', ...events.first };
      members.set(events.first.byteOffset, placesOf(events));
      return { kind: 'example', example: recordedExample(events, run, source) };
    };
    let finished = false;
    for await (const item of readJsonLines(file, signal)) {
      if (item.kind === 'problem') yield item;
      else if (isRow(item.row.final_report) || item.row.type === 'final_report') finished = true;
      else if (item.row.spec === undefined && !join.add({ row: item.row, place: item.place })) {
        yield { kind: 'problem', problem: { line: item.place.line, message: 'the line is no event of a sample' } };
      }
      for (const events of join.overdue()) yield emit(events);
    }
    for (const events of join.rest()) yield emit(events);
    complete = true;
    if (join.late > 0) yield { kind: 'note', message: `${join.late} events came too late for their samples` };
    if (!finished) yield { kind: 'note', message: 'the run is not finished: the log has no final report' };
  }

  return {
    read,
    async load(source) {
      if (!complete && !members.has(source.byteOffset ?? -1)) {
        for await (const _ of read()) if (members.has(source.byteOffset ?? -1)) break;
      }
      const places = members.get(source.byteOffset ?? -1);
      if (!places) throw changed(file, source);
      const rows = await Promise.all(places.map((place) => loadJsonRow(file, place)));
      const join = new Join();
      for (const [n, row] of rows.entries()) join.add({ row, place: { line: 1, byteOffset: n, byteLength: 0 } });
      const [events, other] = [...join.rest()];
      if (!events || other) throw changed(file, source);
      return recordedExample(events, run, source);
    },
    async close() {},
  };

  function placesOf({ first, ...events }: Events): Source[] {
    const places = [first, ...Object.values(events).map((event: RecordedEvent) => event.place)];
    const byOffset = new Map(places.map((place) => [place.byteOffset, place]));
    const sorted = [...byOffset.values()].sort((a, b) => a.byteOffset - b.byteOffset);
    return sorted.map((place) => ({ path: file.path, format: 'openai-evals', ...place }));
  }
}

/** Gathers the events of samples until a sample is complete: when many others have come after it, or at the end. */
class Join {
  /** Events of samples that had been given out already. */
  late = 0;
  private readonly open = new Map<string, Events>();
  private readonly done = new Set<string>();
  private bytes = 0;

  /** False when the row is no event of a sample. */
  add(event: RecordedEvent): boolean {
    const id = event.row.sample_id;
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof event.row.type !== 'string') return false;
    const key = asText(id);
    if (this.done.has(key)) {
      this.late += 1;
      return true;
    }
    const role = roleOf(event.row);
    if (role === null) return true;
    const events = this.open.get(key) ?? { first: event.place };
    const place = role === 'sampling' && events.sampling ? 'lastSampling' : role;
    this.bytes += event.place.byteLength - (events[place]?.place.byteLength ?? 0);
    events[place] = event;
    this.open.delete(key);
    this.open.set(key, events);
    return true;
  }

  *overdue(): Generator<Events> {
    for (const [key, events] of this.open) {
      if (this.open.size <= OPEN_SAMPLES && this.bytes <= OPEN_BYTES) return;
      yield this.take(key, events);
    }
  }

  *rest(): Generator<Events> {
    for (const [key, events] of this.open) yield this.take(key, events);
  }

  private take(key: string, events: Events): Events {
    this.open.delete(key);
    this.done.add(key);
    const { first: _, ...held } = events;
    this.bytes -= Object.values(held).reduce((sum, event: RecordedEvent) => sum + event.place.byteLength, 0);
    return events;
  }
}

async function readSpec(file: FileAccess): Promise<Row> {
  for await (const item of readJsonLines(file)) {
    if (item.kind === 'row' && isRow(item.row.spec)) return item.row.spec;
    break;
  }
  return {};
}
