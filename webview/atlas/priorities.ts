import type { Priority } from '../../src/model/priority';
import { percent } from '../format';

/** "2.1× as often as the other models", in few words. */
export function priorityWords({ lift, model, others }: Priority): string {
  const who = model === undefined ? '' : `${model}: `;
  if (lift === 1 && others === 0) return `${who}no other model to compare with`;
  return `${who}${times(lift)} the other models`;
}

/** What the order is made of, in words for people. */
export function priorityTitle(priority: Priority): string {
  const { rate, others, lift, model, category } = priority;
  const who = model ?? 'The selection';
  const base = `${who} fails by ${category} in ${percent(rate)} of its scored examples`;
  if (lift === 1 && others === 0) return `${base}. There is no other model on the same datasets to compare with.`;
  return `${base}; the other models do in ${percent(others)} of theirs on the same datasets: ${times(lift)} as often. “Fix first” orders by share × how many times as often: what is frequent here and rarer elsewhere comes first, for others show that it can be avoided.`;
}

function times(lift: number): string {
  return `${lift < 10 ? lift.toFixed(1) : Math.round(lift)}×`;
}
