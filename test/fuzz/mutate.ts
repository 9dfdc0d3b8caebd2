import type { Random } from './random';

/** A change to bytes; what it can't be done to comes back as it is. */
type Mutation = (bytes: Buffer, random: Random) => Buffer;

const STRUCTURE = ['{', '}', '[', ']', '"', ',', ':', '\\', '\n', '\r\n', '\r', '\0', '\ufeff', "'", '""', '\t', ';'];
const NUMBERS = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  '9'.repeat(400),
  '1e-400',
  '-0',
  '0x10',
  '.5',
  '01',
];
const VALUES = ['null', '{}', '[]', 'true', '""', '[[]]', '{"":""}', '"\\ud800"', '0', '[null]', '"constructor"'];
/** Not UTF-8: a lone byte, a cut sequence, an overlong one, a half of a surrogate pair, beyond Unicode. */
const INVALID = [[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]];
/** More than a recursive descent survives, if anybody descends by recursion. */
const DEPTH = 20_000;

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flipBits(bytes, random) {
    const copy = Buffer.from(bytes);
    for (let times = 1 + random.below(4); times > 0 && copy.length > 0; times -= 1) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  },
  truncate: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  cutStart: (bytes, random) => bytes.subarray(random.below(bytes.length)),
  remove(bytes, random) {
    const [start, end] = slice(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  repeat(bytes, random) {
    const [start, end] = slice(bytes, random);
    return Buffer.concat([
      bytes.subarray(0, end),
      ...Array(1 + random.below(3)).fill(bytes.subarray(start, end)),
      bytes.subarray(end),
    ]);
  },
  move(bytes, random) {
    const [start, end] = slice(bytes, random);
    const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
    return insert(rest, random.below(rest.length), bytes.subarray(start, end));
  },
  structure: (bytes, random) => insert(bytes, random.below(bytes.length + 1), Buffer.from(random.pick(STRUCTURE))),
  invalid: (bytes, random) => insert(bytes, random.below(bytes.length + 1), Buffer.from(random.pick(INVALID))),
  number: (bytes, random) => replace(bytes, random, /-?\d+(?:\.\d+)?/g, random.pick(NUMBERS)),
  scalar: (bytes, random) =>
    replace(bytes, random, /"[^"\\\n]*"|-?\d+(?:\.\d+)?|true|false|null/g, random.pick(VALUES)),
  nest(bytes, random) {
    const [open, close] = random.pick([
      ['[', ']'],
      ['{"a":', '}'],
    ] as const);
    const closed = random.below(2) === 0;
    return replace(bytes, random, /"[^"\\\n]*"|-?\d+/g, `${open.repeat(DEPTH)}0${closed ? close.repeat(DEPTH) : ''}`);
  },
  long: (bytes, random) =>
    replace(bytes, random, /"[^"\\\n]*"/g, `"${random.pick(['x', ' ', '\\n', 'é', '\\u0000']).repeat(50_000)}"`),
  lineEnds: (bytes, random) =>
    Buffer.from(bytes.toString('latin1').replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', ''])), 'latin1'),
  shape(bytes, random) {
    try {
      return reshaped(bytes, random);
    } catch {
      // Nested more deeply than can be walked.
      return bytes;
    }
  },
};

/** One to three changes, with their names. */
export function mutate(bytes: Buffer, random: Random): { bytes: Buffer; mutations: string[] } {
  let mutated = bytes;
  const mutations: string[] = [];
  const names = Object.keys(MUTATIONS);
  // The most is found by documents that are whole, but of another shape.
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    const name = random.below(4) === 0 ? 'shape' : random.pick(names);
    mutated = MUTATIONS[name]?.(mutated, random) ?? mutated;
    mutations.push(name);
  }
  return { bytes: mutated, mutations };
}

function slice(bytes: Buffer, random: Random): [start: number, end: number] {
  const start = random.below(bytes.length);
  return [start, Math.min(bytes.length, start + 1 + random.below(random.below(2) === 0 ? 8 : bytes.length))];
}

function insert(bytes: Buffer, at: number, part: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}

/** One of the places that look so, if there is any. */
function replace(bytes: Buffer, random: Random, pattern: RegExp, by: string): Buffer {
  const places = [...bytes.toString('latin1').matchAll(pattern)];
  if (places.length === 0) return bytes;
  const { index, 0: found } = random.pick(places);
  return Buffer.concat([bytes.subarray(0, index), Buffer.from(by), bytes.subarray(index + found.length)]);
}

/** Changes one value, somewhere in the document or in one of its lines. */
function reshaped(bytes: Buffer, random: Random): Buffer {
  const text = bytes.toString();
  const whole = parsed(text);
  if (whole !== undefined) return Buffer.from(JSON.stringify(changed(whole, random)));
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = parsed(lines[at] ?? '');
  if (line === undefined) return bytes;
  lines[at] = JSON.stringify(changed(line, random));
  return Buffer.from(lines.join('\n'));
}

function changed(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(8) === 0) return odd(value, random);
  if (Array.isArray(value)) {
    if (value.length === 0) return [odd(null, random)];
    const at = random.below(value.length);
    return value.map((item, index) => (index === at ? changed(item, random) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { a: odd(null, random) };
  const at = random.below(entries.length);
  // A name that is gone, or another name for the same thing.
  const kind = random.below(6);
  if (kind === 0) entries.splice(at, 1);
  else entries[at] = [kind === 1 ? '__proto__' : (entries[at]?.[0] ?? ''), changed(entries[at]?.[1], random)];
  return Object.fromEntries(entries);
}

function odd(value: unknown, random: Random): unknown {
  const wrapped = [value, { a: value }, [value], [value, value], String(value), JSON.stringify(value)];
  const others = [
    null,
    true,
    0,
    -1,
    1e300,
    '',
    'x',
    [],
    {},
    [[]],
    '\ud800',
    ' ',
    '{',
    '[{"role":"user"}]',
    'NaN',
    [null],
  ];
  return random.pick([...wrapped.map((one) => ({ one })), ...others.map((one) => ({ one }))]).one;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
