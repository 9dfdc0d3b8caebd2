import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  BUILD_PROMPT_VERSION,
  classifyPrompt,
  furtherNamesPrompt,
  generatePrompt,
  namesPrompt,
  repairPrompt,
  reviewPrompt,
  synonymsPrompt,
  updatePrompt,
} from '../../../src/errormap/prompts';

const groups = [
  { title: 'Forgot to carry', summary: 'It added without the carry.', keys: ['a', 'b'] },
  { title: 'Misread the table', summary: '', keys: ['c'] },
];
const categories = [
  { name: 'Computation Slip', description: 'Arithmetic is carried out wrongly.' },
  { name: 'Reading Lapse', description: 'Given material is misread.' },
];
const parent = { name: 'Computation Slip', description: 'Arithmetic is carried out wrongly.' };

const PROMPTS = {
  generate: generatePrompt(groups, 25, undefined),
  'generate within a category': generatePrompt(groups, 3, parent),
  update: updatePrompt(categories, groups, 25, undefined),
  review: reviewPrompt(categories, 25, undefined),
  repair: repairPrompt(categories, ['"Reading Lapse" is named twice.'], 25, undefined),
  classify: classifyPrompt(categories, groups),
  'classify again': classifyPrompt(categories, groups, true),
  names: namesPrompt(groups, 25, undefined),
  'names within a category': namesPrompt(groups, 3, parent),
  'further names': furtherNamesPrompt(categories, groups, 25),
  synonyms: synonymsPrompt([[categories[0], categories[1]] as never]),
};

it('the prompts are those that were reviewed, and have their version', async () => {
  const text = Object.entries(PROMPTS)
    .map(([name, { system, user }]) => `===== ${name}: system\n${system}\n\n===== ${name}: user\n${user}\n`)
    .join('\n');
  await expect(text).toMatchFileSnapshot('golden/prompts.txt');
  const tail = createHash('sha256').update(text).digest('hex').slice(0, 6);
  expect(BUILD_PROMPT_VERSION, 'set the next version in src/errormap/prompts.ts, with this tail').toMatch(
    new RegExp(`^errormap-v\\d+-${tail}$`),
  );
});
