const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\n': '',
  a: '\u0007',
  b: '\b',
  f: '\f',
};
const CONSTANTS: Readonly<Record<string, string>> = {
  True: 'true',
  False: 'false',
  None: 'null',
  nan: 'null',
  inf: 'null',
  '(': '[',
  ')': ']',
};

/**
 * The value behind Python's `repr` of lists, tuples, dicts with text keys, texts, numbers and constants
 * (`"[{'role': 'user', 'content': \"It's\"}]"`), as some tools write them into their files. Undefined for everything else.
 */
export function parsePythonLiteral(text: string): unknown {
  const json: string[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === "'" || char === '"') {
      const found = readString(text, at);
      if (found === null) return undefined;
      json.push(JSON.stringify(found.value));
      at = found.end;
      continue;
    }
    const word = /^[A-Za-z]/.test(char) ? (/^[A-Za-z]+/.exec(text.slice(at, at + 16))?.[0] ?? char) : char;
    const next = CONSTANTS[word] ?? word;
    // `(1,)` is a tuple of one, and there is no `-null`.
    if ((next === ']' && json.at(-1) === ',') || (word === 'inf' && json.at(-1) === '-')) json.pop();
    json.push(next);
    at += word.length;
  }
  try {
    return JSON.parse(json.join(''));
  } catch {
    return undefined;
  }
}

function readString(text: string, start: number): { value: string; end: number } | null {
  const quote = text[start];
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === quote) return { value, end: at + 1 };
    if (char !== '\\') {
      value += char;
      continue;
    }
    const letter = text[at + 1] ?? '';
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits === undefined) {
      value += ESCAPES[letter] ?? letter;
      at += 1;
      continue;
    }
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    if (Number.isNaN(code) || code > 0x10ffff) return null;
    value += String.fromCodePoint(code);
    at += 1 + digits;
  }
  return null;
}
