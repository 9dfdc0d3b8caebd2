import { fitting, windowOf } from './contextWindow';
import type { Desk } from './desk';
import { classifyPrompt } from './prompts';
import type { Proposal } from './proposal';
import { assignedForm } from './replies';
import { resolveName } from './resolveName';
import { batchesOf, type TitleGroup } from './titles';
import { isUnusable } from './unusable';

/** What the model said of a title: a name, or why there is none. */
export interface Said {
  name?: string;
  failure?: string;
  /** The title was in a batch of which nothing could be used. */
  isRefused?: boolean;
}

/** Titles that are not divided any further when a reply to them can't be used. */
const SMALLEST_BATCH = 3;
/** When more than this share of a batch is left out, it was too much at once. */
const LEFT_OUT = 0.5;
/** Tokens that a title takes in a reply. */
const ASSIGNED_TOKENS = 20;

const STEP = 'classifying';

/** A list of categories that titles are sorted into; `again` for a second look. */
interface Task {
  desk: Desk;
  categories: readonly Proposal[];
  names: readonly string[];
  again: boolean;
  /** Form of the reply to so many titles. */
  formFor(titles: number): ReturnType<typeof assignedForm>;
}

/**
 * Has the model sort titles, in batches that are asked for side by side; as many answers as groups, in their order.
 * Of a batch without a usable reply, and of what a reply leaves out for the most part, smaller ones are made, shown
 * the names of the categories alone. When the first of these is of no use either, however small, the others are
 * not asked for.
 */
export async function sortTitles(
  desk: Desk,
  groups: readonly TitleGroup[],
  categories: readonly Proposal[],
  again: boolean,
): Promise<Said[]> {
  const names = categories.map(({ name }) => name);
  const forms = new Map<number, ReturnType<typeof assignedForm>>();
  const formFor = (titles: number) => {
    const form = forms.get(titles) ?? assignedForm(names, titles);
    forms.set(titles, form);
    return form;
  };
  const task = { desk, categories, names, again, formFor };
  const size = Math.min(groups.length, desk.parameters.classifyBatch);
  const fits = desk.window === undefined ? size : fittingTitles(task, groups, size, desk.window);
  const said = await Promise.all(batchesOf(groups, fits).map((batch) => sortBatch(task, batch, categories)));
  return said.flat();
}

/** `shown` are the categories as far as the model is shown them. */
async function sortBatch(task: Task, batch: readonly TitleGroup[], shown: readonly Proposal[]): Promise<Said[]> {
  const { said, window } = await answerTo(task, batch, shown);
  const open = said.flatMap(({ name }, i) => (name === undefined ? [i] : []));
  const isUsable = said.some((one) => isKnown(task, one));
  if (isUsable && open.length <= LEFT_OUT * batch.length) return said;
  if (batch.length <= SMALLEST_BATCH) {
    if (isUsable) return said;
    task.desk.ledger.add(STEP, 'fallbacks');
    return said.map((one) => ({ ...one, isRefused: true }));
  }
  task.desk.ledger.add(STEP, 'smaller');
  const rest = isUsable ? open : said.map((_, i) => i);
  const titles = rest.flatMap((i) => batch.slice(i, i + 1));
  const half = Math.max(SMALLEST_BATCH, Math.ceil(titles.length / 2));
  const size = window === undefined ? half : fittingTitles(task, titles, half, window);
  const further = await sortInParts(task, batchesOf(titles, size), window === undefined ? namesOf(shown) : shown);
  const result = [...said];
  for (const [k, i] of rest.entries()) {
    const [before, after] = [said[i], further[k]];
    result[i] = after?.name === undefined && before?.name !== undefined ? { ...after, ...before } : (after ?? {});
  }
  return result;
}

/** The first part tells whether the others are worth asking for. */
async function sortInParts(
  task: Task,
  [first = [], ...others]: readonly (readonly TitleGroup[])[],
  shown: readonly Proposal[],
): Promise<Said[]> {
  const said = await sortBatch(task, first, shown);
  if (said.some((one) => isKnown(task, one))) {
    const rest = await Promise.all(others.map((part) => sortBatch(task, part, shown)));
    return [...said, ...rest.flat()];
  }
  const failure = said.find((one) => one.failure !== undefined)?.failure ?? 'the model named no category of the list';
  return [...said, ...others.flat().map(() => ({ failure, isRefused: true }))];
}

/** One question. `window`: it was too long, and this is what the model can hold. */
async function answerTo(
  { desk, names, again, formFor }: Task,
  batch: readonly TitleGroup[],
  shown: readonly Proposal[],
): Promise<{ said: Said[]; window?: number | undefined }> {
  const prompt = () => classifyPrompt(shown, batch, again);
  const isUseful = ({ assigned }: { assigned: { n: number; category: string }[] }) =>
    assigned.some(({ n, category }) => n >= 1 && n <= batch.length && resolveName(category, names) !== undefined);
  try {
    const reply = await desk.ask(STEP, prompt, formFor(batch.length), isUseful);
    if (!isUseful(reply)) desk.ledger.refuse(STEP, 'It names no category of the list.');
    // The first word on a number counts: a model that repeats itself tends to run on.
    const byNumber = new Map(reply.assigned.toReversed().map(({ n, category }) => [n, category.trim()]));
    const said = batch.map((_, i) => {
      const name = byNumber.get(i + 1);
      return name ? { name } : { failure: 'the model left the title out' };
    });
    return { said };
  } catch (error) {
    if (!isUnusable(error)) throw error;
    desk.ledger.refuse(STEP, error.message);
    return { said: batch.map(() => ({ failure: error.message })), window: windowOf(error.message, prompt()) };
  }
}

function isKnown({ names }: Task, { name }: Said): boolean {
  return name !== undefined && resolveName(name, names) !== undefined;
}

function namesOf(categories: readonly Proposal[]): Proposal[] {
  return categories.map(({ name }) => ({ name, description: '' }));
}

function fittingTitles(
  { categories, again }: Task,
  titles: readonly TitleGroup[],
  most: number,
  window: number,
): number {
  return fitting(most, SMALLEST_BATCH, window, (items) => ({
    prompt: classifyPrompt(categories, titles.slice(0, items), again),
    replyTokens: items * ASSIGNED_TOKENS,
  }));
}
