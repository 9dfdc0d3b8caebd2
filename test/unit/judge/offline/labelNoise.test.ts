import { describe, expect, it } from 'vitest';
import { suspectedLabelNoise } from '../../../../src/judge/offline/labelNoise';
import { createOfflineJudge } from '../../../../src/judge/offline/offlineJudge';
import { OtherAnswers } from '../../../../src/judge/offline/otherAnswers';
import type { ExampleEntry } from '../../../../src/model/entry';
import type { Example } from '../../../../src/model/example';
import erroratlas from '../../../../src/model/taxonomies/erroratlas.json';
import { Taxonomy } from '../../../../src/model/taxonomy';
import { failingExample } from './failingExample';

const failed = (answer: string, model = answer) => ({ model, passed: false, answer });
const noise = (parts: Partial<Example>, others = [] as ReturnType<typeof failed>[]) =>
  suspectedLabelNoise(failingExample(parts), others);

describe('an output that is right', () => {
  it.each([
    ['by calculation', { input: 'What is 40 + 6?', output: '46', references: ['45'] }],
    [
      'by counting',
      { input: 'How many times does the letter "l" occur in "parallel"?', output: '3', references: ['2'] },
    ],
    ['letter by letter', { output: 'Cairo', references: ['Cairo'] }],
    [
      'by the reference’s own steps',
      { output: '12 - 7 = 5 kg', references: ['7 kg are used.\n12 - 7 = 5 kg\n#### 4.5'] },
    ],
  ])('%s', (_name, parts) => {
    expect(noise(parts)).toMatchObject({ outputIsRight: true });
  });

  it.each([
    [
      'a sentence',
      { input: 'Who painted Guernica?', output: 'Guernica was painted by Pablo Picasso.', references: ['Picasso'] },
    ],
    [
      'a number in a sentence',
      { input: 'How many legs has a spider?', output: 'A spider has 8 legs.', references: ['8'] },
    ],
    ['the box in LaTeX', { input: 'Use \\boxed{}.', output: 'So it is \\boxed{12\\,500}', references: ['12500'] }],
  ])('in a form that the task allows: %s', (_name, parts) => {
    expect(noise({ metric: 'exact_match', ...parts })).toMatchObject({ outputIsRight: true });
  });

  it.each([
    [
      'a demanded form',
      { input: 'Who painted Guernica? Name only.', output: 'It was Picasso.', references: ['Picasso'] },
    ],
    ['a judging grader', { metric: 'llm_judge', output: 'It was Picasso in 1945.', references: ['Picasso'] }],
    ['a denial', { output: 'It was not Picasso.', references: ['Picasso'] }],
    ['a choice of two', { output: 'It was Picasso or Miró.', references: ['Picasso'] }],
    ['two numbers', { output: 'A spider has 8 legs and 6 eyes.', references: ['8'] }],
    ['another number in the box', { input: 'Use \\boxed{}.', output: '\\boxed{12.5}', references: ['12500'] }],
  ])('is not claimed for %s', (_name, parts) => {
    expect(noise({ input: 'Who painted Guernica?', metric: 'exact_match', ...parts })).toBeNull();
  });

  it.each([
    ['a wrong calculation', { input: 'What is 40 + 6?', output: '45', references: ['46'] }],
    ['a right one', { input: 'What is 40 + 6?', output: 'It is 46, of course', references: ['46'] }],
    ['a grader with a reason of its own', { output: 'Cairo', references: ['Cairo'], explanation: 'took too long' }],
    ['algebra after the last step', { output: 'A: 16', references: ['4 * 4 = 16\n2s = 16, so s = 8\n#### 8'] }],
  ])('is not claimed for %s', (_name, parts) => {
    expect(noise(parts)).toBeNull();
  });

  it('is not blamed by any rule', async () => {
    const taxonomy = Taxonomy.parse(erroratlas);
    const judge = createOfflineJudge(taxonomy);
    const example = failingExample({ input: 'What is 40 + 6?', output: '46', references: ['45'] });
    const context = { taxonomy, correctPredictions: [], exemplars: [] };
    const judgment = await judge.judge(example, context, new AbortController().signal);
    expect(judgment).toMatchObject({ status: 'abstained', category: '' });
    expect(judgment.suspectedLabelNoise).toContain('makes 46');
  });
});

describe('consensus against the reference', () => {
  const parts = { output: 'The answer is 42.', references: ['41'] };

  it('is flagged when three models agree', () => {
    expect(noise(parts, [failed('42', 'a'), failed('42 eggs', 'b')])?.reason).toContain('3 of 3 models');
  });

  it('is flagged when four of five agree', () => {
    const others = ['a', 'b', 'c'].map((model) => failed('42', model));
    expect(noise(parts, [...others, failed('7')])?.reason).toContain('4 of 5 models');
  });

  it.each([
    ['two that agree', [failed('42')]],
    ['three of four', [failed('42', 'a'), failed('42', 'b'), failed('7')]],
    ['a minority', [failed('42', 'a'), failed('42', 'b'), failed('7'), failed('8'), failed('9')]],
    ['one that passed', [failed('42', 'a'), failed('42', 'b'), { model: 'c', passed: true, answer: '' }]],
    ['answers that can’t be read', [failed('', 'a'), failed('', 'b')]],
  ])('is not flagged for %s', (_name, others) => {
    expect(noise(parts, others)).toBeNull();
  });

  it.each([
    ['code', { input: 'Write a Python function.', output: 'def f():\n    return 42' }],
    ['the last line of a list', { output: '- 7 eggs\n- 42' }],
  ])('says nothing of %s', (_name, other) => {
    expect(noise({ ...parts, ...other }, [failed('42', 'a'), failed('42', 'b')])).toBeNull();
  });

  it('needs all of them where there are options', () => {
    const choice = { choices: ['x', 'y', 'z'], output: 'B', references: ['A'] };
    expect(noise(choice, [failed('B', 'a'), failed('B) y', 'b')])).not.toBeNull();
    expect(noise(choice, [failed('B', 'a'), failed('B', 'b'), failed('C')])).toBeNull();
  });
});

describe('OtherAnswers', () => {
  const outputs: Record<string, string> = { a: 'A: 42', b: 'So it is 42', c: 'A: 41', d: 'A: 42' };
  const loads: string[] = [];
  const entry = (model: string, passed: boolean | null, id = '1'): ExampleEntry => {
    const { dataset, score, source } = failingExample({});
    return { key: model, id, model, dataset, score, source, passed, preview: '', outputLength: 9 };
  };
  const load = async ({ key }: ExampleEntry): Promise<Example> => {
    loads.push(key);
    if (key === 'd') throw new Error('gone');
    return failingExample({ output: outputs[key] ?? '' });
  };

  it('gives the other failing models’ answers, each read once', async () => {
    const entries = [
      entry('a', false),
      entry('b', false),
      entry('test-model', false),
      entry('d', false),
      entry('c', false, '2'),
    ];
    const others = new OtherAnswers(entries, load);
    const expected = [failed('42', 'a'), failed('So it is 42', 'b')];
    expect(await others.of(failingExample({}))).toEqual(expected);
    expect(await others.of(failingExample({}))).toEqual(expected);
    expect(loads.filter((key) => key === 'a')).toHaveLength(1);
  });

  it('reads nothing when one passed or fewer than two failed', async () => {
    loads.length = 0;
    const passing = new OtherAnswers([entry('a', false), entry('b', false), entry('c', true)], load);
    expect(await passing.of(failingExample({}))).toEqual([{ model: 'c', passed: true, answer: '' }]);
    expect(await new OtherAnswers([entry('a', false)], load).of(failingExample({}))).toEqual([]);
    expect(loads).toEqual([]);
  });
});
