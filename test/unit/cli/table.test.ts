import { describe, expect, it } from 'vitest';
import { columnsOf, shorten, table } from '../../../src/cli/table';

describe('a table', () => {
  const rows = [
    ['model', 'failing', 'most often'],
    ['a-laboratory/a-model-with-a-long-name-v1', '7', 'Computation Error'],
    ['b', '1234', 'Other'],
  ];

  it('has columns of equal width, numbers flush right', () => {
    expect(table(rows, { right: [1] })).toBe(
      [
        'model                                     failing  most often',
        'a-laboratory/a-model-with-a-long-name-v1        7  Computation Error',
        'b                                            1234  Other',
      ].join('\n'),
    );
  });

  it('takes from the widest of the columns that may give way, in the middle of the cells', () => {
    const text = table(rows, { right: [1], shrink: [0, 2], width: 44 });
    expect(text).toBe(
      [
        'model             failing  most often',
        'a-labora…name-v1        7  Computation Error',
        'b                    1234  Other',
      ].join('\n'),
    );
  });

  it('leaves cells readable where there is no room at all', () => {
    const lines = table(rows, { shrink: [0, 2], width: 1 }).split('\n');
    expect(lines[1]).toBe('a-la…-v1  7        Comp…ror');
  });
});

describe('the width of a text', () => {
  it('is what a terminal gives it', () => {
    expect(columnsOf('abc')).toBe(3);
    expect(columnsOf('模型')).toBe(4);
    expect(columnsOf('e\u0301té')).toBe(3);
    expect(columnsOf('🙂 ok')).toBe(5);
  });

  it('is kept to by shortening, which cuts no sign in two', () => {
    expect(shorten('short', 5)).toBe('short');
    expect(shorten('a long text', 7)).toBe('a l…ext');
    expect(columnsOf(shorten('模型的名字很长很长', 8))).toBeLessThanOrEqual(8);
    expect(shorten('🙂🙂🙂🙂🙂', 5)).toBe('🙂…🙂');
  });
});
