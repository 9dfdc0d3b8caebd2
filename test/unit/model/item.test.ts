import { describe, expect, it } from 'vitest';
import { itemOf } from '../../../src/model/item';

const item = (id: string, dataset = 'sums') => itemOf({ dataset, id });

describe('the item that an example answers', () => {
  it('is the same however a tool spells a whole number', () => {
    for (const id of ['7', '7.0', '007', ' 7 ', '7.']) expect(item(id)).toBe(item('7'));
  });

  it('is another for every other id or dataset', () => {
    const different = [
      '7',
      '8',
      '7.5',
      '70',
      '-7',
      'q7',
      'Q7',
      '7e0',
      '',
      '0',
      '12345678901234567890',
      '12345678901234567891',
    ];
    expect(new Set(different.map((id) => item(id))).size).toBe(different.length);
    expect(item('1', 'a1')).not.toBe(item('11', 'a'));
  });
});
