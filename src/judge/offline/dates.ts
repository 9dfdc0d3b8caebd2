/** A calendar date as a text writes it. */
export interface WrittenDate {
  year: number;
  month: number;
  day: number;
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const NAME = '(jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,7}\\.?';

const ISO = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/g;
const DOTTED = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g;
const DAY_FIRST = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.?\\s(?:of\\s)?${NAME},?\\s(\\d{4})\\b`, 'gi');
const MONTH_FIRST = new RegExp(`\\b${NAME}\\s(\\d{1,2})(?:st|nd|rd|th)?,?\\s(\\d{4})\\b`, 'gi');

/** Every date of a text that can be read in one way only: `2024-07-07`, `7 July 2024`, `July 7th, 2024`. */
export function datesIn(text: string): WrittenDate[] {
  const short = text.slice(0, 5000);
  return [
    ...[...short.matchAll(ISO)].map((match) => ({
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
    })),
    ...[...short.matchAll(DAY_FIRST)].map((match) => ({
      year: Number(match[3]),
      month: monthOf(match[2]),
      day: Number(match[1]),
    })),
    ...[...short.matchAll(MONTH_FIRST)].map((match) => ({
      year: Number(match[3]),
      month: monthOf(match[1]),
      day: Number(match[2]),
    })),
    ...[...short.matchAll(DOTTED)].map((match) => ({
      year: Number(match[3]),
      month: Number(match[2]),
      day: Number(match[1]),
    })),
  ].filter(({ month, day }) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
}

/** True when both texts name one and the same date, and no other. */
export function sameDate(a: string, b: string): boolean {
  const [first, ...others] = datesIn(a);
  const [second, ...more] = datesIn(b);
  if (first === undefined || second === undefined || others.length > 0 || more.length > 0) return false;
  return first.year === second.year && first.month === second.month && first.day === second.day;
}

function monthOf(name = ''): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3).toLowerCase())) + 1;
}

const CLOCK = /\b(\d{1,2})[:.h](\d{2})(?:\s?([ap])\.?\s?m\b\.?)?|\b(\d{1,2})\s?([ap])\.?\s?m\b\.?/gi;

/** True when both texts name one and the same time of day, and no other: `14:30`, `2:30 pm`. */
export function sameClock(a: string, b: string): boolean {
  const [first, ...others] = clocksIn(a);
  const [second, ...more] = clocksIn(b);
  return first !== undefined && first === second && others.length === 0 && more.length === 0;
}

/** Times of day in minutes after midnight. */
function clocksIn(text: string): number[] {
  return [...text.slice(0, 2000).matchAll(CLOCK)].map((match) => {
    const half = (match[3] ?? match[5] ?? '').toLowerCase();
    const hour = Number(match[1] ?? match[4]);
    const hours = half === 'p' && hour < 12 ? hour + 12 : half === 'a' && hour === 12 ? 0 : hour;
    return hours * 60 + Number(match[2] ?? 0);
  });
}
