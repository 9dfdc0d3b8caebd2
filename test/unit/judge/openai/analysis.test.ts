import { describe, expect, test } from 'vitest';
import { analysisOf } from '../../../../src/judge/openai/analysis';
import { categoryNames } from '../../../../src/judge/openai/prompt';
import { parseReply, type Reply, replySchema } from '../../../../src/judge/openai/reply';
import { context, goodReply, gsm8k } from './fixtures';

const schema = replySchema(categoryNames(context.taxonomy));

function reply(given: object = {}): Reply {
  const parsed = parseReply(JSON.stringify({ ...goodReply, ...given }), schema);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.reply;
}

const quoting = (...quotes: string[]) =>
  reply({ criteria: quotes.map((quote) => ({ need: 'x', state: 'correct', quote })) });

test('presence and quality of each criterion are those of the paper', () => {
  expect(analysisOf(gsm8k, reply()).criteria).toEqual([
    {
      criterion: 'subtracts the 3 eggs eaten',
      presentInOutput: true,
      quality: 'correct',
      evidence: '16 - 3 = <<16-3=13>>13',
      comment: '',
    },
    {
      criterion: 'subtracts the 4 eggs baked',
      presentInOutput: false,
      quality: null,
      evidence: '',
      comment: 'the muffins are forgotten',
    },
    expect.objectContaining({ presentInOutput: true, quality: 'partially correct' }),
  ]);
});

describe('label noise', () => {
  test('is kept with its reason, beside a category and beside none', () => {
    const noise = 'The reference forgets the muffins.';
    expect(analysisOf(gsm8k, reply({ noise }))).toMatchObject({ status: 'judged', suspectedLabelNoise: noise });
    expect(analysisOf(gsm8k, reply({ noise, title: '' }))).toMatchObject({
      status: 'abstained',
      category: '',
      suspectedLabelNoise: noise,
    });
  });

  test.each(['', ' ', 'none', 'None.', 'n/a', null])('is not suspected for %j', (noise) => {
    expect(analysisOf(gsm8k, reply({ noise }))).not.toHaveProperty('suspectedLabelNoise');
  });
});

describe('a bare letter', () => {
  const guess = { category: 'Logical Reasoning Error', title: 'Wrong deduction' };
  const unanalysable = { category: 'Hard to Analyze', title: 'Not analysable from the output', status: 'judged' };

  test.each(['B', '(C).', 'Answer: D', ' **E** ', 'The correct answer is B.', '\\boxed{A}'])(
    'without options is not guessed at: %s',
    (output) => {
      expect(analysisOf({ ...gsm8k, output }, reply(guess))).toMatchObject(unanalysable);
    },
  );

  test('can be told by its options, the given ones and those in the task', () => {
    const choices = ['18', '26'];
    expect(analysisOf({ ...gsm8k, output: 'B', choices }, reply(guess))).toMatchObject(guess);
    const input = `${gsm8k.input}\nA) 18\nB) 26`;
    expect(analysisOf({ ...gsm8k, output: 'B', input }, reply(guess))).toMatchObject(guess);
  });

  test('is called not analysable where the judge says so in its own words', () => {
    const given = reply({ category: 'Hard to Analyze', title: 'No reasoning shown' });
    expect(analysisOf({ ...gsm8k, output: 'B', choices: ['18', '26'] }, given)).toMatchObject(unanalysable);
  });

  test.each(['26', 'She', 'A is right because 16 - 3 = 13', 'x = 3', 'I'.repeat(3)])('is not what %s is', (output) => {
    expect(analysisOf({ ...gsm8k, output }, reply(guess))).toMatchObject(guess);
  });
});

describe('an output of a megabyte', () => {
  const middle = 'She counts the eggs again. '.repeat(40_000);
  const output = `It begins with 16 - 3 = 13. ${middle}It ends with 13 * 2 = 26.\ud83d`;

  test('has its evidence at the right offsets, at either end', () => {
    const { evidence, droppedEvidence } = analysisOf(
      { ...gsm8k, output },
      quoting('16 - 3 = 13', '13*2 = 26', 'It ends'),
    );
    expect(output.length).toBeGreaterThan(1_000_000);
    expect(droppedEvidence).toBeUndefined();
    expect(evidence.map(({ quote }) => quote)).toEqual(['16 - 3 = 13', 'It ends', '13 * 2 = 26']);
    for (const { quote, start, end } of evidence) expect(output.slice(start, end)).toBe(quote);
  });

  test('has none where the judge could not look', () => {
    const hidden = `${middle.slice(0, 500_000)}The secret is 4711.${middle.slice(500_000)}`;
    expect(analysisOf({ ...gsm8k, output: hidden }, quoting('The secret is 4711.'))).toMatchObject({
      evidence: [],
      droppedEvidence: 1,
    });
  });
});
