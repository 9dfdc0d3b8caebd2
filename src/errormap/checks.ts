import { RESIDUAL_CATEGORIES } from '../model/taxonomy';
import { DESCRIPTION_WORDS, NAME_WORDS } from './parameters';
import type { Proposal } from './proposal';
import { cosine, vectorsOf } from './tfIdf';
import { bareName, firstWords, oneLine, wordsOf } from './words';

/** Names of nothing in particular: a category made of these words alone says nothing. */
const VAGUE_WORDS: ReadonlySet<string> = new Set(
  'other others general generic misc miscellaneous various unknown unclear undefined uncategorized unspecified error errors mistake mistakes failure failures issue issues problem problems category type kind wrong incorrect bad overall the of and a name names title titles description string'.split(
    ' ',
  ),
);

/** From here on two categories say nearly the same in nearly the same words. */
const OVERLAP = 0.8;

/**
 * What is wrong with a list of categories, one sentence each, worded for the model as well as for people:
 * too many, too long, vague, named twice (also as one of `taken`), overlapping.
 */
export function problemsOf(categories: readonly Proposal[], room: number, taken: readonly string[] = []): string[] {
  const problems: string[] = [];
  if (categories.length === 0) problems.push('There is no category.');
  if (categories.length > room)
    problems.push(`There are ${categories.length} categories, at most ${room} are allowed.`);
  const known = new Map(taken.map((name) => [bareName(name), name]));
  for (const { name, description } of categories) {
    const bare = bareName(name);
    if (isVague(name)) problems.push(`"${name}" is vague: name the skill that was lacking.`);
    else if (known.has(bare)) problems.push(`"${name}" is named twice.`);
    known.set(bare, name);
    const nameWords = wordsOf(name).length;
    if (nameWords > NAME_WORDS)
      problems.push(`The name "${name}" has ${nameWords} words, at most ${NAME_WORDS} are allowed.`);
    const words = wordsOf(description).length;
    if (words > DESCRIPTION_WORDS) {
      problems.push(`The description of "${name}" has ${words} words, at most ${DESCRIPTION_WORDS} are allowed.`);
    }
    if (description.trim() === '') problems.push(`"${name}" has no description.`);
  }
  for (const [a, b] of overlapping(categories)) problems.push(`"${a.name}" and "${b.name}" overlap.`);
  return problems;
}

/** What can be made of a list that still breaks the rules after its repair: nothing vague, nothing twice, not too much. */
export function tidied(categories: readonly Proposal[], room: number, taken: readonly string[] = []): Proposal[] {
  const known = new Set(taken.map(bareName));
  const kept: Proposal[] = [];
  for (const category of categories) {
    const name = firstWords(category.name, NAME_WORDS);
    const bare = bareName(name);
    if (isVague(name) || known.has(bare)) continue;
    known.add(bare);
    kept.push({ name, description: firstWords(category.description, DESCRIPTION_WORDS) });
  }
  return kept.slice(0, room);
}

/** Residual categories are always there and are never proposed. */
export function withoutResidual(categories: readonly Proposal[]): Proposal[] {
  const residual = new Set(RESIDUAL_CATEGORIES.map(bareName));
  return categories
    .map(({ name, description }) => ({ name: oneLine(name), description: oneLine(description) }))
    .filter(({ name }) => name !== '' && !residual.has(bareName(name)));
}

/** What the prompt names as no category: weak models hand it back. */
const COUNTEREXAMPLE = 'fractions';

function isVague(name: string): boolean {
  const words = wordsOf(name.toLowerCase());
  // Figures and marks alone say nothing, in any script.
  if (!/\p{L}/u.test(name)) return true;
  return ['', COUNTEREXAMPLE].includes(bareName(name)) || words.every((word) => VAGUE_WORDS.has(word));
}

function overlapping(categories: readonly Proposal[]): [Proposal, Proposal][] {
  const vectors = vectorsOf(categories.map(({ name, description }) => `${name} ${description}`));
  const pairs: [Proposal, Proposal][] = [];
  for (const [i, a] of categories.entries()) {
    for (const [j, b] of categories.entries()) {
      const [first, second] = [vectors[i], vectors[j]];
      if (j > i && first && second && cosine(first, second) > OVERLAP && bareName(a.name) !== bareName(b.name)) {
        pairs.push([a, b]);
      }
    }
  }
  return pairs;
}
