const NUMBER = '[$€£]?\\d[\\d,]*(?:\\.\\d+)?%?';
/** What a number may be of, between it and the next word of a calculation. */
const UNIT = '(?:\\s\\p{L}{1,12})?';
const IS = '(is|are|makes?|gives?|equals|comes? to)';
/** The result ends the clause: "is 4 more", "are 12 of them" state something else. */
const RESULT = `(?=\\s${NUMBER}(?:\\s(?!more|less|fewer|times|of|to|or|and|than)\\p{L}{1,12})?\\s?(?:[.,;)](?!\\d)|$))`;

const SPOKEN = new RegExp(
  `(?<![\\p{L}\\d.,]|[+*/×·÷−-]\\s?)(${NUMBER})(${UNIT}\\s)(multiplied by|times|plus|minus|divided by)(\\s${NUMBER}${UNIT}\\s)${IS}${RESULT}`,
  'gimu',
);
const PART = new RegExp(
  `\\b((?:(?:a|one) )?(half|third|quarter|fourth|fifth|sixth|eighth|tenth) of)(\\s${NUMBER}${UNIT}\\s)${IS}${RESULT}`,
  'gimu',
);

const SIGNS: Readonly<Record<string, string>> = {
  'multiplied by': '*',
  times: '*',
  plus: '+',
  minus: '-',
  'divided by': '/',
};
const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
};

/**
 * Writes calculations in words with signs, in exactly as many UTF-16 units: "28 multiplied by 6 comes to 168" becomes
 * `28 *             6 =        168`, "a fifth of 5.4 is 1.08" becomes `1/5 *      5.4 =  1.08`.
 */
export function withSigns(text: string): string {
  if (!/\b(?:times|plus|minus|by|of)\s[$€£]?\d/i.test(text)) return text;
  return text
    .replace(SPOKEN, (_, left: string, unit: string, operator: string, right: string, is: string) =>
      [left, unit, (SIGNS[operator.toLowerCase()] ?? '').padEnd(operator.length), right, '='.padEnd(is.length)].join(
        '',
      ),
    )
    .replace(PART, (_, words: string, part: string, of: string, is: string) =>
      [`1/${PARTS[part.toLowerCase()] ?? 1}*`.padEnd(words.length), of, '='.padEnd(is.length)].join(''),
    );
}
