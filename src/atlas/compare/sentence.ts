import type { CategoryDifference, Comparison } from '../../model/comparison';

/** Categories told by name; the table has the rest. */
const TOLD = 3;

/** What a colleague would say of a comparison, with the figures behind it. */
export function sentenceOf(comparison: Omit<Comparison, 'sentence'>): string {
  const { a, b } = comparison;
  if (a.scored === 0 || b.scored === 0) {
    return `${a.scored === 0 ? a.name : b.name} has no scored examples, so there is nothing to compare.`;
  }
  return [overall(comparison), categories(comparison), caveats(comparison)].filter(Boolean).join(' ');
}

function overall({ a, b, paired, pairs, failing, changes }: Omit<Comparison, 'sentence'>): string {
  const chance = failing.pValue < 0.05 ? '' : ', which may be chance';
  const shares = `(${percent(failing.a.share)} → ${percent(failing.b.share)}, p ${pText(failing.pValue)})`;
  const verb =
    failing.difference === 0
      ? 'fails as often as'
      : failing.difference > 0
        ? 'fails more often than'
        : 'fails less often than';
  const what = paired ? `On the ${pairs} examples that both answered, ${b.name}` : b.name;
  const moved = paired ? `: ${changes.fixed} fixed, ${changes.broken} broken` : '';
  return `${what} ${verb} ${a.name} ${shares}${failing.difference === 0 ? '' : chance}${moved}.`;
}

function categories({ categories: all }: Omit<Comparison, 'sentence'>): string {
  const moved = all.filter(({ significant }) => significant);
  if (all.length === 0) return '';
  if (moved.length === 0) return 'No category changed by more than chance would explain.';
  const told = moved.slice(0, TOLD).map(move).join('; ');
  const more = moved.length > TOLD ? `; and ${moved.length - TOLD} more` : '';
  return `${told}${more}.`;
}

function move({ name, difference, a, b, interval: [low, high] }: CategoryDifference): string {
  const verb = difference > 0 ? 'rose' : 'fell';
  return `${name} ${verb} from ${percent(a.share)} to ${percent(b.share)} (95 % ${points(low)} to ${points(high)})`;
}

function caveats({ a, b, paired }: Omit<Comparison, 'sentence'>): string {
  const unnamed = a.failing - a.classified + (b.failing - b.classified);
  const said: string[] = [];
  if (unnamed > 0) said.push(`${unnamed} of the ${a.failing + b.failing} failures have no category yet.`);
  if (paired && a.unpaired + b.unpaired > 0) {
    said.push(`${a.unpaired + b.unpaired} examples are on one side only and are left out.`);
  }
  return said.join(' ');
}

/** `12.5 %`. */
function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Percentage points with their sign. */
function points(difference: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference * 100).toFixed(1)} pp`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}
