import type { Problem, RawExample, Source } from '../../model/example';
import { attempt } from '../attempt';
import { type JsonElement, loadElements, readElements } from '../json/elements';
import { outline } from '../json/outline';
import { changed, type Place } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { asNumber, folderName, isRow, type Row, stem } from '../values';
import { isCompared, type Run, repeatsOf, toExample } from './detail';
import { readPredictions } from './predictions';

const DETAILS = ['details[*]', 'details.*'];
const DETAIL = /^details(\[\]|\.\d+)\.(example_abbr|pred|predictions|origin_prediction|correct|prompt)$/;
/** Shares in percent may be rounded. */
const ROUNDING = 0.51;

/** `results/<model>/<dataset>.json` of OpenCompass, where it was told to dump the details. */
export const openCompass: Reader = {
  id: 'opencompass',
  name: 'OpenCompass',
  detect({ text }: FileHead): boolean {
    return text.includes('"details"') && [...outline(text, 3)].some((path) => DETAIL.test(path));
  },
  async open(file): Promise<OpenEvaluation> {
    const dataset = stem(file.name);
    const run: Run = { dataset, model: folderName(file.path) || dataset };
    const predictions = await readPredictions(file);
    /** What an item's place in its dataset is, by its place in the file: `load` has only the latter. */
    const indices = new Map<number, number>();
    return {
      async *read(signal) {
        for (const problem of predictions.problems) yield { kind: 'problem', problem };
        const tally = new Tally();
        for await (const item of readItems(file, signal)) {
          if (item.kind === 'problem') {
            yield item;
            continue;
          }
          if (item.kind === 'share') {
            tally.share = item.share;
            continue;
          }
          indices.set(item.place.byteOffset, item.index);
          const repeats = repeatsOf(item.detail);
          for (let part = 0; part < repeats; part += 1) {
            const place = repeats === 1 ? item.place : { ...item.place, part };
            const source: Source = { path: file.path, format: 'opencompass', ...place };
            const make = () => toExample(item.detail, item.index, predictions, run, source);
            const reading = await attempt(item.place, make);
            if (reading.kind === 'example' && isCompared(item.detail)) tally.add(reading.example);
            yield reading;
          }
        }
        const note = tally.note();
        if (note !== undefined) yield { kind: 'note', message: note };
      },
      async load(source) {
        const [detail = {}] = await loadElements(file, source);
        const index = indices.get(source.byteOffset ?? -1) ?? (await findIndex(file, source));
        return toExample(detail, index, predictions, run, source);
      },
      async close() {},
    };
  },
};

type Item =
  | { kind: 'item'; index: number; detail: Row; place: Place }
  | { kind: 'share'; share: number }
  | { kind: 'problem'; problem: Problem };

/** A list in the dataset's order, or an object whose keys are the indices. */
async function* readItems(file: FileAccess, signal?: AbortSignal): AsyncGenerator<Item> {
  let listed = -1;
  for await (const element of readElements(file, [...DETAILS, 'accuracy', 'score'], {}, signal)) {
    if (element.kind === 'problem') {
      // An element that can't be read has its place in the list all the same.
      if (element.path === undefined || element.path === DETAILS[0]) listed += 1;
      yield { kind: 'problem', problem: element.problem };
      continue;
    }
    const { path, value, place } = element;
    if (path === 'accuracy' || path === 'score') {
      const share = asNumber(value);
      if (share !== null) yield { kind: 'share', share };
      continue;
    }
    if (path === DETAILS[0]) listed += 1;
    if (isShape(element)) continue;
    const index = path === DETAILS[0] ? listed : Number(element.key);
    if (isRow(value) && Number.isInteger(index)) yield { kind: 'item', index, detail: value, place };
    else yield { kind: 'problem', problem: { line: place.line, message: 'these are no details of OpenCompass' } };
  }
}

/** Among the items an object says which shape they have: `"type": "GEN"`. */
function isShape({ path, key, value }: JsonElement): boolean {
  return path === DETAILS[1] && key === 'type' && typeof value === 'string';
}

async function findIndex(file: FileAccess, source: Source): Promise<number> {
  for await (const item of readItems(file)) {
    if (item.kind === 'item' && item.place.byteOffset === source.byteOffset) return item.index;
  }
  throw changed(file, source);
}

/** Compares our own count of right answers with the tool's, where the details bear no verdict. */
class Tally {
  share: number | undefined;
  private compared = 0;
  private right = 0;

  add({ score }: RawExample): void {
    if (score === null) return;
    this.compared += 1;
    this.right += score;
  }

  note(): string | undefined {
    if (this.compared === 0) return undefined;
    const own = (100 * this.right) / this.compared;
    const what = 'the details bear no verdicts: predictions were compared with references';
    if (this.share === undefined || Math.abs(own - this.share) <= ROUNDING) return what;
    return `${what}, which gives ${own.toFixed(1)} right of 100; the tool counted ${this.share.toFixed(1)}`;
  }
}
