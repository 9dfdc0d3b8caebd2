/** What a call will cost, in US dollars: if it goes as usual, and at the very most. */
export interface CallCost {
  likely: number;
  atMost: number;
}

/** Room that was kept for one call. */
export interface Reservation {
  /** What the call has really cost, 0 if nothing came of it. */
  settle(cost: number): void;
}

/**
 * Holds a run's spending under a limit. A call goes out when all that are under way could cost their
 * most and still fit. Near the limit calls wait for those before them and go one by one, by their
 * likely cost: nothing is left over because of what a call might have cost.
 */
export class Budget {
  spent = 0;
  private reserved = 0;
  private underWay = 0;
  /** The dearest call so far against what was thought likely: providers count tokens in their own ways. */
  private dearest = 1;
  private waiting: (() => void)[] = [];

  /** US dollars; no limit when absent. */
  constructor(private readonly limit: number = Number.POSITIVE_INFINITY) {}

  /** Waits until it is known whether the call fits; `undefined` when it doesn't. */
  async reserve({ likely, atMost }: CallCost): Promise<Reservation | undefined> {
    for (;;) {
      const most = Math.max(atMost, likely * this.dearest);
      if (this.spent + this.reserved + most <= this.limit) return this.take(likely, most);
      if (this.spent + likely * this.dearest > this.limit) return undefined;
      if (this.underWay === 0) return this.take(likely, most);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private take(likely: number, most: number): Reservation {
    this.reserved += most;
    this.underWay += 1;
    return {
      settle: (cost) => {
        this.reserved -= most;
        this.underWay -= 1;
        this.spent += cost;
        if (likely > 0) this.dearest = Math.max(this.dearest, cost / likely);
        for (const go of this.waiting.splice(0)) go();
      },
    };
  }
}
