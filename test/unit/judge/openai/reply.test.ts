import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractJson } from '../../../../src/judge/openai/extract';
import { categoryNames } from '../../../../src/judge/openai/prompt';
import { parseReply, replyJsonSchema, replySchema } from '../../../../src/judge/openai/reply';
import { context, goodReply } from './fixtures';

const schema = replySchema(categoryNames(context.taxonomy));
const json = JSON.stringify(goodReply);
const parse = (reply: unknown) => parseReply(JSON.stringify(reply), schema);

test('the JSON schema is fit for strict mode, the verdict after the analysis', () => {
  const jsonSchema = replyJsonSchema(schema);
  expect(Object.keys(jsonSchema.properties as object)).toEqual([
    'criteria',
    'summary',
    'title',
    'category',
    'confidence',
  ]);
  checkStrict(jsonSchema);
  expect(JSON.stringify(jsonSchema)).not.toMatch(/\$schema|minimum|maximum|maxItems|default/);
});

function checkStrict(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, properties, required, additionalProperties } = node as Record<string, unknown>;
  if (type === 'object') {
    expect(additionalProperties).toBe(false);
    expect(required).toEqual(Object.keys(properties as object));
  }
  for (const child of Object.values(node)) checkStrict(child);
}

describe('wrapping', () => {
  test.each([
    ['bare', json],
    ['a code fence', `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
    ['a plain fence', `\`\`\`\n${json}\n\`\`\``],
    ['thoughts', `<think>{"title": "draft"} hm</think>\n${json}`],
    ['thoughts that the template opened', `first {I} think\n</think>${json}`],
    ['prose with braces', `Sure {really}. ${json} Hope that helps {you}.`],
    ['a draft before it', `{"title":"draft"}\n${json}`],
  ])('%s', (_, content) => expect(extractJson(content)).toEqual(goodReply));

  test.each(['', 'no', '[1]', '{"a": ', 'null', '{'.repeat(20_000)])('nothing in %#', (content) => {
    expect(extractJson(content)).toBeUndefined();
  });

  test('any object is found in any prose', () => {
    const prose = fc.string().filter((text) => !/[{}"`<]/.test(text));
    fc.assert(
      fc.property(prose, fc.dictionary(fc.string(), fc.string()), prose, (before, object, after) => {
        fc.pre(!JSON.stringify(object).includes('</think>') && !JSON.stringify(object).includes('```'));
        expect(extractJson(`${before}${JSON.stringify(object)}${after}`)).toEqual({ ...object });
      }),
    );
  });
});

describe('repair', () => {
  test('a category is found in spite of case and punctuation', () => {
    expect(parse({ ...goodReply, category: 'counting / enumeration error.' })).toMatchObject({
      reply: { category: 'Counting/Enumeration Error' },
    });
  });

  test('a category of its own is refused', () => {
    expect(parse({ ...goodReply, category: 'Silly Mistake' })).toEqual({
      ok: false,
      problem: 'category: not one of the listed names',
    });
  });

  test('a missing title is not taken for an empty one', () => {
    expect(parse({ ...goodReply, title: undefined })).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^title: /),
    });
    expect(parse({ ...goodReply, title: null })).toMatchObject({ ok: true, reply: { title: '' } });
  });

  test('what a weak model leaves out does not cost the analysis', () => {
    const result = parse({ criteria: [{ need: 'sum', quality: 'Partial' }], category: 'Other', title: 'x' });
    expect(result).toMatchObject({
      ok: true,
      reply: {
        criteria: [{ need: 'sum', present: false, quality: 'partially correct', quote: null, note: null }],
        summary: '',
        confidence: 0.5,
      },
    });
  });

  test.each([
    [7, 1],
    [-1, 0],
    ['0.7', 0.7],
    ['high', 0.5],
    [null, 0.5],
  ])('confidence %j is %d', (confidence, expected) => {
    expect(parse({ ...goodReply, confidence })).toMatchObject({ reply: { confidence: expected } });
  });

  test('more than five criteria are cut', () => {
    const criteria = Array.from({ length: 9 }, () => goodReply.criteria[0]);
    const result = parse({ ...goodReply, criteria });
    expect(result.ok && result.reply.criteria).toHaveLength(5);
  });
});
