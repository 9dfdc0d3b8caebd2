import { describe, expect, test } from 'vitest';
import { countTokens } from '../../../../src/judge/openai/tokenizer';
import { estimateTokens } from '../../../../src/judge/openai/tokens';
import { gsm8k } from './fixtures';

describe('the tokenizer', () => {
  test.each([
    ['', 0],
    ['hello world', 2],
    [gsm8k.output, 73],
    ['人工智能模型在数学推理任务中经常出现错误，例如计算错误。', 17],
    ['\\int_0^1 x^2 \\, dx = \\frac{1}{3}', 20],
  ])('counts as o200k does: %j', (text, tokens) => {
    expect(countTokens(text)).toBe(tokens);
  });

  test('takes a model’s own marks in a text for text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  test('is not held up by a long text without a break', () => {
    const start = performance.now();
    expect(countTokens('中'.repeat(8_000))).toBeGreaterThan(1_000);
    expect(countTokens(`${'a'.repeat(8_000)} ${'='.repeat(8_000)}`)).toBeGreaterThan(500);
    expect(performance.now() - start).toBeLessThan(1_500);
  });

  test('is little disturbed by being given a long text in slices', () => {
    const text = `${gsm8k.input} ${gsm8k.output}\n`.repeat(12);
    const whole = text.split('\n').reduce((sum, line) => sum + countTokens(line) + 1, 0);
    expect(Math.abs(countTokens(text) - whole)).toBeLessThan(whole * 0.02);
  });

  test('shows that the rule of thumb is near', () => {
    const real = countTokens(gsm8k.input);
    expect(estimateTokens(gsm8k.input)).toBeGreaterThan(real * 0.85);
    expect(estimateTokens(gsm8k.input)).toBeLessThan(real * 1.25);
  });
});
