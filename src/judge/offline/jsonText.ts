import type { Example } from '../../model/example';
import type { Span } from './rule';
import { scannedHead } from './scannedText';

/** A JSON object as parsed. */
export type JsonObject = Record<string, unknown>;

/** Outputs longer than this are not parsed: half a million units of JSON are a file, not an answer. */
const MAX_JSON = 500_000;

/** Why we think that the task wanted JSON; `null` when nothing says so. */
export function jsonDemand(example: Example): 'input' | 'reference' | 'grader' | null {
  const { explanation = '' } = example;
  if (
    /\bvalid JSON\b|\bis-json\b|JSON(?:DecodeError| parse| schema| does not parse| is invalid)|not JSON|invalid JSON/i.test(
      scannedHead(explanation),
    )
  )
    return 'grader';
  // "as JSON", "in JSON format", "a JSON object"; not "the JSON below" or a question about JSON.
  const asks =
    /\b(?:as|in|return|output|respond|reply|answer|produce|write|give|generate)\b[^.?!\n]{0,60}?\bJSON\b(?!\s+(?:file|below|above|data|stand))|\bJSON\s+(?:only|format|object|array|output|response)\b/i;
  if (asks.test(scannedHead(example.input))) return 'input';
  return example.references.some((reference) => parseObjectOrArray(reference) !== null) ? 'reference' : null;
}

/** The JSON of an output and what stands around it. */
export type JsonReading =
  | { kind: 'valid'; value: unknown; span: Span; wrapped: 'nothing' | 'fence' | 'prose' }
  | { kind: 'broken'; message: string; at: number; cutOff: boolean }
  | { kind: 'none' };

/** Reads the JSON of an output: bare, in a ``` fence, or between words. */
export function readJson(output: string): JsonReading {
  if (output.length > MAX_JSON) return { kind: 'none' };
  const bare = spanOfTrimmed(output, 0, output.length);
  const direct = tryParse(output.slice(bare.start, bare.end));
  if (direct.ok) return { kind: 'valid', value: direct.value, span: bare, wrapped: 'nothing' };
  const fence = /```(?:json[c5]?)?[ \t]*\n?/i.exec(output);
  if (fence !== null) {
    const from = fence.index + fence[0].length;
    const close = output.indexOf('```', from);
    const inner = spanOfTrimmed(output, from, close < 0 ? output.length : close);
    const parsed = tryParse(output.slice(inner.start, inner.end));
    const alone = output.slice(0, fence.index).trim() === '' && (close < 0 || output.slice(close + 3).trim() === '');
    if (parsed.ok) return { kind: 'valid', value: parsed.value, span: inner, wrapped: alone ? 'fence' : 'prose' };
    if (/^[[{]/.test(output.slice(inner.start, inner.end))) return broken(output, inner, parsed.message);
  }
  const first = output.slice(0, 5000).search(/[[{]/);
  if (first < 0) return { kind: 'none' };
  const last = Math.max(output.lastIndexOf('}'), output.lastIndexOf(']'));
  if (last > first) {
    const parsed = tryParse(output.slice(first, last + 1));
    if (parsed.ok)
      return { kind: 'valid', value: parsed.value, span: { start: first, end: last + 1 }, wrapped: 'prose' };
  }
  // Only an output that begins as JSON is broken JSON; a bracket in prose is prose.
  return first === bare.start ? broken(output, bare, direct.message) : { kind: 'none' };
}

/** A reference that is a JSON object or array. */
export function parseObjectOrArray(text: string): JsonObject | unknown[] | null {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > MAX_JSON) return null;
  const parsed = tryParse(trimmed);
  if (!parsed.ok) return null;
  return Array.isArray(parsed.value) || isObject(parsed.value) ? parsed.value : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function broken(output: string, span: Span, message: string): JsonReading {
  const text = output.slice(span.start, span.end);
  const position = /position (\d+)/.exec(message)?.[1];
  const cutOff =
    /Unexpected end|Unterminated|end of JSON/i.test(message) ||
    (position !== undefined && Number(position) >= text.length);
  const at =
    span.start +
    Math.min(position === undefined ? placeOf(message, text) : Number(position), Math.max(0, text.length - 1));
  return { kind: 'broken', message: message.replace(/\s+in JSON at position.*$|, ?"[\s\S]*$/, ''), at, cutOff };
}

/** Engines of late name the token instead of its position; its first occurrence is near enough to show. */
function placeOf(message: string, text: string): number {
  if (/end of JSON/i.test(message)) return text.length - 1;
  const token = /Unexpected token '(.)'/.exec(message)?.[1];
  const found = token === undefined ? -1 : text.indexOf(token);
  return Math.max(0, found);
}

function tryParse(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function spanOfTrimmed(text: string, from: number, to: number): Span {
  const inner = text.slice(from, to);
  const start = from + (inner.length - inner.trimStart().length);
  return { start, end: Math.max(start, start + inner.trim().length) };
}
