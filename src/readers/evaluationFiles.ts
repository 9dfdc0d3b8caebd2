import type { ExampleEntry } from '../model/entry';
import type { Example } from '../model/example';
import type { ReadChoices } from './choices';
import { EvaluationFile } from './evaluationFile';
import type { FileAccess } from './reader';

/** Headers of so many files are kept; an evicted file is opened again when it is asked for. */
const KEPT_FILES = 64;

/** Reads examples back by their entries, from any number of files; each file's header is read once. */
export class EvaluationFiles {
  private readonly kept = new Map<string, Promise<EvaluationFile>>();

  constructor(
    private readonly open: (path: string) => Promise<FileAccess>,
    private readonly choicesOf: (path: string) => ReadChoices | undefined = () => undefined,
  ) {}

  /** Throws when the file is gone or has changed under the entry. */
  async load(entry: ExampleEntry): Promise<Example> {
    return (await this.file(entry.source.path)).load(entry);
  }

  /** The file will be opened anew: it has changed. */
  forget(path: string): void {
    const file = this.kept.get(path);
    this.kept.delete(path);
    void file?.then((evaluation) => evaluation.close()).catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const path of [...this.kept.keys()]) this.forget(path);
  }

  private file(path: string): Promise<EvaluationFile> {
    const known = this.kept.get(path);
    if (known) return known;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined && this.kept.size >= KEPT_FILES) this.forget(oldest);
    const file = this.detect(path);
    this.kept.set(path, file);
    // A file that can't be opened now may be there at the next try.
    file.catch(() => this.kept.delete(path));
    return file;
  }

  private async detect(path: string): Promise<EvaluationFile> {
    const file = await EvaluationFile.detect(await this.open(path), this.choicesOf(path));
    if (!file) throw new Error(`${path}: this is no evaluation file any more`);
    return file;
  }
}
