import { describe, expect, it } from 'vitest';
import { partsOf, placeIn, refOf } from '../../../src/editor/ref';
import type { Source } from '../../../src/model/example';

const key = '0123456789abcdef0123456789abcdef';
const source = (given: Partial<Source>): Source => ({ path: '/runs/a.jsonl', format: 'generic-jsonl', ...given });

describe('a reference to an example', () => {
  it.each([
    source({ line: 3, byteOffset: 120 }),
    source({ path: 'C:\\runs #1\\b#2.eval', entry: 'samples/a#1,\n_epoch_1.json' }),
    source({ path: '/runs/#odd#/x.csv', line: 1, byteOffset: 0 }),
  ])('names its key, its place and its file: %j', (of) => {
    expect(partsOf(refOf({ key, source: of }))).toEqual({ key, place: placeIn(of), path: of.path });
  });

  it('tells identical examples of one file apart', () => {
    expect(refOf({ key, source: source({ line: 1 }) })).not.toBe(refOf({ key, source: source({ line: 2 }) }));
  });

  it('may leave the place out', () => {
    expect(partsOf(`${key}/runs/a.jsonl`)).toEqual({ key, place: undefined, path: '/runs/a.jsonl' });
  });

  it.each(['', key, '/etc/passwd', `${key.toUpperCase()}/x`])('is not %j', (text) => {
    expect(partsOf(text)).toBeUndefined();
  });
});
