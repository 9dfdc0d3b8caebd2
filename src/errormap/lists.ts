import type { Prompt } from '../judge/languageModel';
import { ReplyUnusable } from '../judge/languageModel';
import { problemsOf, tidied, withoutResidual } from './checks';
import type { Desk } from './desk';
import type { Step } from './ledger';
import { repairPrompt } from './prompts';
import type { Proposal } from './proposal';
import { categoriesForm, namesForm } from './replies';
import { isUnusable } from './unusable';
import { bareName } from './words';

/** What every list of categories of a level has to keep to. */
export interface ListInput {
  room: number;
  parent?: Proposal | undefined;
  /** Names that stand elsewhere in the taxonomy already. */
  taken: readonly string[];
}

export interface ListQuestion {
  step: Step;
  prompt: Prompt;
}

/** How many faults of a list its refusal tells. */
const TOLD = 3;

/**
 * A list that keeps the rules, with one repair call where it doesn't. Empty for a category that the model will not
 * divide: it names nothing, or the category itself. Throws `ReplyUnusable` when nothing is left of the list.
 */
export async function checkedList(desk: Desk, question: ListQuestion, input: ListInput): Promise<Proposal[]> {
  const { room, parent, taken } = input;
  const isUndivided = (list: readonly Proposal[]) =>
    parent !== undefined && list.every(({ name }) => taken.some((other) => bareName(other) === bareName(name)));
  const isUseful = ({ categories }: { categories: Proposal[] }) => {
    const list = withoutResidual(categories);
    return isUndivided(list) || tidied(list, room, taken).length > 0;
  };
  const first = await desk.ask(question.step, () => question.prompt, categoriesForm, isUseful);
  const proposed = withoutResidual(first.categories);
  const problems = problemsOf(proposed, room, taken);
  if (problems.length === 0) return proposed;
  desk.repairs += 1;
  desk.ledger.add(question.step, 'repairs');
  const repair = () => repairPrompt(proposed, problems, room, parent);
  const mended = await desk.ask(question.step, repair, categoriesForm, isUseful).then(
    ({ categories }) => withoutResidual(categories),
    (error: unknown) => {
      if (!isUnusable(error)) throw error;
      return proposed;
    },
  );
  const better = problemsOf(mended, room, taken).length <= problems.length ? mended : proposed;
  const tidy = tidied(better, room, taken);
  // A repair that says nothing must not cost what could be used of the list before.
  const kept = tidy.length > 0 ? tidy : tidied(proposed, room, taken);
  if (kept.length === 0 && !isUndivided(better)) throw unusableList(problems);
  return kept;
}

/** Categories by their names alone. Throws `ReplyUnusable` when there were names, and none of them says anything. */
export async function furtherNames(desk: Desk, { step, prompt }: ListQuestion, input: ListInput): Promise<Proposal[]> {
  const { room, taken } = input;
  const usable = (names: readonly string[]) =>
    tidied(withoutResidual(names.map((name) => ({ name, description: '' }))), room, taken);
  const mayBeEmpty = step !== 'constructing';
  const isUseful = ({ names }: { names: string[] }) => usable(names).length > 0 || (mayBeEmpty && names.length === 0);
  const reply = await desk.ask(step, () => prompt, namesForm(room), isUseful);
  if (isUseful(reply)) return usable(reply.names);
  throw unusableList(
    problemsOf(
      reply.names.map((name) => ({ name, description: name })),
      room,
      taken,
    ),
  );
}

/** Those that are there stay as they are. */
export function withFurther(categories: readonly Proposal[], further: readonly Proposal[]): Proposal[] {
  const known = new Set(categories.map(({ name }) => bareName(name)));
  return [...categories, ...further.filter(({ name }) => !known.has(bareName(name)))];
}

function unusableList(problems: readonly string[]): ReplyUnusable {
  return new ReplyUnusable(`No category of the list can be used. ${problems.slice(0, TOLD).join(' ')}`, {
    calls: 1,
    usage: { promptTokens: 0, completionTokens: 0 },
  });
}
