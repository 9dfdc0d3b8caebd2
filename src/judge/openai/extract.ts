import { jsonrepair } from 'jsonrepair';

/** How many opening braces are tried; a reply with more junk before its object isn't worth reading. */
const MAX_STARTS = 24;

/** Repairing tries far more than parsing: longest text, in characters, and how many places it is tried from. */
const MAX_REPAIRED = 20_000;
const MAX_REPAIRS = 3;
/** A text with more opening braces is no reply; the repair would go as deep. */
const MAX_BRACES = 1_000;

/** No reply is longer but one that went on and on; the answer comes last. In characters. */
const LONGEST_REPLY = 100_000;

type JsonObject = Record<string, unknown>;

/**
 * The JSON object in a reply that may wrap it in thoughts (`<think>…</think>` and the like), a code fence or
 * prose. The last complete object wins where several stand side by side: models think first and answer last.
 * Where none is complete, the biggest that can be repaired: quotes of the wrong kind, bare keys, comments,
 * commas too many or too few, an end that is cut off. `fits` tells the object that is looked for from the
 * parts of a broken one (`repaired`: its last text may lack its end); a complete object that does not fit is the last resort.
 */
export function extractJson(
  content: string,
  fits: (object: JsonObject, repaired: boolean) => boolean = () => true,
): JsonObject | undefined {
  const reply = content.slice(-LONGEST_REPLY).trim();
  // A whole object comes first: what closes thoughts may also be quoted in it.
  const whole = parseObject(reply);
  if (whole && fits(whole, false)) return whole;
  const text = withoutThoughts(reply).trim();
  const fenced = [...text.matchAll(/```(?:json)?\s*\n?([\s\S]*?)```/gi)].map((match) => parseObject(match[1] ?? ''));
  const complete = [...completeObjects(text), ...fenced].filter((object) => object !== undefined);
  const fitting = complete.findLast((object) => fits(object, false));
  if (fitting) return fitting;
  return repairedObjects(text).find((object) => fits(object, true)) ?? whole ?? complete.at(-1);
}

/**
 * What closes the thoughts of models that reason, in their own ways. Some chat templates open the thoughts
 * themselves, so that only the closing mark is in the reply.
 */
const THOUGHTS_END =
  /<\/(?:think|thinking|thought|thoughts|reasoning|analysis)>|\[\/THINK\]|◁\/think▷|<\|channel\|>\s*final\s*(?:<\|constrain\|>\s*json\s*)?<\|message\|>/gi;

function withoutThoughts(text: string): string {
  const last = [...text.matchAll(THOUGHTS_END)].at(-1);
  return last === undefined ? text : text.slice(last.index + last[0].length);
}

function completeObjects(text: string): JsonObject[] {
  const found: JsonObject[] = [];
  let at = text.indexOf('{');
  for (let tries = 0; at >= 0 && tries < MAX_STARTS; tries++) {
    const end = closingBrace(text, at);
    const object = end === undefined ? undefined : parseObject(text.slice(at, end + 1));
    if (object) found.push(object);
    at = text.indexOf('{', object && end !== undefined ? end + 1 : at + 1);
  }
  return found;
}

/** Where the object that opens at `start` closes; braces inside strings don't count. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return i;
  }
  return undefined;
}

/**
 * Biggest first, from each of the first places where an object seems to begin to each place where it may end:
 * where its braces close, at the last one (prose may follow), and at the end of the text (it may be cut off).
 */
function repairedObjects(text: string): JsonObject[] {
  if (text.split('{').length > MAX_BRACES) return [];
  const starts = [...text.slice(0, MAX_REPAIRED).matchAll(/\{(?=\s*["'“‘\p{L}_])/gu)].slice(0, MAX_REPAIRS);
  const objects = starts.flatMap(({ index }) => {
    const rest = text.slice(index, index + MAX_REPAIRED);
    const ends = new Set([closingBrace(rest, 0) ?? rest.length, rest.lastIndexOf('}'), rest.length]);
    return [...ends].map((end) => repaired(rest.slice(0, end + 1)));
  });
  return objects
    .filter((object) => object !== undefined)
    .toSorted((a, b) => Object.keys(b).length - Object.keys(a).length);
}

function repaired(text: string): JsonObject | undefined {
  try {
    return parseObject(jsonrepair(text));
  } catch {
    return undefined;
  }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
