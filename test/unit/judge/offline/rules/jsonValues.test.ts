import { describe, expect, it } from 'vitest';
import { jsonItemsInvented, jsonItemsMissing, jsonType } from '../../../../../src/judge/offline/rules/jsonValues';
import { found, silent } from '../failingExample';

const references = ['{"name": "Aino", "age": 27, "languages": ["Finnish", "Swedish"]}'];
const input = 'Aino, 27, speaks Finnish and Swedish.';

describe('jsonType', () => {
  it.each([
    ['a number as text', '{"name": "Aino", "age": "27", "languages": ["Finnish", "Swedish"]}', 'age'],
    ['a list as text', '{"name": "Aino", "age": 27, "languages": "Finnish, Swedish"}', 'languages'],
  ])('finds %s', (_name, output, key) => {
    expect(found(jsonType, { output, references }).evidence[0]).toContain(`"${key}"`);
  });

  it.each([
    ['another value', '{"name": "Aino", "age": "28", "languages": ["Finnish", "Swedish"]}'],
    ['the same object', references[0] ?? ''],
    ['broken JSON', '{"name": '],
  ])('keeps silent about %s', (_name, output) => {
    silent(jsonType, { output, references });
  });
});

describe('lists and keys of an object', () => {
  const shorter = '{"name": "Aino", "age": 27, "languages": ["Finnish"]}';
  const longer = '{"name": "Aino", "age": 27, "languages": ["Finnish", "Swedish", "English"]}';

  it('finds a missing item, not another one', () => {
    expect(found(jsonItemsMissing, { output: shorter, references }).summary).toContain('Swedish');
    silent(jsonItemsMissing, { output: shorter.replace('Finnish', 'Sami'), references });
    silent(jsonItemsMissing, { output: shorter.replace('27', '28'), references });
  });

  it('finds an item that the input does not mention', () => {
    expect(found(jsonItemsInvented, { input, output: longer, references }).summary).toContain('English');
    silent(jsonItemsInvented, { input: `${input} No English.`, output: longer, references });
  });
});
