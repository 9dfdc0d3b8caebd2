import { describe, expect, test } from 'vitest';
import { BEST_DIALECT, stepDown } from '../../../../src/judge/openai/dialect';
import { checkEndpoint, isOwnServer, redact } from '../../../../src/judge/openai/endpoint';
import { estimateCost } from '../../../../src/judge/openai/price';
import { waitBefore } from '../../../../src/judge/openai/retry';
import { callEstimator, estimateTokens } from '../../../../src/judge/openai/tokens';
import { errorAtlas } from '../../../../src/model/taxonomies/builtin';
import { context, gsm8k } from './fixtures';

describe('dialect', () => {
  test.each([
    [400, "'response_format.type' must be 'json_object' or 'text'", { format: 'json_object' }],
    [422, 'body.response_format: extra inputs are not permitted', { format: 'json_object' }],
    [404, 'No endpoints found that support structured outputs', { format: 'json_object' }],
    [
      400,
      "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
      { tokensField: 'max_completion_tokens' },
    ],
    [400, "This model's maximum context length is 2048 tokens", { tokensField: undefined }],
    [400, "'temperature' does not support 0 with this model", { temperature: false }],
  ])('%d %s', (status, message, change) => {
    expect(stepDown(BEST_DIALECT, status, message)).toEqual({ ...BEST_DIALECT, ...change });
  });

  test('other errors are no reason, and the steps have an end', () => {
    expect(stepDown(BEST_DIALECT, 400, 'Your input was flagged')).toBeUndefined();
    expect(stepDown(BEST_DIALECT, 500, 'response_format')).toBeUndefined();
    const last = { format: 'text', tokensField: undefined, temperature: false } as const;
    expect(stepDown(last, 400, 'response_format max_tokens temperature')).toBeUndefined();
  });
});

describe('endpoint', () => {
  test.each([
    ['http://127.0.0.1:8080/v1', true],
    ['http://localhost:1234/v1', true],
    ['http://[::1]:8080/v1', true],
    ['http://192.168.1.20:8000/v1', true],
    ['http://172.20.0.2/v1', true],
    ['https://gpu-box:8000/v1', true],
    ['https://models.internal/v1', true],
    ['https://api.openai.com/v1', false],
    ['https://name.openai.azure.com/openai/v1', false],
    ['https://172.64.1.1/v1', false],
    ['https://10.example.com/v1', false],
    ['https://localhost.example.com/v1', false],
  ])('%s is a server of one’s own: %s', (baseUrl, own) => {
    expect(isOwnServer(checkEndpoint(baseUrl, undefined))).toBe(own);
  });

  test('keeps the query apart and cuts slashes', () => {
    expect(checkEndpoint('https://x.example/openai/v1/?api-version=1', ' key ')).toEqual({
      baseUrl: 'https://x.example/openai/v1',
      query: { 'api-version': '1' },
      origin: 'https://x.example',
      apiKey: 'key',
      keyHeader: 'api-key',
    });
    expect(checkEndpoint('http://localhost:1', '').apiKey).toBeUndefined();
  });

  test.each([
    ['ftp://host/v1', 'sk-secret-1234'],
    ['api.openai.com', 'sk-secret-1234'],
    ['https://user:sk-secret-1234@host/v1', undefined],
    ['https://host/v1', 'sk-secret-1234\nX-Evil: 1'],
    ['https://host/v1', 'sk-secret-1234é'],
  ])('refuses %s without quoting a secret', (baseUrl, key) => {
    expect.assertions(2);
    try {
      checkEndpoint(baseUrl, key);
    } catch (error) {
      expect((error as Error).name).toBe('JudgeUnavailable');
      expect(String(error)).not.toContain('sk-secret-1234');
    }
  });

  test('redacts keys, not the placeholders of local servers', () => {
    expect(redact('key sk-secret-1234!', 'sk-secret-1234')).toBe('key [API key]!');
    expect(redact('none of it', 'none')).toBe('none of it');
  });
});

test('waits grow, obey the server, and have a bound', () => {
  const waits = [2, 3, 4, 5, 6, 7, 8].map((next) => waitBefore(next, undefined, () => 0));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  expect(waitBefore(2, new Headers({ 'retry-after': '3' }))).toBe(3_000);
  expect(waitBefore(2, new Headers({ 'retry-after-ms': '20' }))).toBe(20);
  expect(waitBefore(2, new Headers({ 'retry-after': '86400' }))).toBe(60_000);
  expect(waitBefore(2, new Headers({ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }))).toBe(0);
  expect(waitBefore(2, new Headers({ 'retry-after': 'soon' }), () => 0)).toBe(500);
});

describe('cost', () => {
  const usage = { promptTokens: 1_000_000, completionTokens: 100_000 };
  test('is per million tokens, cached ones cheaper', () => {
    expect(estimateCost(usage, 'gpt-4o-mini')).toBeCloseTo(0.21);
    expect(estimateCost({ ...usage, cachedTokens: 800_000 }, 'gpt-4o-mini')).toBeCloseTo(0.15);
  });
  test('knows dated and prefixed names', () => {
    expect(estimateCost(usage, 'openai/gpt-4o-2024-08-06')).toBeCloseTo(3.5);
    expect(estimateCost(usage, 'gpt-4o-2024-05-13')).toBeCloseTo(6.5);
  });
  test('is not known for other models', () => {
    expect(estimateCost(usage, 'llama-3.1-8b')).toBeUndefined();
    expect(estimateCost(usage, 'gpt-4o-mini-my-finetune')).toBeUndefined();
  });
});

describe('tokens', () => {
  /** Counted with o200k_base. */
  test.each([
    [gsm8k.output, 73],
    ['人工智能模型在数学推理任务中经常出现错误，例如计算错误。', 17],
    ['\\int_0^1 x^2 \\, dx = \\frac{1}{3}', 20],
    ['', 0],
  ])('%#', (text, real) => {
    expect(estimateTokens(text)).toBeGreaterThanOrEqual(real * 0.85);
    expect(estimateTokens(text)).toBeLessThanOrEqual(real * 1.4);
  });

  test('a typical call costs what it may', () => {
    const usage = callEstimator(errorAtlas, 'gpt-4o-mini')(gsm8k, context);
    expect(usage.promptTokens).toBeGreaterThan(1_480);
    expect(usage.promptTokens).toBeLessThan(2_000);
    expect(callEstimator(errorAtlas, 'openai/gpt-5-mini')(gsm8k, context).completionTokens).toBeGreaterThan(2_000);
  });
});
