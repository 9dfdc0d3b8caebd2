import { describe, expect, it } from 'vitest';
import { finalLoop } from '../../../../src/judge/offline/repetition';

describe('finalLoop', () => {
  it('finds a repeated line and where it begins', () => {
    const output = `Let me think.\n${'It is a dog.\n'.repeat(9)}It is`;
    const loop = finalLoop(output);
    expect(loop?.times).toBeGreaterThanOrEqual(9);
    expect(output.slice(loop?.period.start, loop?.period.end).trim()).toContain('It is a dog.');
    expect(loop?.stretch.end).toBe(output.length);
  });

  it('sees through list numbers', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `${index + 1}. She makes 16 * 4 = 60 cents.`);
    expect(finalLoop(lines.join('\n'))?.times).toBeGreaterThanOrEqual(10);
  });

  it('finds a repeated character', () => {
    expect(finalLoop(`0.${'3'.repeat(500)}`)?.times).toBeGreaterThan(400);
  });

  it('counts a text that says things once as no loop', () => {
    expect(finalLoop('One thing. Another thing. And a third one.')?.times ?? 1).toBeLessThan(4);
  });
});
