import { createHash } from 'node:crypto';
import type { Failure } from '../../src/errormap/titles';
import type { Answer, ChatRequest, RecordedRequest } from './judgeServer';
import { namesIn, titlesIn } from './recordedModel';

/** A hidden truth: top categories, each with sub-categories, each with words that its titles are made of. */
export interface PlantedTree {
  failures: Failure[];
  /** Top category and sub-category by title. */
  truth: ReadonlyMap<string, readonly [top: string, sub: string]>;
  /** Sub-categories by top category. */
  tops: ReadonlyMap<string, readonly string[]>;
}

const STOCK: Record<string, Record<string, string>> = {
  'Computation Slip': {
    'Addition Slip': 'added sum total plus column carry',
    'Multiplication Slip': 'multiplied product factor times tables',
    'Division Slip': 'divided quotient remainder ratio halves',
    'Sign Slip': 'sign minus negative flipped inverse',
  },
  'Reading Lapse': {
    'Table Misreading': 'table row cell spreadsheet header',
    'Paragraph Misreading': 'paragraph passage sentence quoted text',
    'Chart Misreading': 'chart axis legend plotted curve',
    'Instruction Misreading': 'instruction asked request prompt order',
  },
  'Format Breach': {
    'Broken JSON': 'json brace bracket quote parser',
    'Wrong Length': 'length words limit verbose short',
    'Missing Markup': 'markdown heading bullet fence tag',
    'Wrong Language': 'language french english translated script',
  },
  'Deduction Gap': {
    'Unproven Step': 'proof lemma step unproven claim',
    'Circular Argument': 'circular premise conclusion begged loop',
    'Case Omission': 'case branch edge omitted scenario',
    'Contradiction Kept': 'contradiction both opposite inconsistent denied',
  },
  'Knowledge Lapse': {
    'Date Confusion': 'date year century calendar decade',
    'Person Confusion': 'person author president namesake inventor',
    'Place Confusion': 'place city country capital river',
    'Definition Confusion': 'definition term meaning concept glossary',
  },
  'Tool Misuse': {
    'Wrong Function': 'function called api endpoint method',
    'Wrong Argument': 'argument parameter value typed keyword',
    'Ignored Result': 'result returned observation ignored output',
    'Early Stop': 'stopped early gave halted premature',
  },
  'Counting Lapse': {
    'Letter Counting': 'letters characters spelling vowels alphabet',
    'Item Counting': 'items list entries counted enumeration',
    'Step Counting': 'iteration off-by-one index boundary loops',
  },
  'Unit Confusion': {
    'Currency Confusion': 'currency dollars euros exchange cents',
    'Length Confusion': 'metres feet inches kilometres miles',
    'Time Confusion': 'hours minutes seconds timezone clock',
  },
};

/** `count` failing examples with titles of their own, in an order that tells nothing. */
export function plantedTree(count: number): PlantedTree {
  const leaves = Object.entries(STOCK).flatMap(([top, subs]) =>
    Object.entries(subs).map(([sub, words]) => ({ top, sub, words: words.split(' ') })),
  );
  const truth = new Map<string, readonly [string, string]>();
  const failures: Failure[] = [];
  for (let i = 0; i < count; i++) {
    const { top, sub, words } = leaves[hash(`leaf ${i}`) % leaves.length] ?? { top: '', sub: '', words: [] };
    const title = `${drawn(words, hash(`words ${i}`)).join(' ')} in problem ${i}`;
    truth.set(title, [top, sub]);
    failures.push({ key: `key-${i}`, title, summary: '' });
  }
  const tops = new Map(Object.entries(STOCK).map(([top, subs]) => [top, Object.keys(subs)]));
  return { failures, truth, tops };
}

/** Three of the words, by the bytes of a number. */
function drawn(words: readonly string[], draw: number): string[] {
  const pool = [...words];
  return [0, 8, 16].flatMap((shift) => pool.splice((draw >>> shift) % pool.length, 1));
}

export interface PlantedOptions {
  /** Share of titles that a reply gets wrong, 0..1: in turn a misspelt name, an invented one, "Other", none, a wrong one. */
  noise?: number;
  /** All of the noise is wrong names that exist. */
  onlyWrong?: boolean;
  delayMs?: number;
}

/** Answers of a model that knows the hidden tree, for `startJudgeServer`. */
export function plantedAnswers(tree: PlantedTree, { noise = 0, onlyWrong = false, delayMs }: PlantedOptions = {}) {
  return (_call: number, { body }: RecordedRequest): Answer => {
    const content = JSON.stringify(replyTo(body, tree, noise, onlyWrong));
    return { kind: 'reply', content, ...(delayMs !== undefined && { delayMs }) };
  };
}

function replyTo(body: ChatRequest, tree: PlantedTree, noise: number, onlyWrong: boolean): unknown {
  const [system = '', user = ''] = body.messages.map(({ content }) => content);
  const form = (body.response_format?.json_schema as { name?: string } | undefined)?.name;
  if (form === 'assigned') {
    const names = namesIn(section(system, 'Categories:'));
    return { assigned: assigned(titlesIn(user), names, tree, noise, onlyWrong, `${system.length}`) };
  }
  if (form === 'synonyms') return { same: [] };
  const parent = /belong to the category "([^"]+)"/.exec(system)?.[1];
  const shown = titlesIn(user).map((title) => tree.truth.get(title));
  const found = shown.flatMap((place) => place?.[parent === undefined ? 0 : 1] ?? []);
  const before = user.includes('<categories') ? namesIn(user) : [];
  const own = parent === undefined ? found : found.filter((name) => tree.tops.get(parent)?.includes(name));
  const room = Number(/At most (\d+) categories/.exec(system)?.[1] ?? 25);
  const names = [...new Set([...before, ...own.toSorted()])].slice(0, room);
  return { categories: names.map((name) => ({ name, description: `Failures by ${name.toLowerCase()}.` })) };
}

function assigned(
  titles: readonly string[],
  names: readonly string[],
  tree: PlantedTree,
  noise: number,
  onlyWrong: boolean,
  salt: string,
) {
  return titles.flatMap((title, i) => {
    const right = tree.truth.get(title)?.find((name) => names.includes(name)) ?? 'Other';
    const draw = hash(`${title} ${salt}`);
    if ((draw % 1000) / 1000 >= noise) return [{ n: i + 1, category: right }];
    const wrong = names[draw % names.length] ?? right;
    const faults = onlyWrong
      ? [wrong]
      : [`${right.replace(/[aeiou]/, '')}s`, 'Cognitive Overload', 'Other', undefined, wrong];
    const category = faults[Math.floor(draw / 1000) % faults.length];
    return category === undefined ? [] : [{ n: i + 1, category }];
  });
}

function section(text: string, from: string): string {
  return text.slice(Math.max(0, text.indexOf(from)));
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
