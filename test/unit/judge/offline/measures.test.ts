import { expect, it } from 'vitest';
import { conversionsAmong, unitsIn } from '../../../../src/judge/offline/measures';

it('knows units in their forms', () => {
  expect([...unitsIn('3 Metres, 5 inches and 2 kg')].sort()).toEqual(['inch', 'kg', 'meter']);
});

it('offers conversions within one kind only', () => {
  expect(conversionsAmong(new Set(['minute', 'hour', 'kg']))).toEqual([
    { smaller: 'minute', larger: 'hour', factor: 60 },
  ]);
});
