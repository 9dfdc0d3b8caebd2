import { createHash } from 'node:crypto';
import type { FileAccess } from './reader';

/** What tells whether a file is still the one that was read. `null`: it was not there. */
export type Stamp = { size: number; mtime: number } | null;

/** The other files that a survey rests on: a results file beside the samples, the scores of a run. */
export interface Companions {
  /** By their names relative to the file's folder. */
  files: Record<string, Stamp>;
  /** A digest of the folder's listing, when the reader looked for names. */
  listing?: string;
}

export function stampOf({ size, mtime }: Pick<FileAccess, 'size' | 'mtime'>): Stamp {
  return { size, mtime };
}

/** Hands a file to a reader and notes which others the reader looks at. */
export class CompanionLog {
  private readonly files: Record<string, Stamp> = {};
  private listing: string | undefined;
  readonly file: FileAccess;

  constructor(file: FileAccess) {
    this.file = Object.create(file, {
      sibling: { value: (name: string) => this.sibling(file, name) },
      siblings: { value: () => this.siblings(file) },
    });
  }

  get companions(): Companions {
    return { files: this.files, ...(this.listing !== undefined && { listing: this.listing }) };
  }

  private async sibling(file: FileAccess, name: string): Promise<FileAccess> {
    try {
      const companion = await file.sibling(name);
      this.files[name] = stampOf(companion);
      return companion;
    } catch (error) {
      this.files[name] = null;
      throw error;
    }
  }

  private async siblings(file: FileAccess): Promise<readonly string[]> {
    const names = await file.siblings();
    this.listing = digest(names);
    return names;
  }
}

/** Whether all that a survey rested on, besides its file, is as it was. */
export async function unchanged(file: FileAccess, { files, listing }: Companions): Promise<boolean> {
  for (const [name, stamp] of Object.entries(files)) {
    const now = await file.sibling(name).then(stampOf, () => null);
    if (now?.size !== stamp?.size || now?.mtime !== stamp?.mtime) return false;
  }
  return listing === undefined || listing === digest(await file.siblings());
}

function digest(names: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([...names].sort()))
    .digest('hex');
}
