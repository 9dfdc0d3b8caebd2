import { expect, test } from 'vitest';
import type { Judge } from '../../../../src/judge/judge';
import { ReplyUnusable } from '../../../../src/judge/languageModel';
import { choiceFor, forcedChoice } from '../../../../src/judge/measure/forcedChoice';
import { type KnownExample, measureJudge } from '../../../../src/judge/measure/measureJudge';
import { knownPicker, modelPicker } from '../../../../src/judge/measure/modelPicker';
import { createOpenAiJudge } from '../../../../src/judge/openai/openAiJudge';
import { createOpenAiModel } from '../../../../src/judge/openai/openAiModel';
import type { Example } from '../../../../src/model/example';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { startJudgeServer } from '../../../support/judgeServer';
import { judgment } from '../../../support/records';
import { context, goodReply, gsm8k } from '../openai/fixtures';

const names = errorAtlas.categories.map(({ name }) => name);
const example = (n: number): Example => ({ ...gsm8k, key: `k${n}`, output: `answer ${n}` });
const wordFor = (n: number, category: string) => judgment({ key: `k${n}`, category });

test('the assigned category stands against a random other one, in an order that tells nothing', () => {
  const choices = Array.from({ length: 200 }, (_, n) => choiceFor(example(n), wordFor(n, 'Factual Error'), errorAtlas));
  const firsts = choices.filter((choice) => choice?.options[0].name === 'Factual Error').length;
  expect(firsts).toBeGreaterThan(70);
  expect(firsts).toBeLessThan(130);
  const others = new Set(choices.map((choice) => choice?.options.find(({ name }) => name !== 'Factual Error')?.name));
  expect(others.size).toBe(names.length - 1);
  expect(choiceFor(example(1), wordFor(1, 'Factual Error'), errorAtlas)).toEqual(choices[1]);
  expect(choiceFor(example(1), wordFor(1, 'Other'), errorAtlas)).toBeUndefined();
});

test('a picker that fails or can not tell leaves a choice undecided', async () => {
  const choices = [0, 1, 2, 3].flatMap((n) => choiceFor(example(n), wordFor(n, 'Factual Error'), errorAtlas) ?? []);
  const result = await forcedChoice(choices, async ({ example: { key }, options }) => {
    if (key === 'k0') throw new ReplyUnusable('no answer');
    if (key === 'k1') return null;
    const right = options[0].name === 'Factual Error' ? 0 : 1;
    return key === 'k2' ? right : right === 0 ? 1 : 0;
  });
  expect(result).toEqual({ choices: 4, assigned: 1, random: 1, undecided: 2, accuracy: 0.5 });
});

test('a picker that can not work at all ends the choice', async () => {
  const choice = choiceFor(example(1), wordFor(1, 'Factual Error'), errorAtlas);
  await expect(forcedChoice(choice ? [choice] : [], () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
});

test('a judge behind HTTP is measured in calls, tokens and words, and a model picks', async () => {
  const seen: string[] = [];
  const server = await startJudgeServer({
    answer: (_, { body }) => {
      const user = body.messages[1]?.content ?? '';
      if (body.response_format?.json_schema?.schema?.properties?.better) {
        seen.push(user);
        // Never for the category that is wrong of the last example.
        const isA = /<A\d+>\nFactual Error|<B\d+>\nComputation Error/.test(user);
        return { kind: 'reply', content: JSON.stringify({ reason: 'it is', better: isA ? 'A' : 'B' }) };
      }
      const n = Number(/answer (\d+)/.exec(user)?.[1]);
      const category = n < 3 ? 'Factual Error' : 'Computation Error';
      return { kind: 'reply', content: JSON.stringify({ ...goodReply, category, confidence: 0.75 }) };
    },
  });
  const options = { baseUrl: server.url, model: 'm', apiKey: undefined };
  const known: KnownExample[] = [0, 1, 2, 3].map((n) => ({
    example: example(n),
    expected: 'Factual Error',
    technical: n === 0,
    labelNoise: false,
  }));
  const done: number[] = [];
  const measured = await measureJudge({
    judge: createOpenAiJudge({ ...options, taxonomy: errorAtlas }),
    known,
    contextOf: () => context,
    runs: 2,
    pick: modelPicker(createOpenAiModel(options)),
    onProgress: (progress) => done.push(progress.done),
  });
  await server.close();

  expect(measured.all).toMatchObject({ examples: 4, judged: 4, precision: 0.75 });
  expect(measured.technical).toMatchObject({ examples: 1, precision: 1 });
  expect(measured.all.calibration.error).toBeCloseTo(0);
  expect(measured.self).toMatchObject({ runs: 2, examples: 4, unanimous: 1, pairwise: 1 });
  expect(measured.callsPerFailure).toBe(1);
  expect(measured.tokensPerFailure.promptTokens).toBeGreaterThan(1_000);
  expect(measured.forced).toMatchObject({ choices: 4, assigned: 3, undecided: 0 });
  expect(seen).toHaveLength(4);
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('a judge that is unavailable ends the measurement', async () => {
  const judge: Judge = {
    identity: { kind: 'offline', model: 'm', promptVersion: '1', taxonomy: 'erroratlas@1' },
    concurrency: 1,
    calls: 0,
    estimate: () => ({ promptTokens: 0, completionTokens: 0, cost: 0 }),
    judge: () => Promise.reject(new Error('gone')),
  };
  const known = [0, 1, 2].map((n) => ({ example: example(n), expected: 'x', technical: false, labelNoise: false }));
  const pick = knownPicker(() => 'x');
  await expect(measureJudge({ judge, known, contextOf: () => context, runs: 1, pick })).rejects.toThrow('gone');
});
