import { describe, expect, it } from 'vitest';
import { stepsIn } from '../../../../src/judge/offline/arithmetic';

const verdicts = (text: string): string[] => stepsIn(text).map((step) => step.verdict);

describe('steps that are right', () => {
  it.each([
    ['the four operations', '3 + 4 = 7, then 10 - 4 = 6. 6 * 7 = 42 and 42 / 6 = 7'],
    ['other signs', '6 × 7 = 42; 42 ÷ 6 = 7; 5 x 3 = 15; 5x3 = 15'],
    ['precedence and parentheses', '2 + 3 * 4 = 14. (2 + 3) * 4 = 20. 8*2 + 8*5 = 56'],
    ['chains', '1 + 2 + 3 + 4 = 10'],
    ['a chain of equalities', 'Cost = 2 * 3 * 4 = 6 * 4 = 24'],
    ['units', '16 bottles of bleach * $2 per bottle of bleach = $32 in all'],
    ['units with a slash', '$35/hour * 3 hours = $105'],
    ['thousands and decimals', '1,250 + 2,750.5 = 4,000.5'],
    ['currency', '$1,200 / 12 = $100'],
    ['LaTeX', '\\frac{1}{2} \\times 10 = 5 and 3 \\cdot 4 = \\boxed{12}'],
    ['bold type', '**3 * 5 = 15** or 3 * 5 = **15**'],
    ['percentages', '20% of 50 = 10; 50 * 20% = 10; 100% - 20% = 80%; 1/4 = 25%'],
    ['fractions', '1/2 + 1/4 = 3/4; 2/3 of 9 = 6'],
    ['calculator notes', 'He has 48/2 = <<48/2=24>>24 clips'],
    ['negative numbers', '5 * -3 = -15 and 4 - 10 = -6'],
    ['powers', '2^10 = 1024 and 2**3 = 8'],
    ['implicit products', '2(3 + 4) = 14'],
    ['rounded results', '10 / 3 = 3.33; 2 / 3 = 0.67; 2/3 = 0.66; 22/7 = 3.1'],
    ['whole results of a division', '7 / 2 = 3'],
    ['approximate results', '19.5 * 21 is about 19.5 * 21 = 410'],
    ['list numbers and bullets', '1. 10 + 5 = 15\n2) 4 * 4 = 16\n- 5 + 3 = 8\n* 2 + 2 = 4'],
  ])('%s', (_name, text) => {
    const found = verdicts(text);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found)).toEqual(new Set(['right']));
  });
});

describe('steps that are wrong', () => {
  it.each([
    ['a product', '6 * 12 = 64', 72],
    ['with units', '35 hours a week * 50 weeks = 1500 hours', 1750],
    ['with thousands', '80,000 x $100,000 = $800,000', 8e9],
    ['a percentage', '150% of $600,000 = $75,000', 900_000],
    ['a chain', '80 + 20 + 25 + 25 = 100', 150],
    ['behind an unknown', 'D1 + D2 = 80 + 150 = 200', 230],
    ['after a list number', '6. 16 * 4 = 60', 64],
    ['a calculator note', '10 * (2/3) = <<10*(2/3)=8>>8', 20 / 3],
    ['a result copied wrongly from a note', '50*90,000 = <<50*90000=4500000>>450,000', 4_500_000],
    ['decimals', '12.2 + 1.2 = 14.4', 13.4],
    ['money is not rounded', '$12.50 * 3 = $37.00', 37.5],
    ['a sum of fractions', '1/2 + 1/3 = 2/5', 5 / 6],
  ])('%s', (_name, text, computed) => {
    const wrong = stepsIn(text).filter((step) => step.verdict === 'wrong');
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.computed).toBeCloseTo(computed);
  });

  it('are quoted as they stand, currency sign included', () => {
    const text = 'So she pays $15 * 4 = $65 in all.';
    const [step] = stepsIn(text);
    expect(text.slice(step?.start, step?.end)).toBe('$15 * 4 = $65');
  });
});

describe('what is no wrong step', () => {
  it.each([
    ['unknowns', 'x + 3 = 7, 2x + 5 = 12 and 4s + 16 = 2'],
    ['quantities', '3 dozen donuts = 36 donuts; 1 hour = 60 minutes; 1/4 container = 60/4'],
    ['mixed units', '2 hours + 30 minutes = 150 minutes'],
    ['a conversion without words', '2 hours * 45 = 5400 seconds'],
    ['a run-on calculation', '5 * 3 = 15 + 2 = 17'],
    ['mixed numbers', '2 1/2 hours * 4 = 10 hours'],
    ['a remainder', '17 / 5 = 3 remainder 2; 17 / 5 = 3 R2'],
    ['dates, times, ranges, versions', '2024-01-05 = Friday; 3:30 + 2 = 5:30; v1.2.3 = 4; 10-12 = a range'],
    ['a lost sign', 'The difference is 360 - 480 = 120, or 3.0 / -2 = 150%'],
    ['a rounded operand', '0.33 * 300 = 100; 3.14 * 100 = 314.159'],
    ['a percentage added to a price', '100 + 20% = 120'],
    ['words of number', '2 dozen + 3 = 27; 5 thousand * 2 = 10'],
    ['European decimals', '3,5 * 2 = 7'],
    ['another equality', 'a == 3 + 4; b := 2 + 2; 3 + 3 != 7; 2 + 2 <= 5'],
    ['spoken operators before it', 'half of 8 + 2 = 6; three times 2 + 1 = 9'],
    ['a rate as one quantity', '64 seconds / 16 seconds/20 feet = 4 minutes'],
    ['a factor that stands in the clause', 'With 5 miles a day for 3 days, 4 runs * 2 = 24'],
    ['a question', 'Is 3 * 5 = 14? No.'],
    ['a result cut off', '17 * 24 = 40'],
    ['a note with more factors than the words', '4 weeks * 7 days = <<4*7*5=140>>140'],
    ['superscripts and roots', '3² + 4 = 13; √16 + 1 = 5; 5! + 1 = 121'],
    ['plain prose', 'There is no sum here = at all'],
  ])('%s', (_name, text) => {
    expect(verdicts(text)).not.toContain('wrong');
  });
});
