import { describe, expect, it } from 'vitest';
import { distinctExamples } from '../../../src/model/distinct';

const file = (...keys: string[]) => keys.map((key) => ({ key }));

describe('examples of several files', () => {
  it('a re-export is counted once, epochs with the same answer are not', () => {
    expect(distinctExamples([file('a', 'b'), file('a', 'b', 'c')])).toEqual({
      entries: file('a', 'b', 'c'),
      repeated: 2,
    });
    expect(distinctExamples([file('a', 'a')])).toEqual({ entries: file('a', 'a'), repeated: 0 });
  });

  it('a key counts as often as the file that has it most often', () => {
    expect(distinctExamples([file('a'), file('a', 'a', 'a'), file('a', 'a')])).toEqual({
      entries: file('a', 'a', 'a'),
      repeated: 3,
    });
  });
});
