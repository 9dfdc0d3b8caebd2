import type { MetricScore } from '../../model/example';
import { asNumber, at, isRow, type Row, stringAt } from '../values';

/** What a sample's scores say; `verdict` is absent where a number has to be compared with a threshold. */
export interface InspectVerdict {
  score: number | null;
  verdict?: boolean | null;
  metric?: string;
  explanation?: string;
  /** What the scorer took for the answer. */
  answer?: string;
}

/** Inspect's letters: correct, partial, incorrect, no answer. Only C passes. */
const LETTERS: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 };

type Judged = Pick<InspectVerdict, 'score' | 'verdict'>;

const UNSCORED: Judged = { score: null, verdict: null };

/**
 * The score that the user has chosen decides, where the sample has it; else the first of the evaluation's scorers
 * that the sample has, else the sample's first score.
 */
export function verdictOf(
  scores: unknown,
  { scorers, metric }: { scorers: readonly string[]; metric?: string | undefined },
): InspectVerdict {
  if (!isRow(scores)) return UNSCORED;
  const chosen = metric === undefined ? undefined : chosenScore(scores, metric);
  const name = chosen?.name ?? scorers.find((scorer) => scorer in scores) ?? Object.keys(scores)[0];
  if (name === undefined) return UNSCORED;
  const score = scores[name];
  const value = at(score, 'value');
  const explanation = stringAt(score, 'explanation') ?? stringAt(score, 'reason');
  const answer = stringAt(score, 'answer');
  const rest = {
    ...(explanation === undefined ? {} : { explanation }),
    ...(answer === undefined ? {} : { answer }),
  };
  if (chosen?.part !== undefined)
    return { ...ofValue(at(value, chosen.part)), metric: `${name}.${chosen.part}`, ...rest };
  if (isRow(value)) return { ...ofParts(value, name), ...rest };
  return { ...ofValue(Array.isArray(value) ? value[0] : value), metric: name, ...rest };
}

/** What every scorer says, and every part of those that say several things. */
export function scoresOf(scores: unknown): MetricScore[] {
  if (!isRow(scores)) return [];
  return Object.entries(scores).flatMap(([name, score]) => {
    const value = at(score, 'value');
    if (!isRow(value)) return [{ metric: name, ...ofValue(Array.isArray(value) ? value[0] : value) }];
    const parts = Object.entries(value).map(([part, inner]) => ({ metric: `${name}.${part}`, ...ofValue(inner) }));
    const whole = { metric: name, ...ofParts(value, name) };
    return parts.some(({ metric }) => metric === whole.metric) ? parts : [whole, ...parts];
  });
}

/** Names of scorers may hold dots, as may those of their parts. */
function chosenScore(scores: Row, metric: string): { name: string; part?: string } | undefined {
  if (Object.hasOwn(scores, metric)) return { name: metric };
  for (const name of Object.keys(scores)) {
    const part = metric.startsWith(`${name}.`) ? metric.slice(name.length + 1) : undefined;
    const value = at(scores[name], 'value');
    if (part !== undefined && isRow(value) && Object.hasOwn(value, part)) return { name, part };
  }
  return undefined;
}

/** A dict of letters or of booleans passes when all of them pass; of any other dict the first part counts. */
function ofParts(parts: Row, name: string): InspectVerdict {
  const values = Object.values(parts);
  const [firstName] = Object.keys(parts);
  if (firstName === undefined) return { ...UNSCORED, metric: name };
  const sameKind = values.every(isLetter) || values.every((value) => typeof value === 'boolean');
  if (!sameKind) return { ...ofValue(values[0]), metric: `${name}.${firstName}` };
  const judged = values.map(ofValue);
  const sum = judged.reduce((total, { score }) => total + (score ?? 0), 0);
  return { score: sum / judged.length, verdict: judged.every(({ verdict }) => verdict === true), metric: name };
}

function ofValue(value: unknown): Judged {
  if (typeof value === 'boolean') return { score: value ? 1 : 0, verdict: value };
  // A bare NaN, which Inspect writes for "unscored", has become null in parsing.
  if (typeof value === 'number') return Number.isFinite(value) ? { score: value } : UNSCORED;
  if (typeof value !== 'string') return UNSCORED;
  if (isLetter(value)) return { score: LETTERS[value] ?? 0, verdict: value === 'C' };
  if (/^(yes|true)$/i.test(value)) return { score: 1, verdict: true };
  if (/^(no|false)$/i.test(value)) return { score: 0, verdict: false };
  const number = asNumber(value);
  return number === null ? UNSCORED : { score: number };
}

function isLetter(value: unknown): value is string {
  return typeof value === 'string' && Object.hasOwn(LETTERS, value);
}
