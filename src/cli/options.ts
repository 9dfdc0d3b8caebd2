import { InvalidArgumentError } from 'commander';
import type { Price } from '../judge/openai/price';

/** Parsers for option values; commander prints their messages with the option's name. */
export function wholeNumber(text: string): number {
  const value = numberIn(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed.');
  return value;
}

export function atLeastOne(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError('a whole number above 0 is needed.');
  return value;
}

export function positiveNumber(text: string): number {
  const value = numberIn(text);
  if (!(value > 0) || !Number.isFinite(value)) throw new InvalidArgumentError('a number above 0 is needed.');
  return value;
}

export function ratio(text: string): number {
  const value = numberIn(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('a number above 0, up to 1, is needed.');
  return value;
}

/** `IN/OUT`, US dollars per million tokens; 0 is a price, that of one's own machine. */
export function price(text: string): Price {
  const [input = Number.NaN, output = Number.NaN, ...more] = text.split('/').map(numberIn);
  if (!(input >= 0 && output >= 0 && Number.isFinite(input + output)) || more.length > 0) {
    throw new InvalidArgumentError('two numbers are needed, such as 0.25/2.');
  }
  return { input, output };
}

/** An empty text is no 0. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
