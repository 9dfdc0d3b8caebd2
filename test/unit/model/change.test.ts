import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChangeSignal } from '../../../src/model/change';

describe('a change signal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('reaches every listener until it stops', () => {
    const signal = new ChangeSignal<number>();
    const heard: number[] = [];
    const stop = signal.listen((change) => heard.push(change));
    signal.listen((change) => heard.push(change * 10));
    signal.send(1);
    stop();
    signal.send(2);
    expect(heard).toEqual([1, 10, 20]);
  });

  it("a listener's bug stops neither the sender nor the other listeners, and is not swallowed", () => {
    const signal = new ChangeSignal<number>();
    const heard: number[] = [];
    signal.listen(() => {
      throw new Error('a bug');
    });
    signal.listen((change) => heard.push(change));
    signal.send(1);
    expect(heard).toEqual([1]);
    expect(() => vi.runAllTimers()).toThrow('a bug');
  });
});
