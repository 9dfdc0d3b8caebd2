import type * as vscode from 'vscode';
import * as z from 'zod';
import { drawQueue, type ReviewCandidate } from '../../atlas/review/queue';
import { type Reviewed, reviewResult } from '../../atlas/review/result';
import { REVIEW_STRATA } from '../../atlas/review/strata';
import type { ExampleEntry } from '../../model/entry';
import type { ReviewPlace, ReviewResult } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Evaluations } from '../evaluations';
import { personsWord } from '../personsWord';
import { refOf } from '../ref';

const MEMORY = 'errorAtlas.review';

/** What is kept over a restart. Answers are not: they are corrections, and stand in the store. */
const Kept = z.object({
  items: z.array(z.object({ key: z.string(), ref: z.string(), stratum: z.enum(REVIEW_STRATA), judged: z.string() })),
  skipped: z.array(z.string()),
  at: z.int().nonnegative(),
});
type Kept = z.infer<typeof Kept>;
type Item = Kept['items'][number];

/**
 * Failing examples that a person goes through one after the other. Only what was drawn and what was skipped
 * is remembered; whether an example is answered, and how, is what the store says, so an undo counts at once.
 */
export class ReviewQueue {
  private queue: Kept | undefined;
  private active = false;

  constructor(
    private readonly evaluations: Pick<Evaluations, 'failing' | 'find'>,
    private readonly store: JudgmentStore,
    private readonly memory: vscode.Memento,
  ) {
    this.queue = Kept.safeParse(memory.get(MEMORY)).data;
  }

  /** Examples of an earlier queue that nobody has answered, with its size; `undefined` when none is left. */
  get unfinished(): { left: number; total: number } | undefined {
    const items = this.queue?.items ?? [];
    const left = items.filter((item) => this.answerTo(item) === null).length;
    return left === 0 ? undefined : { left, total: items.length };
  }

  /** Failing examples that could be drawn: a judge has named their error, and nobody has looked. */
  candidates(): (ReviewCandidate & { entry: ExampleEntry })[] {
    return this.evaluations.failing().flatMap((entry) => {
      const label = this.store.label(entry.key);
      if (label?.correction || label?.judgment?.status !== 'judged') return [];
      const { category, confidence, suspectedLabelNoise } = label.judgment;
      const named = this.store
        .history(entry.key)
        .flatMap((word) => ('judgment' in word && word.judgment.status === 'judged' ? [word.judgment] : []));
      return [
        { key: entry.key, entry, category, confidence, suspectedLabelNoise: suspectedLabelNoise !== undefined, named },
      ];
    });
  }

  /** Draws a queue, which takes the place of an earlier one. Returns its first example. */
  async start(options: { size: number; seed: number }): Promise<ExampleEntry | undefined> {
    const items = drawQueue(this.candidates(), options).map(
      ({ candidate: { key, entry, category }, stratum }): Item => ({
        key,
        ref: refOf(entry),
        stratum,
        judged: category,
      }),
    );
    this.active = true;
    await this.keep({ items, skipped: [], at: 0 });
    return this.entryAt(0);
  }

  /** Goes on with the first example that is not answered; skipped ones come last. */
  async resume(): Promise<ExampleEntry | undefined> {
    this.active = true;
    return this.goOn(-1);
  }

  stop(): ReviewResult {
    this.active = false;
    return this.result();
  }

  /** `null` for an example that the review is not at. */
  placeOf(entry: ExampleEntry): ReviewPlace | null {
    const item = this.active ? this.queue?.items[this.queue.at] : undefined;
    if (!this.queue || item?.key !== entry.key) return null;
    const { items, at } = this.queue;
    return {
      index: at + 1,
      total: items.length,
      answered: items.filter((one) => this.answerTo(one) !== null).length,
      answer: this.stateOf(item),
      category: item.judged,
    };
  }

  /** Records a person's word on the example; the judge's category when none is given. Returns what comes next. */
  async answer(
    entry: ExampleEntry,
    said?: { category: string; note?: string | undefined },
  ): Promise<ExampleEntry | undefined> {
    const item = this.queue?.items[this.queue.at];
    if (!item || item.key !== entry.key) return entry;
    await this.store.correct(personsWord(entry, this.store.label(entry.key), said ?? { category: item.judged }));
    return this.goOn(this.queue?.at ?? -1);
  }

  async skip(): Promise<ExampleEntry | undefined> {
    const { queue } = this;
    const item = queue?.items[queue.at];
    if (!queue || !item) return undefined;
    await this.keep({ ...queue, skipped: [...new Set([...queue.skipped, item.key])] });
    return this.goOn(queue.at);
  }

  /** One on or back, whatever was said of it; stays where it is at the ends. */
  async step(by: 1 | -1): Promise<ExampleEntry | undefined> {
    const { queue } = this;
    if (!queue) return undefined;
    for (let at = queue.at + by; at >= 0 && at < queue.items.length; at += by) {
      const entry = this.entryAt(at);
      if (!entry) continue;
      await this.keep({ ...queue, at });
      return entry;
    }
    return this.entryAt(queue.at);
  }

  result(): ReviewResult {
    const { items = [], skipped = [] } = this.queue ?? {};
    return reviewResult(
      items.map(
        (item): Reviewed => ({
          stratum: item.stratum,
          judged: item.judged,
          said: this.answerTo(item),
          skipped: skipped.includes(item.key),
        }),
      ),
    );
  }

  /** The next one that nobody has spoken of: behind this place first, then before it, then what was skipped. */
  private async goOn(from: number): Promise<ExampleEntry | undefined> {
    const { queue } = this;
    if (!queue) return undefined;
    const order = [...queue.items.keys()].map((_, i) => (from + 1 + i) % queue.items.length);
    const open = order.filter((at) => this.answerTo(queue.items[at]) === null && this.entryAt(at) !== undefined);
    const isSkipped = (at: number) => queue.skipped.includes(queue.items[at]?.key ?? '');
    // A review that is at its end offers what was skipped only when it is taken up again.
    const next = open.find((at) => !isSkipped(at)) ?? (from < 0 ? open[0] : undefined);
    if (next === undefined) {
      this.active = false;
      return undefined;
    }
    await this.keep({ ...queue, at: next });
    return this.entryAt(next);
  }

  private entryAt(at: number): ExampleEntry | undefined {
    const item = this.queue?.items[at];
    return item && this.evaluations.find(item.ref);
  }

  private answerTo(item: Item | undefined): string | null {
    return (item && this.store.label(item.key)?.correction?.category) ?? null;
  }

  private stateOf(item: Item): ReviewPlace['answer'] {
    const said = this.answerTo(item);
    if (said !== null) return said === item.judged ? 'confirmed' : 'changed';
    return this.queue?.skipped.includes(item.key) ? 'skipped' : null;
  }

  private async keep(queue: Kept): Promise<void> {
    this.queue = queue;
    await this.memory.update(MEMORY, queue);
  }
}
