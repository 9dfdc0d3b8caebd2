/**
 * The key paths ("results.version", "[].input") of the first JSON value of a text that may end
 * anywhere, down to `depth` keys; of arrays the first element. Never throws: what is not JSON ends the walk.
 */
export function outline(text: string, depth = 2): Set<string> {
  const paths = new Set<string>();
  new Walk(text, paths).value('', depth);
  return paths;
}

class Walk {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly paths: Set<string>,
  ) {}

  /** Steps over one value and notes its paths. False when the text ends or stops being JSON. */
  value(path: string, depth: number): boolean {
    this.space();
    const first = this.text[this.at];
    if (first === '"') return this.string() !== null;
    if (first === '{') return depth > 0 ? this.object(path, depth) : this.nested();
    if (first === '[') return depth > 0 ? this.array(path, depth) : this.nested();
    return this.scalar();
  }

  private object(path: string, depth: number): boolean {
    this.at += 1;
    for (;;) {
      this.space();
      if (this.text[this.at] === '}') return this.step();
      const key = this.string();
      if (key === null) return false;
      this.space();
      if (this.text[this.at] !== ':') return false;
      this.at += 1;
      const here = path === '' ? key : `${path}.${key}`;
      this.paths.add(here);
      if (!this.value(here, depth - 1)) return false;
      this.space();
      if (this.text[this.at] === ',') this.at += 1;
    }
  }

  /** The first element is looked into; the others are stepped over, and so is all that follows it. */
  private array(path: string, depth: number): boolean {
    const start = this.at;
    this.at += 1;
    this.space();
    if (this.text[this.at] === ']') return this.step();
    this.value(`${path}[]`, path === '' ? depth : depth - 1);
    this.at = start;
    return this.nested();
  }

  private nested(): boolean {
    let open = 0;
    while (this.at < this.text.length) {
      const char = this.text[this.at];
      if (char === '"') {
        if (this.string() === null) return false;
        continue;
      }
      this.at += 1;
      if (char === '{' || char === '[') open += 1;
      if (char === '}' || char === ']') open -= 1;
      if (open === 0) return true;
    }
    return false;
  }

  private string(): string | null {
    if (this.text[this.at] !== '"') return null;
    const start = this.at + 1;
    for (let end = start; end < this.text.length; end += 1) {
      const char = this.text[end];
      if (char === '\\') end += 1;
      else if (char === '"') {
        this.at = end + 1;
        return this.text.slice(start, end);
      }
    }
    return null;
  }

  private scalar(): boolean {
    const start = this.at;
    while (/[\w.+-]/.test(this.text[this.at] ?? '')) this.at += 1;
    return this.at > start && this.at < this.text.length;
  }

  private step(): boolean {
    this.at += 1;
    return true;
  }

  private space(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }
}
