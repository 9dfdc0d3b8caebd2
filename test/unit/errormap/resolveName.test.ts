import { describe, expect, it } from 'vitest';
import { resolveName } from '../../../src/errormap/resolveName';

const NAMES = ['Computation Error', 'Logical Reasoning Error', 'Missing Required Element', '计算错误'];

describe('the category that is meant', () => {
  it.each([
    ['Computation Error', 'Computation Error', false],
    ['computation-error', 'Computation Error', true],
    ['  **Missing required element**', 'Missing Required Element', true],
    ['Computational Errors', 'Computation Error', true],
    ['Logic Reasoning Error', 'Logical Reasoning Error', true],
    ['计算 错误', '计算错误', true],
    ['Other', 'Other', false],
    ['Hard to Analyse', 'Hard to Analyze', true],
  ])('%s', (said, name, mended) => {
    expect(resolveName(said, NAMES)).toEqual({ name, mended });
  });

  it.each(['Error', 'Cognitive Overload', '', '?!', 'Reasoning about a Missing Computation'])(
    'is not known: %s',
    (said) => {
      expect(resolveName(said, NAMES)).toBeUndefined();
    },
  );

  it('is not guessed between two that are as like', () => {
    expect(resolveName('Type A Slips', ['Type A Slip X', 'Type A Slip Y'])).toBeUndefined();
  });
});
