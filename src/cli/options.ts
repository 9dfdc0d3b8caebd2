import { InvalidArgumentError } from 'commander';
import { MAX_CORRECT_PREDICTIONS } from '../judge/correctPredictions';
import { Price } from '../judge/openai/price';
import { MAX_EXEMPLARS } from '../judge/openai/prompt';

/** Parsers for option values; commander prints their messages with the option's name. */
export function wholeNumber(text: string): number {
  const value = numberIn(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is needed.');
  return value;
}

/** As many correct predictions as the paper's method takes at most. */
export function upToThree(text: string): number {
  const value = wholeNumber(text);
  if (value > MAX_CORRECT_PREDICTIONS) throw new InvalidArgumentError('a whole number from 0 to 3 is needed.');
  return value;
}

/** As many exemplars as the prompt has room for. */
export function upToEight(text: string): number {
  const value = wholeNumber(text);
  if (value > MAX_EXEMPLARS) throw new InvalidArgumentError(`a whole number from 0 to ${MAX_EXEMPLARS} is needed.`);
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

/** A part of a whole, 0 for none. */
export function share(text: string): number {
  const value = numberIn(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('a number from 0 to 1 is needed.');
  return value;
}

/** `IN/OUT` or `IN/CACHED/OUT`, US dollars per million tokens; 0 is a price, that of one's own machine. */
export function price(text: string): Price {
  const parts = text.split('/').map(numberIn);
  const [input, cached, output] = parts.length === 2 ? [parts[0], undefined, parts[1]] : parts;
  const { data } = Price.safeParse({ input, output, ...(cached !== undefined && { cached }) });
  if (!data || parts.length > 3) {
    throw new InvalidArgumentError('two numbers are needed, such as 0.25/2, or three with the price of cached input.');
  }
  return data;
}

/** An empty text is no 0. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
