import { describe, expect, it } from 'vitest';
import { refusal } from '../../../../../src/judge/offline/rules/refusal';
import { found, silent } from '../failingExample';

describe('refusal', () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    'I am sorry, but I cannot provide medical advice.',
    'As an AI language model, I do not have opinions on this.',
    'I cannot answer this question.',
    'I must respectfully decline.',
    "I don't know.",
    "I'm not allowed to look into accounts of customers.",
    'I would rather not pick a side in this.',
    "I'm only a gardener and can't tell you what the law says.",
    "I can't give financial advice.",
    'Je suis désolé, mais je ne peux pas vous aider.',
    'Es tut mir leid, aber ich kann dabei nicht helfen.',
    'Lo siento, pero no puedo ayudarte con eso.',
    '抱歉，我无法回答这个问题。',
    '申し訳ありませんが、その質問にはお答えできません。',
  ])('finds %j', (output) => {
    expect(found(refusal, { output, references: ['42'] }).evidence[0]?.length).toBeGreaterThan(5);
  });

  it('quotes the whole sentence', () => {
    expect(found(refusal, { output: "Hm. I'm sorry, but I can't help with that. Bye." }).evidence).toEqual([
      "I'm sorry, but I can't help with that",
    ]);
  });

  it('takes the provider’s word for it', () => {
    expect(found(refusal, { output: 'The', finishReason: 'content_filter' }).title).toContain('content filter');
  });

  it.each([
    ['an apology with an answer', "I'm sorry, but I can't open links. However, the answer is 42."],
    ['a figure of speech', "I can't help but notice that 6 * 7 = 42."],
    ['a marked answer', "I'm sorry, I cannot be sure.\nAnswer: 42"],
    ['a refusal that is only told', 'Bartleby answered every request with one sentence, and the clerk wrote it down.'],
    ['a refusal far inside a long answer', `${'Here is the full text. '.repeat(60)} I cannot help with more.`],
  ])('keeps silent about %s', (_name, output) => {
    silent(refusal, { output, references: ['42'] });
  });

  it.each(['Could you send me the file?', 'Happy to help! Which of the two do you mean?', 'Please provide the text.'])(
    'finds the question back %j',
    (output) => {
      expect(found(refusal, { input: 'Who won?', output, references: ['Ajax'] }).kind).toBe('refusal/asks-back');
    },
  );

  it.each([
    ['a question that was to be written', 'Write a polite question.', 'Could you close the door?'],
    ['an answer and an offer after it', 'Who won?', 'The answer is Ajax. Do you want more?'],
    ['a question of the text', 'Translate: Könnten Sie helfen?\nCould you help?', 'Could you help?'],
    ['a question to oneself', 'Who won?', 'Ajax won. Or was it Feyenoord?'],
  ])('takes for no question back: %s', (_name, input, output) => {
    silent(refusal, { input, output, references: ['PSV'] });
  });

  it('finds what declines in its last sentence', () => {
    const weighed = 'There is much to be said for each of the four, and people have long argued about it. '.repeat(4);
    expect(found(refusal, { output: `${weighed}I would rather not single one out.` }).kind).toBe('refusal');
  });

  it('keeps silent where the reference refuses as well', () => {
    silent(refusal, { output: "I can't help with that.", references: ["I'm sorry, but I can't help with that."] });
  });
});
