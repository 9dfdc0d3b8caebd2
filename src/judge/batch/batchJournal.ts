import type { BatchRecord } from '../../model/batch';

/** Where records of batches are kept; the store's folder is one. */
export interface BatchJournal {
  list(): Promise<BatchRecord[]>;
  write(record: BatchRecord): Promise<void>;
  remove(record: BatchRecord): Promise<void>;
  /** Runs `work` while no other process submits or collects. Throws `StoreError` when one does. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** A path for the requests of a batch until they are uploaded. */
  requestFile(id: string): Promise<string>;
}

/** What is paid of the list price in a batch: OpenAI's, Azure's and their likes' discount. */
export const BATCH_PRICE_SHARE = 0.5;
