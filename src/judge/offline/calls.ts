import { isObject, type JsonObject } from './jsonText';
import type { Span } from './rule';

/** A call of a function as a text writes it. */
export interface WrittenCall extends Span {
  name: string;
  /** `null` when the arguments can't be read: then only the name is known. */
  args: JsonObject | null;
}

/** Longer texts are no list of calls. */
const MAX_TEXT = 50_000;
const MAX_CALLS = 20;

/**
 * The calls that a text consists of: `name({"a": 1})` or `name(a=1, b="x")` one after another, or JSON objects with a
 * name and arguments (`{"name": …, "arguments": {…}}`, alone, in a list, or in `<tool_call>`). Empty when the text is
 * anything else than calls.
 */
export function callsIn(text: string): WrittenCall[] {
  if (text.length > MAX_TEXT) return [];
  const fenced = /^\s*```[\w-]{0,20}[ \t]*\n([\s\S]*?)\n?```\s*$/.exec(text);
  const inner = fenced?.[1] ?? text;
  const offset = fenced === null ? 0 : text.indexOf(inner, fenced[0].indexOf('\n'));
  const json = jsonCalls(inner, offset);
  return json.length > 0 ? json : plainCalls(inner, offset);
}

function jsonCalls(text: string, offset: number): WrittenCall[] {
  const marked = taggedParts(text);
  if (marked.length > 0) {
    return marked.flatMap(({ start, end }) =>
      callsOfJson(text.slice(start, end), { start: offset + start, end: offset + end }),
    );
  }
  const start = text.length - text.trimStart().length;
  return callsOfJson(text, { start: offset + start, end: offset + Math.max(start, text.trimEnd().length) });
}

/** What stands in `<tool_call>…</tool_call>`, as several models write their calls. */
function taggedParts(text: string): Span[] {
  const parts: Span[] = [];
  let from = text.indexOf('<tool_call>');
  while (from >= 0 && parts.length < MAX_CALLS) {
    const start = from + '<tool_call>'.length;
    const end = text.indexOf('</tool_call>', start);
    if (end < 0) break;
    parts.push({ start, end });
    from = text.indexOf('<tool_call>', end);
  }
  return parts;
}

function callsOfJson(text: string, span: Span): WrittenCall[] {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return [];
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return [];
  }
  const rows = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value.tool_calls)
      ? value.tool_calls
      : [value];
  const calls = rows.map((row) => callOfRow(row, span));
  return calls.some((call) => call === null) ? [] : calls.filter((call) => call !== null).slice(0, MAX_CALLS);
}

/** `{name, arguments}` in the words of several providers; the arguments may be JSON in a text. */
function callOfRow(row: unknown, span: Span): WrittenCall | null {
  if (!isObject(row)) return null;
  const inner = isObject(row.function) ? row.function : row;
  const name = inner.name ?? inner.tool ?? inner.tool_name ?? inner.function_name ?? inner.function ?? inner.action;
  const given = inner.arguments ?? inner.parameters ?? inner.args ?? inner.input ?? inner.action_input;
  if (typeof name !== 'string' || !/^[\w.:/-]{1,100}$/.test(name) || given === undefined) return null;
  return { ...span, name, args: argsOf(given) };
}

function argsOf(given: unknown): JsonObject | null {
  if (isObject(given)) return given;
  if (typeof given !== 'string') return null;
  try {
    const value: unknown = JSON.parse(given);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** `name(…)` one after another, in brackets or on lines of their own; nothing else may stand between. */
function plainCalls(text: string, offset: number): WrittenCall[] {
  const calls: WrittenCall[] = [];
  let index = 0;
  while (index < text.length && calls.length < MAX_CALLS) {
    const lead = /^[\s[\],;→]*(?:call )?/.exec(text.slice(index, index + 200))?.[0].length ?? 0;
    index += lead;
    if (text.slice(index).trim() === '') break;
    const name = /^[A-Za-z_][\w.]{0,99}(?=\()/.exec(text.slice(index, index + 101))?.[0];
    if (name === undefined) return [];
    const open = index + name.length;
    const close = closingBracket(text, open);
    if (close < 0) return [];
    calls.push({ name, args: plainArgs(text.slice(open + 1, close)), start: offset + index, end: offset + close + 1 });
    index = close + 1;
  }
  return calls;
}

/** The bracket that closes the one at `open`, quotes looked over; -1 when there is none. */
function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let index = open; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote !== '') {
      if (char === '\\') index += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (/[([{]/.test(char)) depth += 1;
    else if (/[)\]}]/.test(char)) {
      depth -= 1;
      if (depth === 0) return index;
    }
  }
  return -1;
}

/** `{"a": 1}`, or `a=1, b="x"`; `null` for what is neither. */
function plainArgs(text: string): JsonObject | null {
  if (text.trim() === '') return {};
  if (text.trim().startsWith('{')) return argsOf(text);
  const args: JsonObject = {};
  for (const part of topLevelParts(text)) {
    const match = /^\s*([A-Za-z_]\w{0,99})\s*=\s*([\s\S]*?)\s*$/.exec(part);
    if (match === null) return null;
    args[match[1] ?? ''] = literal(match[2] ?? '');
  }
  return args;
}

function topLevelParts(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? '';
    if (char === ',') {
      parts.push(text.slice(from, index));
      from = index + 1;
    } else if (/[([{"']/.test(char)) {
      const close = /["']/.test(char) ? closingQuote(text, index) : closingBracket(text, index);
      if (close < 0) break;
      index = close;
    }
    index += 1;
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== '');
}

function closingQuote(text: string, open: number): number {
  for (let index = open + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === text[open]) return index;
  }
  return -1;
}

/** A Python or JSON value; what can't be read stays the text that it is. */
function literal(text: string): unknown {
  const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };
  if (text in words) return words[text];
  const quoted = /^'((?:[^'\\"]|\\')*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replace(/\\'/g, "'");
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(
        text
          .replaceAll("'", '"')
          .replace(/\bTrue\b/g, 'true')
          .replace(/\bFalse\b/g, 'false'),
      );
    } catch {
      return text;
    }
  }
}
