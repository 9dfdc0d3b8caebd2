import { type FileHandle, open, rm } from 'node:fs/promises';

/** What a provider takes in one file. */
export interface BatchLimits {
  requests: number;
  bytes: number;
}

/** OpenAI's, which Azure shares; others take as much or say so. */
export const PROVIDER_LIMITS: BatchLimits = { requests: 50_000, bytes: 200_000_000 };

/** Lines are written to the disk in pieces of about this size, in UTF-16 units. */
const PIECE = 1_000_000;

/** The request file of one batch as it grows. */
export class RequestFile {
  readonly keys: string[] = [];
  private bytes = 0;
  private waiting = '';
  private closed = false;

  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly limits: BatchLimits,
  ) {}

  static async create(path: string, limits: BatchLimits): Promise<RequestFile> {
    // Texts of evaluation files: nobody else's to read while they lie here.
    return new RequestFile(path, await open(path, 'w', 0o600), limits);
  }

  /** `false` when the line doesn't fit any more; a first line always does, the provider may say otherwise. */
  async add(key: string, line: string): Promise<boolean> {
    const size = Buffer.byteLength(line) + 1;
    const full = this.keys.length >= this.limits.requests || this.bytes + size > this.limits.bytes;
    if (full && this.keys.length > 0) return false;
    this.keys.push(key);
    this.bytes += size;
    this.waiting += `${line}\n`;
    if (this.waiting.length >= PIECE) await this.flush();
    return true;
  }

  async finish(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.close();
    }
  }

  /** Finished or not. */
  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }

  private async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.file.close();
  }

  private async flush(): Promise<void> {
    const text = this.waiting;
    this.waiting = '';
    await this.file.appendFile(text);
  }
}
