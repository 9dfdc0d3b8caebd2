import { type ConfidenceLevel, confidenceLevelOf } from '../src/model/atlasFilter';
import type { JudgeIdentity } from '../src/model/judgment';

const numbers = new Intl.NumberFormat('en');
const times = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function count(value: number): string {
  return numbers.format(value);
}

/** "1 example", "1,204 examples". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share 0..1 in whole percent; what is there but rounds to nothing is "<1%". */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1%';
  return `${Math.round(share * 100)}%`;
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  const value = Math.abs(difference * 100).toFixed(1);
  return `${value === '0.0' ? '±' : difference < 0 ? '−' : '+'}${value} pp`;
}

export function time(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : times.format(date);
}

export function judgeName(judge: JudgeIdentity): string {
  return judge.kind === 'offline' ? 'Offline rules' : judge.model;
}

/** Confidence 0..1 in one word and in dots out of three. */
export function confidenceLevel(confidence: number): { word: ConfidenceLevel; dots: 1 | 2 | 3 } {
  const word = confidenceLevelOf(confidence);
  return { word, dots: ({ low: 1, medium: 2, high: 3 } as const)[word] };
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
