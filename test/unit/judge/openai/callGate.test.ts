import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CallGate, type Pass } from '../../../../src/judge/openai/callGate';

const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether somebody who asks now is let through within `ms`. */
async function passes(gate: CallGate, { tokens = 1, ms = 0 } = {}): Promise<Pass | undefined> {
  const cancel = new AbortController();
  let passed: Pass | undefined;
  const asked = gate.enter(tokens, cancel.signal).then(
    (pass) => {
      passed = pass;
    },
    () => {},
  );
  await vi.advanceTimersByTimeAsync(ms);
  cancel.abort();
  await asked;
  return passed;
}

async function enter(gate: CallGate, count: number): Promise<Pass[]> {
  return Promise.all(Array.from({ length: count }, () => gate.enter(1, never)));
}

/** A round of calls, of which `turnedAway` are turned away while the others get through. */
async function round(gate: CallGate, turnedAway: number): Promise<void> {
  const passes = await enter(gate, gate.atOnce);
  for (const [i, pass] of passes.entries()) {
    if (i < passes.length - turnedAway) gate.answered();
    else gate.turnedAway(pass, 0);
    gate.leave(pass);
  }
}

describe('the gate', () => {
  test('lets no more through at once than it is wide, in the order in which they came', async () => {
    const gate = new CallGate(2);
    const [first] = await enter(gate, 2);
    const order: string[] = [];
    const third = gate.enter(1, never).then(() => order.push('third'));
    const fourth = gate.enter(1, never).then(() => order.push('fourth'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(order).toEqual([]);
    gate.leave(first as Pass);
    await third;
    expect(order).toEqual(['third']);
    expect(await Promise.race([fourth, Promise.resolve('waits')])).toBe('waits');
  });

  test('lets a cancelled one go at once, and the next one in its place', async () => {
    const gate = new CallGate(1);
    const [only] = await enter(gate, 1);
    const cancel = new AbortController();
    const waiting = gate.enter(1, cancel.signal);
    const behind = gate.enter(1, never);
    const reason = new Error('stop');
    cancel.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    gate.leave(only as Pass);
    expect((await behind).number).toBe(2);
    await expect(gate.enter(1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('is halved when a whole round is turned away, again and again, down to one call', async () => {
    const gate = new CallGate(64);
    const widths = [];
    for (let i = 0; i < 8; i++) {
      await round(gate, gate.atOnce);
      widths.push(gate.atOnce);
    }
    expect(widths.slice(0, 4)).toEqual([32, 16, 8, 4]);
    expect(widths.at(-1)).toBe(1);
  });

  test('grows again by a call each round, up to what was asked for', async () => {
    const gate = new CallGate(8);
    for (let i = 0; i < 4; i++) await round(gate, gate.atOnce);
    expect(gate.atOnce).toBe(1);
    const widths = [];
    for (let i = 0; i < 12; i++) {
      await round(gate, 0);
      widths.push(gate.atOnce);
    }
    expect(widths.slice(0, 3)).toEqual([2, 3, 4]);
    expect(widths.at(-1)).toBe(8);
  });

  test('stays wide where one in twenty is turned away', async () => {
    const gate = new CallGate(64);
    for (let i = 0; i < 100; i++) await round(gate, Math.round(gate.atOnce / 20));
    expect(gate.atOnce).toBeGreaterThan(24);
  });

  test('settles near what the endpoint takes at once', async () => {
    const gate = new CallGate(64);
    for (let i = 0; i < 60; i++) await round(gate, Math.max(0, gate.atOnce - 6));
    expect(gate.atOnce).toBeGreaterThanOrEqual(5);
    expect(gate.atOnce).toBeLessThanOrEqual(9);
  });
});

describe('a pause that the endpoint asks for', () => {
  test('is everybody’s when nobody gets through', async () => {
    const gate = new CallGate(4);
    const [pass] = await enter(gate, 1);
    expect(gate.turnedAway(pass as Pass, 2_000)).toBe(true);
    gate.leave(pass as Pass);
    expect(await passes(gate, { ms: 1_900 })).toBeUndefined();
    expect(await passes(gate, { ms: 200 })).toBeDefined();
  });

  test('is the call’s own when others get through', async () => {
    const gate = new CallGate(4);
    const [pass, other] = await enter(gate, 2);
    gate.answered();
    gate.leave(other as Pass);
    expect(gate.turnedAway(pass as Pass, 2_000)).toBe(false);
    gate.leave(pass as Pass);
    expect(await passes(gate)).toBeDefined();
  });
});

describe('what the endpoint counts', () => {
  test('no requests left: nobody passes before the reset', async () => {
    const gate = new CallGate(4);
    const [pass] = await enter(gate, 1);
    gate.heard(pass as Pass, { requests: { left: 0, resetMs: 3_000 } });
    gate.leave(pass as Pass);
    expect(await passes(gate, { ms: 2_900 })).toBeUndefined();
    expect(await passes(gate, { ms: 200 })).toBeDefined();
  });

  test('as many as are left pass, and calls that are out already are not forgotten', async () => {
    const gate = new CallGate(8);
    const [pass] = await enter(gate, 3);
    // Two went out after it and may not be in the count yet.
    gate.heard(pass as Pass, { requests: { left: 4, resetMs: 3_000 } });
    gate.leave(pass as Pass);
    expect(await passes(gate)).toBeDefined();
    expect(await passes(gate)).toBeDefined();
    expect(await passes(gate)).toBeUndefined();
    expect(await passes(gate, { ms: 3_000 })).toBeDefined();
  });

  test('tokens that do not suffice are waited for; a call of more than there ever are goes after the reset', async () => {
    const gate = new CallGate(8);
    const [pass] = await enter(gate, 1);
    gate.heard(pass as Pass, { tokens: { left: 5_000, resetMs: 1_000 } });
    gate.leave(pass as Pass);
    expect(await passes(gate, { tokens: 4_000 })).toBeDefined();
    expect(await passes(gate, { tokens: 4_000, ms: 900 })).toBeUndefined();
    expect(await passes(gate, { tokens: 1_000_000, ms: 200 })).toBeDefined();
  });

  test('a reset in an hour is not slept through: after a minute one call asks again', async () => {
    const gate = new CallGate(1);
    const [pass] = await enter(gate, 1);
    gate.heard(pass as Pass, { requests: { left: 0, resetMs: 3_600_000 } });
    gate.leave(pass as Pass);
    expect(await passes(gate, { ms: 59_000 })).toBeUndefined();
    expect(await passes(gate, { ms: 2_000 })).toBeDefined();
  });
});
