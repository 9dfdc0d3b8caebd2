/** How many opening braces are tried; a reply with more junk before its object isn't worth reading. */
const MAX_STARTS = 32;

/**
 * The JSON object in a reply that may wrap it in thoughts (`<think>…</think>`), a code fence or prose.
 * The last complete object wins where several stand side by side: models think first and answer last.
 */
export function extractJson(content: string): Record<string, unknown> | undefined {
  const text = withoutThoughts(content).trim();
  const whole = parseObject(text);
  if (whole) return whole;
  const fenced = [...text.matchAll(/```(?:json)?\s*\n?([\s\S]*?)```/gi)].map((match) => parseObject(match[1] ?? ''));
  return fenced.findLast((object) => object !== undefined) ?? lastObject(text);
}

/** Some chat templates open the thoughts themselves, so that only the closing tag is in the reply. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>');
  return end < 0 ? text : text.slice(end + '</think>'.length);
}

function lastObject(text: string): Record<string, unknown> | undefined {
  let found: Record<string, unknown> | undefined;
  let at = text.indexOf('{');
  for (let tries = 0; at >= 0 && tries < MAX_STARTS; tries++) {
    const end = closingBrace(text, at);
    const object = end === undefined ? undefined : parseObject(text.slice(at, end + 1));
    found = object ?? found;
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

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
