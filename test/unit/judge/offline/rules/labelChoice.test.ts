import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../../../src/judge/offline/labelSet';
import { labelForm, wrongLabel } from '../../../../../src/judge/offline/rules/labelChoice';
import { found, silent } from '../failingExample';

const input =
  'Classify the ticket as exactly one of: billing, delivery, bug. Reply with the label only.\n\nTicket: No parcel.';
const references = ['delivery'];

describe('labelsOf', () => {
  it.each([
    [input, ['billing', 'delivery', 'bug']],
    ['Labels: positive, negative, neutral\nText: Nice.', ['positive', 'negative', 'neutral']],
    ['Classify the review as positive or negative.', ['positive', 'negative']],
    ['Sentiment (positive/negative/mixed)?', ['positive', 'negative', 'mixed']],
    ['Is the review positive, negative or mixed?', ['positive', 'negative', 'mixed']],
    ['Choose one from ["spam", "ham"].', ['spam', 'ham']],
    ['What is the capital of France?', []],
    ['It was one of the best days, long and warm and full of light in every corner of the old town.', []],
  ])('of %.40j', (text, labels) => {
    expect(labelsOf(text)).toEqual(labels);
  });
});

describe('wrongLabel', () => {
  it.each(['billing', 'Label: bug', '**billing**'])('finds %j', (output) => {
    expect(found(wrongLabel, { input, output, references }).summary).toContain('the reference is “delivery”');
  });

  it.each([
    ['the right label', 'delivery'],
    ['a label within a text', 'I think that one could see some sort of billing matter here.'],
    ['two labels', 'bug, billing'],
    ['no label', 'payment'],
  ])('keeps silent about %s', (_name, output) => {
    silent(wrongLabel, { input, output, references });
    silent(wrongLabel, { input: 'What is it about?', output, references });
  });
});

describe('labelForm', () => {
  it.each([
    ['a label that is not allowed', 'shipment', 'unknown'],
    ['several labels', 'billing/delivery', 'several'],
    ['words around the right one', 'The label is: delivery, since no parcel came.', 'words'],
  ])('finds %s', (_name, output, kind) => {
    expect(found(labelForm, { input, output, references }).kind).toBe(`label-form/${kind}`);
  });

  it.each([
    ['an allowed label', 'bug'],
    ['several wrong labels', 'billing, bug'],
    ['an echo', 'Classify the ticket as'],
    ['a sentence', 'This is a matter for the people who pack our boxes.'],
  ])('keeps silent about %s', (_name, output) => {
    silent(labelForm, { input, output, references });
  });
});
