import { tidied } from './checks';
import { fitting, windowOf } from './contextWindow';
import type { Desk } from './desk';
import { checkedList, furtherNames, type ListInput, type ListQuestion, withFurther } from './lists';
import { furtherNamesPrompt, generatePrompt, namesPrompt, reviewPrompt, updatePrompt } from './prompts';
import type { Proposal } from './proposal';
import { batchesOf, shuffled, type TitleGroup } from './titles';
import { isUnusable, type Unusable } from './unusable';
import { bareName } from './words';

export interface ConstructInput extends ListInput {
  groups: readonly TitleGroup[];
}

/** Titles that are not divided any further when a reply to them can't be used. */
const SMALLEST_BATCH = 8;
/** After so many refused replies in a row nothing more is asked: no model needs longer to go from 500 titles to few. */
const PATIENCE = 7;
/** A category that can't be divided is a category still. */
const PATIENCE_BELOW = 3;
/** A question that has got no answer at all counts as so many. */
const UNANSWERED = 3;
/** After so many refused replies in the full form the short one is asked for at once. */
const ENOUGH_OF_FULL_FORM = 2;
/** Tokens that a category takes in a reply, and a name alone. */
const CATEGORY_TOKENS = 50;
const NAME_TOKENS = 12;

/**
 * Makes categories for titles (the paper's Stage 2a): generated from the first batch of a seeded shuffle and
 * updated with each further batch. On the top level further updates follow, by anew shuffled batches, until there
 * were as many as configured or one changes nothing, and a review of the whole. Each list is checked strictly and
 * repaired once. Where all titles fit into one batch there is nothing to update with.
 *
 * What a weak model can't do is asked for in a simpler way: half of the titles, names alone. Where that doesn't help,
 * the categories so far stay; there are none when no reply at all could be used.
 */
export async function constructCategories(desk: Desk, input: ConstructInput): Promise<Proposal[]> {
  const { groups, parent } = input;
  const { seed, batch: size, passes } = desk.parameters;
  const construction = new Construction(desk, input);
  const batches = batchesOf(await shuffled(groups, seed, desk.turns), size);
  for (const batch of batches) if (!construction.isGivenUp) await construction.show(batch);
  if (parent !== undefined || construction.categories.length === 0) return construction.categories;
  const isDone = () =>
    batches.length <= 1 || construction.updates >= passes || construction.isSettled || construction.isGivenUp;
  for (let pass = 1; !isDone(); pass++) {
    for (const batch of batchesOf(await shuffled(groups, seed, desk.turns, pass), size)) {
      if (!isDone()) await construction.show(batch);
    }
  }
  await construction.review();
  return construction.categories;
}

/** The categories of one level while they are being made. */
class Construction {
  categories: Proposal[] = [];
  updates = 0;
  /** Whether the last update changed nothing. */
  isSettled = false;
  private readonly patience: number;
  private refusedInRow = 0;
  private tooLongInRow = 0;
  private refusedInFull = 0;
  private window: number | undefined;
  /** Titles at once; less after each refused reply, more again after each that can be used. */
  private size = Number.POSITIVE_INFINITY;

  constructor(
    private readonly desk: Desk,
    private readonly input: ConstructInput,
  ) {
    this.window = desk.window;
    this.patience = input.parent === undefined ? PATIENCE : PATIENCE_BELOW;
  }

  /** Whether nothing more is asked of the model for this level. */
  get isGivenUp(): boolean {
    return this.refusedInRow + this.tooLongInRow >= this.patience;
  }

  private get isSimple(): boolean {
    return this.refusedInRow > 0 || this.refusedInFull >= ENOUGH_OF_FULL_FORM;
  }

  /** Makes or changes the categories by these titles; in smaller batches when the model can't do with all of them. */
  async show(batch: readonly TitleGroup[]): Promise<void> {
    const waiting = this.cut(batch);
    for (let titles = waiting.shift(); titles !== undefined; titles = waiting.shift()) {
      if (this.isGivenUp) return this.desk.ledger.add(this.step, 'fallbacks');
      if (await this.tried(titles)) continue;
      if (titles.length <= SMALLEST_BATCH) this.desk.ledger.add(this.step, 'fallbacks');
      else {
        waiting.unshift(...this.smaller(titles));
        this.desk.ledger.add(this.step, 'smaller');
      }
    }
  }

  /** As small as the window wants it, and at least halved. */
  private smaller(titles: readonly TitleGroup[]): TitleGroup[][] {
    const cut = this.tooLongInRow > 0 ? this.cut(titles) : [];
    if (cut.length > 1) return cut;
    this.size = Math.max(SMALLEST_BATCH, Math.ceil(titles.length / 2));
    return this.cut(titles);
  }

  /** One look at the whole. */
  async review(): Promise<void> {
    const { room, parent } = this.input;
    const { ledger } = this.desk;
    try {
      const prompt = reviewPrompt(this.categories, room, parent);
      this.categories = await checkedList(this.desk, { step: 'reviewing', prompt }, this.input);
    } catch (error) {
      if (!isUnusable(error)) throw error;
      ledger.refuse('reviewing', error.message);
      ledger.add('reviewing', 'fallbacks');
    }
  }

  private get step() {
    return this.categories.length === 0 ? 'constructing' : 'updating';
  }

  /** Whether a reply to these titles could be used. */
  private async tried(titles: readonly TitleGroup[]): Promise<boolean> {
    const { step, categories } = this;
    const isSimple = this.isSimple;
    const question = this.questionOn(titles, isSimple);
    try {
      const list = isSimple ? await this.withNames(question) : await checkedList(this.desk, question, this.input);
      if (list.length > 0) this.categories = list;
      this.refusedInRow = 0;
      this.tooLongInRow = 0;
      this.size *= 2;
    } catch (error) {
      if (!isUnusable(error)) throw error;
      this.desk.ledger.refuse(step, error.message);
      this.refused(error, question);
      return false;
    }
    if (step === 'updating') {
      this.updates += 1;
      this.isSettled = namesOf(categories) === namesOf(this.categories);
    }
    return true;
  }

  private refused({ message, spent }: Unusable, { prompt }: ListQuestion): void {
    const window = windowOf(message, prompt);
    if (window !== undefined) {
      // Too long is not too hard.
      this.tooLongInRow += 1;
      this.window = Math.min(window, this.window ?? window);
      // Levels below are made side by side: what they find out must not depend on which is first.
      if (this.input.parent === undefined) this.desk.window = this.window;
      return;
    }
    this.refusedInRow += spent?.calls === 0 ? UNANSWERED : 1;
    this.refusedInFull += 1;
  }

  private async withNames(question: ListQuestion): Promise<Proposal[]> {
    const { room, taken } = this.input;
    const named = await furtherNames(this.desk, question, this.input);
    return tidied(withFurther(this.categories, named), room, taken);
  }

  private questionOn(titles: readonly TitleGroup[], isSimple: boolean): ListQuestion {
    const { step, categories } = this;
    const { room, parent } = this.input;
    if (step === 'constructing') {
      const prompt = isSimple ? namesPrompt(titles, room, parent) : generatePrompt(titles, room, parent);
      return { step, prompt };
    }
    const prompt = isSimple
      ? furtherNamesPrompt(categories, titles, room)
      : updatePrompt(categories, titles, room, parent);
    return { step, prompt };
  }

  /** No more at once than is known to be possible. */
  private cut(titles: readonly TitleGroup[]): TitleGroup[][] {
    const isSimple = this.isSimple;
    const replyTokens = this.input.room * (isSimple ? NAME_TOKENS : CATEGORY_TOKENS);
    const most = Math.min(titles.length, this.size);
    if (this.window === undefined) return batchesOf(titles, most);
    const fits = fitting(most, SMALLEST_BATCH, this.window, (items) => ({
      prompt: this.questionOn(titles.slice(0, items), isSimple).prompt,
      replyTokens,
    }));
    return batchesOf(titles, fits);
  }
}

function namesOf(categories: readonly Proposal[]): string {
  return categories
    .map(({ name }) => bareName(name))
    .sort()
    .join('\n');
}
