/** One made-up evaluated question; the same row stands in every format's file. */
export interface BenchRow {
  id: number;
  question: string;
  answer: string;
  prompt: string;
  output: string;
  correct: boolean;
}

const WORDS = `the of a to train apples how many does she have left after each boat cost sum total first second
  then answer is number hours minutes miles per day week buys sells gives away remaining half twice three we add
  subtract multiply divide so therefore step let x equals dollars cents people tickets score game book page`
  .split(/\s+/)
  .filter((word) => word !== '');
const ACCENTED = ['café', 'naïve', 'façade', 'Zürich', 'mañana'];
const WIDE = ['答案', '是', '€5', '→', '数学', 'ответ'];
/** The longest tenth is many times that. */
const MEDIAN_CHARACTERS = 3300;

/** The same rows for the same seed, on every machine; `median` characters besides question and answer. */
export function* benchRows(count: number, median = MEDIAN_CHARACTERS, seed = 1): Generator<BenchRow, void, undefined> {
  const random = mulberry(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low));
  const pick = (list: readonly string[]) => list[between(0, list.length)] ?? '';
  const text = (length: number, kind: number): string => {
    const parts: string[] = [];
    for (let held = 0; held < length; ) {
      // Of twenty rows one is in a script beyond Latin-1, two have accents: as in evaluations that people run.
      const list = kind < 1 && random() < 0.5 ? WIDE : kind < 3 && random() < 0.05 ? ACCENTED : WORDS;
      const word = pick(list);
      const end = random();
      parts.push(word, end < 0.04 ? '.\n' : end < 0.05 ? ' "so" ' : end < 0.1 ? ', ' : ' ');
      held += word.length + 2;
    }
    return parts.join('');
  };
  for (let id = 0; id < count; id += 1) {
    const kind = between(0, 20);
    // Log-normal: most prompts are short, a few hold a whole document.
    const spread = Math.exp((random() + random() + random() - 1.5) * 1.6);
    const length = median * spread;
    const question = text(between(60, 300), kind);
    const answer = String(between(0, 10_000));
    const prompt = `${text(length * 0.7, kind)}\n\nQuestion: ${question}\nAnswer:`;
    const correct = random() < 0.55;
    const said = correct ? answer : String(between(0, 10_000));
    yield { id, question, answer, prompt, output: `${text(length * 0.3, kind)}\n#### ${said}`, correct };
  }
}

/** Numbers from 0 to 1, uniform enough for texts and lengths. */
function mulberry(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
