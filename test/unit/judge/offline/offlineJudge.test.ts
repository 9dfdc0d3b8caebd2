import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JudgeContext } from '../../../../src/judge/judge';
import { createOfflineJudge, RULES_VERSION } from '../../../../src/judge/offline/offlineJudge';
import type { Rule } from '../../../../src/judge/offline/rule';
import { RULES } from '../../../../src/judge/offline/rules';
import type { Example } from '../../../../src/model/example';
import { Judgment } from '../../../../src/model/judgment';
import erroratlas from '../../../../src/model/taxonomies/erroratlas.json';
import { Taxonomy } from '../../../../src/model/taxonomy';
import { failingExample } from './failingExample';

const taxonomy = Taxonomy.parse(erroratlas);
const context: JudgeContext = { taxonomy, correctPredictions: [], exemplars: [] };
const now = (): Date => new Date('2026-01-02T03:04:05.000Z');
const judge = createOfflineJudge(taxonomy, { now });
const judged = (example: Example, by = judge): Promise<Judgment> =>
  by.judge(example, context, new AbortController().signal);

describe('identity and shape', () => {
  it('names itself, its rules’ version and the taxonomy', () => {
    expect(judge.identity).toEqual({
      kind: 'offline',
      model: 'rules',
      promptVersion: RULES_VERSION,
      taxonomy: 'erroratlas@1',
    });
    expect(judge.calls).toBe(0);
    expect(judge.estimate(failingExample({}), context).cost).toBe(0);
  });

  it('gives a valid judgment with evidence, criterion and the injected time', async () => {
    const output = 'They cost 7 * 6 = 44 cents.\nA: 44';
    const judgment = Judgment.parse(await judged(failingExample({ output, references: ['42'] })));
    expect(judgment).toMatchObject({ status: 'judged', category: 'Computation Error', createdAt: now().toISOString() });
    expect(judgment.evidence).toEqual([{ quote: '7 * 6 = 44', start: 10, end: 20 }]);
    expect(judgment.criteria).toHaveLength(1);
  });

  it('abstains and says why', async () => {
    const judgment = await judged(failingExample({ output: 'Sydney', references: ['Canberra'] }));
    expect(judgment).toMatchObject({ status: 'abstained', category: '', title: '', confidence: 0, evidence: [] });
    expect(judgment.summary).toMatch(/^No rule explains this failure/);
  });

  it('stops when cancelled', async () => {
    const cancelled = AbortSignal.abort(new Error('enough'));
    await expect(judge.judge(failingExample({}), context, cancelled)).rejects.toThrow('enough');
  });
});

describe('rules', () => {
  it('speak the taxonomy’s categories, and each has an id of its own', () => {
    const names = new Set(taxonomy.categories.map((category) => category.name));
    for (const rule of RULES) expect(names).toContain(rule.category);
    expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
  });

  it('are skipped when the taxonomy lacks their category, and the summary says so', async () => {
    const own: Taxonomy = {
      id: 'mine',
      version: '3',
      name: 'Mine',
      source: 'me',
      categories: [{ id: 'bad', name: 'Bad', description: 'Bad.' }],
    };
    const judgment = await judged(failingExample({ output: '' }), createOfflineJudge(own, { now }));
    expect(judgment.status).toBe('abstained');
    expect(judgment.summary).toContain('speak ErrorAtlas');
    expect(judgment.judge.taxonomy).toBe('mine@3');
  });

  it('that break are reported by name and do not end the run', async () => {
    const broken: Rule = {
      id: 'broken',
      category: 'Computation Error',
      reason: '',
      apply: () => {
        throw new Error('oops');
      },
    };
    const judgment = Judgment.parse(
      await judged(failingExample({}), createOfflineJudge(taxonomy, { now, rules: [broken] })),
    );
    expect(judgment).toMatchObject({ status: 'error', category: '' });
    expect(judgment.error).toContain('“broken”');
    expect(judgment.error).toContain('oops');
  });

  it('that quote outside of the output lose the quote', async () => {
    const far: Rule = {
      id: 'far',
      category: 'Computation Error',
      reason: '',
      apply: () => ({
        title: 'T',
        summary: 'S',
        kind: 'empty-output',
        quotes: [{ start: 3, end: 99 }],
        criterion: 'C',
        present: true,
        quality: null,
      }),
    };
    const judgment = await judged(
      failingExample({ output: 'short' }),
      createOfflineJudge(taxonomy, { now, rules: [far] }),
    );
    expect(judgment).toMatchObject({ status: 'judged', evidence: [], droppedEvidence: 1 });
  });
});

describe('first major error', () => {
  it.each<[string, Partial<Example>, string]>([
    ['nothing was written', { output: '', finishReason: 'length' }, 'Inappropriate Refusal or Non-Response'],
    ['a slip, then the cut', { output: '7 * 6 = 44. Next, I', finishReason: 'length' }, 'Computation Error'],
    ['a slip inside a loop', { output: '1. 7 * 6 = 44 eggs a week\n'.repeat(30) }, ''],
    ['a loop of nothing', { output: 'Answer:\n'.repeat(30) }, 'Incomplete Reasoning'],
    ['JSON cut off', { input: 'As JSON.', output: '{"a": 1', finishReason: 'length' }, 'Incomplete Reasoning'],
    ['a right answer after a slip', { output: '7 * 6 = 44.\nThe answer is 42.' }, 'Output Formatting Error'],
  ])('%s', async (_name, parts, category) => {
    expect((await judged(failingExample({ references: ['42'], ...parts }))).category).toBe(category);
  });
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  // Lone surrogates, and the characters that the rules look for.
  fc
    .array(
      fc.constantFrom(
        '\ud83d',
        '\ude00',
        '<<',
        '>>',
        '=',
        '18',
        '-',
        '(',
        ')',
        '\n',
        '.',
        ',',
        '%',
        '$',
        ' ',
        '{',
        '"',
        '}',
        '[',
        'A)',
        'Answer: ',
        '#### ',
        '\\boxed{',
        'x',
        '*',
        '/',
        'Question:',
        'sorry, I cannot',
      ),
      { maxLength: 80 },
    )
    .map((parts) => parts.join('')),
);
const examples = fc
  .record({
    input: hostile,
    output: hostile,
    references: fc.array(hostile, { maxLength: 3 }),
    choices: fc.option(fc.array(hostile, { maxLength: 5 }), { nil: [] }),
    finishReason: fc.constantFrom('stop', 'length', 'content_filter', 'zebra'),
    explanation: hostile,
    metadata: fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Record<string, unknown>>,
  })
  .map(failingExample);

describe('on anything', () => {
  it('judges without an exception, quotes what is there, and says the same twice', async () => {
    await fc.assert(
      fc.asyncProperty(examples, async (example) => {
        const judgment = await judged(example);
        expect(judgment.status).not.toBe('error');
        for (const { quote, start, end } of judgment.evidence) {
          expect(quote).toBe(example.output.slice(start, end));
          expect(quote).not.toBe('');
        }
        expect(judgment.droppedEvidence).toBeUndefined();
        expect(judgment.title.split(/\s+/).length).toBeLessThanOrEqual(8);
        expect(judgment.title.length > 0).toBe(judgment.category !== '');
        expect(await judged(example)).toEqual(judgment);
      }),
      { numRuns: 500 },
    );
  });

  it('abstains on a finding that is more often wrong than right, and says what it established', async () => {
    const judgment = await judged(
      failingExample({
        input: 'How many apples are left?',
        output: '3 + 4 = 7\n7 * 2 = 14\nThe answer is 14.',
        references: ['9'],
      }),
    );
    expect(judgment).toMatchObject({ status: 'abstained', category: '', title: '' });
    expect(judgment.summary).toContain('14 instead of 9');
    expect(judgment.summary).toContain('does not name the error');
    expect(judgment.evidence.map(({ quote }) => quote)).toEqual(['7 * 2 = 14']);
  });

  // Loose on purpose: a regular expression that backtracks needs minutes for these, not seconds.
  it.each([
    ['digits', '1'],
    ['equations', '1+1=2 '],
    ['open parentheses', '('],
    ['equals signs', '1 = '],
    ['spaces', ' '],
    ['line breaks', '\n'],
    ['braces', '{"a":['],
    ['marks', 'Answer: '],
    ['words', 'the answer is not '],
    ['commas', '1,2'],
    ['notes', '<<1+'],
    ['fences', '```json\n'],
    ['surrogates', '\ud83d'],
    ['options', 'A) B) '],
    ['apologies', 'sorry I '],
    ['stars', '* '],
  ])('takes a megabyte of %s in its stride', async (_name, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    const example = failingExample({
      input: text,
      output: text,
      references: [text.slice(0, 50_000)],
      explanation: text,
    });
    const start = performance.now();
    expect((await judged(example)).status).not.toBe('error');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
