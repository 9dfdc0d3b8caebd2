import { describe, expect, it } from 'vitest';
import { Budget, type CallCost, type Reservation } from '../../../src/judge/budget';

const call = (likely: number, atMost = likely): CallCost => ({ likely, atMost });

/** Settles what a promise is by now. */
async function now<T>(promise: Promise<T>): Promise<T | 'waits'> {
  await new Promise((resolve) => setImmediate(resolve));
  return Promise.race([promise, Promise.resolve('waits' as const)]);
}

async function taken(budget: Budget, cost: CallCost): Promise<Reservation> {
  const reservation = await now(budget.reserve(cost));
  if (reservation === 'waits' || !reservation) throw new Error(`not let through: ${reservation}`);
  return reservation;
}

describe('a budget', () => {
  it('lets calls through as long as all that are under way could cost their most', async () => {
    const budget = new Budget(10);
    await taken(budget, call(1, 4));
    await taken(budget, call(1, 4));
    expect(await now(budget.reserve(call(1, 4)))).toBe('waits');
  });

  it('wakes who waits when a call has cost less than it might have', async () => {
    const budget = new Budget(10);
    const first = await taken(budget, call(1, 6));
    const waiting = budget.reserve(call(1, 6));
    expect(await now(waiting)).toBe('waits');
    first.settle(1);
    expect(await now(waiting)).toBeDefined();
    expect(budget.spent).toBe(1);
  });

  it('near the limit lets calls go one by one, by their likely cost, and ends before the one too many', async () => {
    const budget = new Budget(3.5);
    const costs = [];
    for (;;) {
      const reservation = await now(budget.reserve(call(1, 100)));
      if (!reservation) break;
      if (reservation === 'waits') throw new Error('nobody is there to wait for');
      costs.push(1);
      reservation.settle(1);
    }
    expect(costs).toHaveLength(3);
    expect(budget.spent).toBe(3);
  });

  it('learns from calls that cost more than was thought likely', async () => {
    const budget = new Budget(10);
    (await taken(budget, call(1, 1))).settle(3);
    (await taken(budget, call(1, 1))).settle(3);
    // 6 are spent: one of 3 fits, and a second one beside it does not.
    const third = await taken(budget, call(1, 1));
    expect(await now(budget.reserve(call(1, 1)))).toBe('waits');
    third.settle(3);
    expect(await now(budget.reserve(call(1, 1)))).toBeUndefined();
  });

  it('ends at once for a call that would not fit even if those under way cost nothing', async () => {
    const budget = new Budget(10);
    (await taken(budget, call(8))).settle(8);
    await taken(budget, call(1));
    expect(await now(budget.reserve(call(3)))).toBeUndefined();
  });

  it('that is not set holds nothing up', async () => {
    const budget = new Budget();
    for (let i = 0; i < 100; i++) await taken(budget, call(1e9));
  });
});
