import type { FileAccess } from '../readers/reader';
import type { Survey } from '../readers/survey';

/** A file that nobody has written to for so long is not being written, milliseconds. */
const REST_MS = 4_000;
const LINE_ENDS = [0x0a, 0x0d];

/**
 * Half of a last line is no problem of a file that is still being written: it is told when the file has
 * rested with it for a while.
 */
export class UnfinishedLines {
  private readonly timers = new Map<string, NodeJS.Timeout>();

  /** @param onRest the survey has a problem more, which was withheld before */
  constructor(private readonly onRest: (survey: Survey) => void) {}

  /** The survey, without the problem of a line that is being written. */
  async calm(file: FileAccess, survey: Survey): Promise<Survey> {
    clearTimeout(this.timers.get(file.path));
    this.timers.delete(file.path);
    const last = survey.problems.at(-1);
    const left = file.mtime + REST_MS - Date.now();
    if (left <= 0 || last?.line === undefined || last.line < (survey.entries.at(-1)?.source.line ?? 0)) return survey;
    const [end] = await file.bytes(Math.max(0, file.size - 1), 1);
    if (end !== undefined && LINE_ENDS.includes(end)) return survey;
    const calm: Survey = { ...survey, problems: survey.problems.slice(0, -1) };
    const tell = () => {
      this.timers.delete(file.path);
      calm.problems = [...calm.problems, last];
      this.onRest(calm);
    };
    this.timers.set(file.path, setTimeout(tell, Math.min(left, REST_MS)));
    return calm;
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }
}
