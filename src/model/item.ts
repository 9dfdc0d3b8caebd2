import type { Example } from './example';

/**
 * Which item of which dataset an example answers: the same text for the answers of all models and runs to it.
 * Tools spell ids as numbers, texts and, by way of pandas, as `7.0`: whole numbers are the same however written.
 */
export function itemOf({ dataset, id }: Pick<Example, 'dataset' | 'id'>): string {
  return `${dataset.length}:${dataset}${plainId(id)}`;
}

function plainId(id: string): string {
  const text = id.trim();
  const number = /^\d+(?:\.0*)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? String(number) : text;
}
