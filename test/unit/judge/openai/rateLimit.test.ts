import { describe, expect, test } from 'vitest';
import { readRateLimits } from '../../../../src/judge/openai/rateLimit';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const read = (headers: Record<string, string>) => readRateLimits(new Headers(headers), NOW);

describe('rate limits of an answer', () => {
  test.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['20ms', 20],
    ['2m59.56s', 179_560],
    ['12', 12_000],
    ['0.5', 500],
    [`${NOW / 1_000 + 30}`, 30_000],
    [`${NOW + 45_000}`, 45_000],
    ['2026-03-01T12:00:10Z', 10_000],
    [`${NOW / 1_000 - 30}`, 0],
  ])('are filled up again in %s', (reset, resetMs) => {
    const { requests } = read({ 'x-ratelimit-remaining-requests': '7', 'x-ratelimit-reset-requests': reset });
    expect(requests?.left).toBe(7);
    expect(requests?.resetMs).toBeCloseTo(resetMs, 3);
  });

  test('are told apart by requests and tokens', () => {
    const headers = {
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-tokens': '39000',
      'x-ratelimit-reset-tokens': '200ms',
    };
    expect(read(headers)).toEqual({ requests: { left: 0, resetMs: 1_000 }, tokens: { left: 39_000, resetMs: 200 } });
  });

  test.each([
    {},
    { 'x-ratelimit-remaining-requests': '5' },
    { 'x-ratelimit-reset-requests': '5s' },
    { 'x-ratelimit-remaining-requests': 'many', 'x-ratelimit-reset-requests': '5s' },
    { 'x-ratelimit-remaining-requests': '5', 'x-ratelimit-reset-requests': 'soon' },
    { 'x-ratelimit-remaining-requests': '', 'x-ratelimit-reset-requests': '' },
    { 'x-ratelimit-remaining-requests': '-1', 'x-ratelimit-reset-requests': '1s' },
  ])('say nothing when they can be read in no way: %j', (headers) => {
    expect(read(headers as Record<string, string>)).toEqual({});
  });

  test('may be missing altogether', () => {
    expect(readRateLimits(undefined)).toEqual({});
  });
});
