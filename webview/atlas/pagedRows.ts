import { type Ask, RowWindow } from '../rowWindow';
import { PAGE_SIZE } from './state';

/** One answer of the host about a long list. */
interface Answer<Row> {
  version: number;
  total: number;
  offset: number;
  rows: Row[];
}

/** A list that the host keeps, of which the page holds the rows around those in view. */
export class PagedRows<Row> {
  readonly rows = new RowWindow<Row>();
  /** Not known until the host has answered. */
  total: number | undefined;
  /** Grows with every answer. */
  seen = 0;
  private version = 0;
  private restarted = true;

  /** Another list: what is there is not part of it. */
  open(): Ask {
    this.total = undefined;
    return this.again(false);
  }

  /** The same list, which may have changed: what is there stays until the new rows come. */
  refresh(): Ask {
    return this.again(true);
  }

  private again(isSame: boolean): Ask {
    this.version += 1;
    this.restarted = false;
    if (!isSame) this.rows.restart(this.version, 0, false);
    return { version: this.version, offset: isSame ? this.rows.from : 0, limit: 2 * PAGE_SIZE };
  }

  /** False for an answer to an older question. */
  receive(answer: Answer<Row>): boolean {
    if (answer.version !== this.version) return false;
    if (!this.restarted) this.rows.restart(this.version, answer.total, true);
    this.restarted = true;
    this.total = answer.total;
    this.rows.receive(answer);
    this.seen += 1;
    return true;
  }
}
