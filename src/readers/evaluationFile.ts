import type { ExampleEntry } from '../model/entry';
import type { Example, FormatId, RawExample, Source } from '../model/example';
import { exampleKey } from '../model/key';
import { chosenMetric, type ReadChoices } from './choices';
import { GzipFile, isGzip } from './gzip';
import { readHead } from './head';
import type { Pieces } from './pieces';
import type { FileAccess, OpenEvaluation, Reader, Reading } from './reader';
import { detectReader, mappedReader } from './readers';
import { headOfUtf16, refusingUtf16 } from './utf16';

/**
 * An evaluation file whose header is read once, for the whole survey and for every example that
 * is looked at afterwards. Opening again is the way to see a file that has grown.
 */
export class EvaluationFile {
  private opened: Promise<OpenEvaluation> | undefined;

  private constructor(
    readonly file: FileAccess,
    readonly reader: Reader,
    private readonly choices: ReadChoices | undefined,
  ) {}

  /**
   * Null when the content is no evaluation that we know, and the user has not said what its fields are.
   * The file's header is not read yet.
   */
  static async detect(file: FileAccess, choices?: ReadChoices): Promise<EvaluationFile | null> {
    const head = await readHead(file);
    const packed = isGzip(head.head);
    const contents = packed ? await GzipFile.open(file) : file;
    const unpacked = packed ? await readHead(contents) : head;
    const wide = headOfUtf16(unpacked);
    const known = (choices?.mapping && mappedReader(wide ?? unpacked)) ?? detectReader(wide ?? unpacked);
    const reader = known && wide ? refusingUtf16(known) : known;
    return reader && new EvaluationFile(contents, reader, choices);
  }

  get format(): FormatId {
    return this.reader.id;
  }

  /** The tool's or the format's version, where the file says. Throws when the header is unreadable. */
  async version(): Promise<string | undefined> {
    return (await this.open()).version;
  }

  /** Every example, problem and note in file order. Throws when the header is unreadable, and `signal.reason`. */
  async *read(signal?: AbortSignal): AsyncGenerator<Reading, void, undefined> {
    for await (const reading of (await this.open()).read(signal)) yield this.placed(reading);
    if (this.file.damage !== undefined) yield { kind: 'problem', problem: { message: this.file.damage } };
  }

  /** As `read`, with the examples that only count under another metric; each has all its `scores`. */
  async *readAll(signal?: AbortSignal): AsyncGenerator<Reading, void, undefined> {
    const opened = await this.open();
    yield* opened.readAll?.(signal) ?? opened.read(signal);
  }

  /** Set where pieces of the file can be read alone. Throws when the header is unreadable. */
  async pieces(): Promise<Pieces | undefined> {
    // Of a packed file no piece can be reached but through all that is before it.
    return this.file instanceof GzipFile ? undefined : (await this.open()).pieces;
  }

  /** One example again, without its verdict. Throws when its place now holds no example. */
  async raw(source: Source): Promise<RawExample> {
    return (await this.open()).load(source);
  }

  /** The whole example behind an entry. Throws when the file has changed under it. */
  async load(entry: Pick<ExampleEntry, 'key' | 'source' | 'passed'>): Promise<Example> {
    const { verdict: _, scores: __, ...example } = await this.raw(entry.source);
    const key = exampleKey(example);
    if (key !== entry.key) {
      const line = entry.source.line === undefined ? '' : `:${entry.source.line}`;
      throw new Error(`${this.file.path}${line}: the file has changed since it was read`);
    }
    return { ...example, key, passed: entry.passed };
  }

  async close(): Promise<void> {
    const opened = this.opened;
    this.opened = undefined;
    if (opened) await opened.then((evaluation) => evaluation.close()).catch(() => undefined);
  }

  /** The places of a packed file are those of what is in it, which `entry` says: no editor finds a line in it. */
  private placed(reading: Reading): Reading {
    if (!(this.file instanceof GzipFile) || reading.kind !== 'example') return reading;
    const { source } = reading.example;
    const entry = source.entry ?? this.file.name;
    return { kind: 'example', example: { ...reading.example, source: { ...source, entry } } };
  }

  private open(): Promise<OpenEvaluation> {
    if (this.opened) return this.opened;
    const mapping = this.choices?.mapping;
    const metric = chosenMetric(this.choices, this.format);
    const opened = this.reader.open(this.file, { ...(mapping && { mapping }), metric });
    this.opened = opened;
    // A header that can't be read now may be whole at the next try.
    opened.catch(() => {
      if (this.opened === opened) this.opened = undefined;
    });
    return opened;
  }
}

/** One example of a file that need not stay open. Throws as `EvaluationFile.load` does. */
export async function loadExample(
  file: FileAccess | EvaluationFile,
  entry: Pick<ExampleEntry, 'key' | 'source' | 'passed'>,
): Promise<Example> {
  if (file instanceof EvaluationFile) return file.load(entry);
  const evaluation = await EvaluationFile.detect(file);
  if (!evaluation) throw new Error(`${file.path}: this is no evaluation file any more`);
  try {
    return await evaluation.load(entry);
  } finally {
    await evaluation.close();
  }
}
