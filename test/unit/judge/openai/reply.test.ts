import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractJson } from '../../../../src/judge/openai/extract';
import { categoryNames, systemMessage } from '../../../../src/judge/openai/prompt';
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
    'noise',
    'title',
    'category',
    'confidence',
  ]);
  checkStrict(jsonSchema);
  expect(JSON.stringify(jsonSchema)).not.toMatch(/\$schema|minimum|maximum|maxItems|maxLength|default/);
});

test('the bounded JSON schema tells how long lists and texts may be', () => {
  const jsonSchema = replyJsonSchema(schema, { bounded: true });
  checkStrict(jsonSchema);
  checkBounded(jsonSchema);
});

/** Without an end of its own a weak model fills every text and list up to the token limit. */
function checkBounded(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, enum: names, maxItems, maxLength } = node as Record<string, unknown>;
  if (type === 'array') expect(maxItems).toBeGreaterThan(0);
  if (type === 'string' && names === undefined) expect(maxLength).toBeGreaterThan(0);
  if (type === 'number') expect(names).toContain(0.5);
  for (const child of Object.values(node)) checkBounded(child);
}

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
    ['thoughts in brackets', `[THINK]{"title": "draft"}[/THINK]${json}`],
    ['thoughts in symbols', `◁think▷{"title": "draft"}◁/think▷${json}`],
    [
      'channels',
      `<|channel|>analysis<|message|>{"title": "draft"}<|end|><|start|>assistant<|channel|>final<|message|>${json}`,
    ],
    ['a fence that is never closed', `\`\`\`json\n${json}`],
  ])('%s', (_, content) => expect(extractJson(content)).toEqual(goodReply));

  test.each(['', 'no', '[1]', 'null', '{'.repeat(20_000), '{ ['.repeat(90_000), 'x'.repeat(5_000_000)])(
    'nothing in %#',
    (content) => {
      expect(extractJson(content)).toBeUndefined();
    },
  );

  test.each([
    ['a comma too many', json.replace('}]', '},]')],
    ['a comma too few', json.replace(',"summary"', '"summary"')],
    ['bare keys', json.replace(/"(summary|title|category|noise)":/g, '$1:')],
    [
      'the quotes of another language',
      `{'title': 'x', 'category': 'Other', "criteria": [], "confidence": 1, "noise": '',}`,
    ],
    ['values of Python', json.replace('"noise":""', '"noise":None')],
    ['a comment', json.replace('"title"', '/* at last */ "title"')],
    ['line breaks in a text', json.replace('The model sold', 'The model\nsold')],
    ['an end that is cut off', json.slice(0, -1)],
    ['prose around it', `Here {I} go:\n${json.replace('}]', '},]')}\nI hope {that} helps.`],
  ])('with %s is repaired', (_, content) => {
    expect(() => JSON.parse(content)).toThrow();
    expect(parseReply(content, schema)).toMatchObject({ ok: true, reply: { title: expect.any(String) } });
  });

  test('cut off before the verdict is no reply, whatever is repaired', () => {
    for (let end = 0; end < json.indexOf(goodReply.category) + goodReply.category.length; end++) {
      expect(parseReply(json.slice(0, end), schema).ok).toBe(false);
    }
  });

  test('cut off within its category it is none, not even where what is there is a name too', () => {
    const names = replySchema(['Logic', 'Logic Error']);
    const whole = JSON.stringify({ ...goodReply, category: 'Logic Error' });
    const cut = whole.slice(0, whole.indexOf('Logic') + 'Logic'.length);
    expect(parseReply(cut, names)).toMatchObject({ ok: false });
    expect(parseReply('{"criteria":[],"title":"x","category":"Logic', names)).toMatchObject({ ok: false });
    expect(parseReply(whole.slice(0, -1), names)).toMatchObject({ ok: true, reply: { category: 'Logic Error' } });
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

test('what closes thoughts may be quoted in the reply', () => {
  const reply = { ...goodReply, summary: 'The output ends with </think> and nothing else.' };
  expect(extractJson(JSON.stringify(reply))).toEqual(reply);
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
    const result = parse({
      criteria: [{ need: 'sum', state: 'Partially correct', quote: null }],
      category: 'Other',
      title: 'x',
    });
    expect(result).toMatchObject({
      ok: true,
      reply: {
        criteria: [{ need: 'sum', state: 'partial', quote: '', note: '' }],
        summary: '',
        noise: '',
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

  test('what is too long is cut, never in the middle of a character', () => {
    const long = `${'x'.repeat(78)}😀😀`;
    const result = parse({ ...goodReply, title: long, summary: 'y'.repeat(90_000) });
    expect(result.ok && result.reply.title).toBe(`${'x'.repeat(78)}…`);
    expect(result.ok && result.reply.summary).toHaveLength(500);
  });

  test('a form that is handed back as it is is no reply, and what was copied of it is left out', () => {
    const form = /^\{.*\}$/m.exec(systemMessage(context.taxonomy))?.[0] ?? '';
    const copied = JSON.parse(
      form.replace('0 to 1, that the category is right', '0').replace('correct|partial|incorrect|absent', 'absent'),
    );
    expect(copied.title).toContain('words');
    expect(parse({ ...copied, category: 'Other' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('title: copied'),
    });
    const named = parse({ ...copied, category: 'Other', title: 'Missed condition' });
    expect(named).toMatchObject({
      ok: true,
      reply: { criteria: [], summary: '', noise: '', title: 'Missed condition' },
    });
  });

  test('more than five criteria are cut', () => {
    const criteria = Array.from({ length: 9 }, () => goodReply.criteria[0]);
    const result = parse({ ...goodReply, criteria });
    expect(result.ok && result.reply.criteria).toHaveLength(5);
  });
});
