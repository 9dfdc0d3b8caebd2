import type { RateLimits, Remaining } from './rateLimit';

/** A call that was let through. */
export interface Pass {
  /** Counts the calls that were let through: later ones have higher numbers. */
  readonly number: number;
  /** How many calls had been answered by then. */
  readonly answersBefore: number;
}

/** The longest that a limit's reset is waited for; then one call goes and asks again. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Decides when a call may go out. Its width is how many calls are under way at once. After each round (as
 * many answers as the gate is wide) it grows by one, or shrinks by half the share of calls that the
 * endpoint turned away (429, 503), never over `most`: additive increase, multiplicative decrease in
 * proportion, as DCTCP does it (Alizadeh et al., SIGCOMM 2010). So a stray 429 costs little, and where all
 * are turned away the width is halved. Besides, nobody passes while the endpoint takes nothing at all and
 * asked for a pause, nor while its own count of requests or tokens is used up.
 */
export class CallGate {
  /** Calls that got an answer of the model. Who is turned away can tell from it whether others get through. */
  answers = 0;
  private width: number;
  private sent = 0;
  private round = { ended: 0, turnedAway: 0 };
  private closedUntil = 0;
  private readonly under = new Set<Pass>();
  private readonly line: { tokens: number; go: (pass: Pass) => void }[] = [];
  private readonly requests = new Allowance();
  private readonly tokens = new Allowance();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly most: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.width = most;
  }

  /** How many calls may be under way at once by now. */
  get atOnce(): number {
    return Math.max(1, Math.floor(this.width));
  }

  /** Waits for the turn of a call of about so many tokens, first come first served. Throws `signal.reason` at once when cancelled. */
  enter(tokens: number, signal: AbortSignal): Promise<Pass> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const place = {
        tokens,
        go: (pass: Pass) => {
          signal.removeEventListener('abort', cancel);
          resolve(pass);
        },
      };
      const cancel = () => {
        this.line.splice(this.line.indexOf(place), 1);
        reject(signal.reason);
        this.admit();
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.line.push(place);
      this.admit();
    });
  }

  /** The call has ended, however; who calls this says before it what the answer was. */
  leave(pass: Pass): void {
    this.under.delete(pass);
    this.admit();
  }

  /** The model has answered. */
  answered(): void {
    this.answers += 1;
    this.count(false);
  }

  /**
   * The endpoint has turned the call away and asks for a pause. Where others get through, the pause is this
   * call's own: returns false. Else it is everybody's, and the gate keeps it.
   */
  turnedAway(pass: Pass, pauseMs: number): boolean {
    this.count(true);
    if (this.answers > pass.answersBefore) return false;
    this.closedUntil = Math.max(this.closedUntil, this.now() + pauseMs);
    return true;
  }

  /** What an answer to this call says is left. Calls that went out after it may not be counted there yet. */
  heard(pass: Pass, { requests, tokens }: RateLimits): void {
    if (requests) {
      let later = 0;
      for (const { number } of this.under) if (number > pass.number) later += 1;
      this.requests.set(requests, later, this.now());
    }
    if (tokens) this.tokens.set(tokens, 0, this.now());
  }

  private count(turnedAway: boolean): void {
    this.round.ended += 1;
    if (turnedAway) this.round.turnedAway += 1;
    if (this.round.ended < this.atOnce) return;
    const share = this.round.turnedAway / this.round.ended;
    this.width = Math.min(this.most, Math.max(1, this.width * (1 - share / 2) + (1 - share)));
    this.round = { ended: 0, turnedAway: 0 };
  }

  private admit(): void {
    clearTimeout(this.timer);
    for (let [next] = this.line; next && this.under.size < this.atOnce; [next] = this.line) {
      const now = this.now();
      const openAt = Math.max(this.closedUntil, this.requests.openAt(1, now), this.tokens.openAt(next.tokens, now));
      if (openAt > now) {
        this.timer = setTimeout(() => this.admit(), openAt - now);
        return;
      }
      this.requests.take(1);
      this.tokens.take(next.tokens);
      this.sent += 1;
      const pass: Pass = { number: this.sent, answersBefore: this.answers };
      this.under.add(pass);
      this.line.shift();
      next.go(pass);
    }
  }
}

/** What is left of one limit, by the endpoint's last word and what was taken since. */
class Allowance {
  private left = Number.POSITIVE_INFINITY;
  private resetAt = 0;

  set({ left, resetMs }: Remaining, uncounted: number, now: number): void {
    this.left = left - uncounted;
    this.resetAt = now + Math.min(resetMs, LONGEST_PAUSE_MS);
  }

  take(amount: number): void {
    this.left -= amount;
  }

  /** When so much may be taken; after the reset anything may, since the next answer tells what is left. */
  openAt(amount: number, now: number): number {
    if (now >= this.resetAt) this.left = Number.POSITIVE_INFINITY;
    return this.left >= amount ? now : this.resetAt;
  }
}
