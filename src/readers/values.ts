import type { Message } from '../model/example';

export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member of a nested object, or undefined where there is no such path. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

export function stringAt(value: unknown, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Strings as they are, nothing for null and undefined, JSON for everything else. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  try {
    return JSON.stringify(value);
  } catch {
    // The parser takes any depth, the writer does not.
    return '[nested too deeply]';
  }
}

/** One text or a list of them; null and undefined are none. */
export function asTexts(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}

/** Numbers, and numbers written as strings; booleans are 1 and 0. */
export function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    return Number.isFinite(number) ? number : null;
  }
  return null;
}

export function messageOf(error: unknown): string {
  // Functions that call themselves give up at some depth, and say so in words for programmers.
  if (error instanceof RangeError && /call stack/.test(error.message)) return 'the value is nested too deeply';
  return error instanceof Error ? error.message : String(error);
}

const IMAGE_DATA = /^data:image\/|^data:application\/octet-stream|^[A-Za-z0-9+/]{2000,}={0,2}$/;

/** The text of a message's content: a string, or a list of parts of any provider; media are placeholders. */
export function contentText(content: unknown): string {
  if (Array.isArray(content)) return content.map(contentText).filter(Boolean).join('\n');
  if (typeof content === 'string') return IMAGE_DATA.test(content) ? '[image]' : content;
  if (!isRow(content)) return asText(content);
  const { type } = content;
  if (typeof content.text === 'string') return content.text;
  if (type === 'reasoning' || type === 'thinking') return '';
  if (typeof type === 'string') return `[${type.replace(/_url$|^input_/g, '')}]`;
  return asText(content);
}

/** Chat messages in the usual shape, or null when the value is something else. */
export function asMessages(value: unknown): Message[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const messages: Message[] = [];
  for (const message of value) {
    if (!isRow(message) || typeof message.role !== 'string') return null;
    messages.push({ role: message.role, content: contentText(message.content) });
  }
  return messages;
}

/** A prompt that is the JSON of chat messages, as messages; null for every other text. */
export function messagesInText(text: string): Message[] | null {
  if (!/^\s*\[\s*\{/.test(text)) return null;
  try {
    return asMessages(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A conversation as one text: a lone message is its content, several bear their roles. */
export function inputText(messages: readonly Message[]): string {
  const [only] = messages;
  if (only && messages.length === 1) return only.content;
  return messages.map(({ role, content }) => `[${role}]\n${content}`).join('\n\n');
}

/** The file's name without its extensions: what stands in where a file names no dataset or model. */
export function stem(name: string): string {
  return name.replace(/(?<=.)\.(jsonl?|ndjson|csv|tsv|eval|ya?ml|parquet)$/i, '');
}

/** The name of the folder around a file, empty at the top. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).at(-2) ?? '';
}
