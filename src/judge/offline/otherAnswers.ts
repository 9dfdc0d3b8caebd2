import type { ExampleEntry } from '../../model/entry';
import type { Example } from '../../model/example';
import { itemOf } from '../../model/item';
import { finalAnswer } from './finalAnswer';

/** What another model answered to the same example. */
export interface OtherAnswer {
  model: string;
  passed: boolean;
  /** Its final answer, cut to a length that an answer has; empty for a passing one, whose text is not needed. */
  answer: string;
}

/** Finds what other models answered to an example. */
export type OtherAnswersOf = (example: Example) => Promise<readonly OtherAnswer[]>;

/** So many other failing answers are read of one example: more agreement would prove no more. */
const MOST = 6;

/** An answer that is longer than this is an essay, and agrees with nobody's. */
const MAX_ANSWER = 200;

/** Finds what the other models of a workspace answered to an example; each output is read once. */
export class OtherAnswers {
  private readonly byItem = new Map<string, ExampleEntry[]>();
  private readonly answers = new Map<string, Promise<string>>();

  constructor(
    entries: Iterable<ExampleEntry>,
    private readonly load: (entry: ExampleEntry) => Promise<Example>,
  ) {
    for (const entry of entries) this.add(entry);
  }

  /** For who must not take in all of them at one go. */
  add(entry: ExampleEntry): void {
    const item = itemOf(entry);
    const known = this.byItem.get(item);
    if (known) known.push(entry);
    else this.byItem.set(item, [entry]);
  }

  /** One answer of each other model, in the order of the files. An output that can't be read is left out. */
  async of(example: Pick<Example, 'dataset' | 'id' | 'model'>): Promise<OtherAnswer[]> {
    const byModel = new Map<string, ExampleEntry>();
    for (const entry of this.byItem.get(itemOf(example)) ?? []) {
      if (entry.model !== example.model && entry.passed !== null && !byModel.has(entry.model))
        byModel.set(entry.model, entry);
    }
    const others = [...byModel.values()];
    const passing = others
      .filter(({ passed }) => passed === true)
      .map(({ model }) => ({ model, passed: true, answer: '' }));
    const failing = others.filter(({ passed }) => passed === false).slice(0, MOST);
    // Fewer can't make a consensus: nothing needs to be read.
    if (failing.length < 2 || passing.length > 0) return passing;
    const read = await Promise.allSettled(failing.map((entry) => this.answerOf(entry)));
    return failing.flatMap(({ model }, index) => {
      const result = read[index];
      return result?.status === 'fulfilled' ? [{ model, passed: false, answer: result.value }] : [];
    });
  }

  private answerOf(entry: ExampleEntry): Promise<string> {
    const known = this.answers.get(entry.key);
    if (known !== undefined) return known;
    const answer = this.load(entry).then(({ output }) => shortAnswer(output));
    this.answers.set(entry.key, answer);
    return answer;
  }
}

/** The final answer of an output, where it has a short one; else empty. */
export function shortAnswer(output: string): string {
  const answer = finalAnswer(output)?.text ?? '';
  return answer.length <= MAX_ANSWER ? answer : '';
}
