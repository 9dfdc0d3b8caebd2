import { describe, expect, test } from 'vitest';
import { estimateCost, Price, priceOf } from '../../../../src/judge/openai/price';

const own = { 'my-model': { input: 1, cached: 0.1, output: 2 }, 'gpt-4o': { input: 9, output: 9 } };

describe('the price of a model', () => {
  test('is the user’s own before the list price', () => {
    expect(priceOf('my-model', own)).toEqual({ input: 1, cached: 0.1, output: 2 });
    expect(priceOf('gpt-4o', own)?.input).toBe(9);
    expect(priceOf('gpt-4o-mini', own)).toEqual(priceOf('gpt-4o-mini'));
    expect(priceOf('other-model', own)).toBeUndefined();
  });

  test.each(['constructor', '__proto__', 'toString'])('of a model named %s is not known', (name) => {
    expect(priceOf(name, own)).toBeUndefined();
    expect(priceOf(name)).toBeUndefined();
  });

  test.each([{ input: -1, output: 1 }, { input: 1 }, { input: '1', output: 1 }, null])('is not %j', (value) => {
    expect(Price.safeParse(value).success).toBe(false);
  });
});

describe('the cost of a call', () => {
  const usage = { promptTokens: 1_000_000, completionTokens: 500_000 };

  test('tells input, cached input and output apart', () => {
    const price = { input: 10, cached: 1, output: 20 };
    expect(estimateCost(usage, 'm', price)).toBeCloseTo(20);
    expect(estimateCost({ ...usage, cachedTokens: 400_000 }, 'm', price)).toBeCloseTo(6 + 0.4 + 10);
  });

  test('without a discount bills cached input like any other', () => {
    expect(estimateCost({ ...usage, cachedTokens: 400_000 }, 'm', { input: 10, output: 20 })).toBeCloseTo(20);
  });

  test('takes no more for cached than there is', () => {
    const price = { input: 10, cached: 1, output: 0 };
    expect(estimateCost({ ...usage, cachedTokens: 9_000_000 }, 'm', price)).toBeCloseTo(1);
  });
});
