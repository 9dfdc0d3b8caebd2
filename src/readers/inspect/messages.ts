import type { Message } from '../../model/example';
import { asText, at, contentText, isRow, type Row, stringAt } from '../values';

const ATTACHMENT = /attachment:\/\/([0-9a-f]{32})/g;
const MEDIA = /^data:|^[A-Za-z0-9+/\s]{2000,}={0,2}$/;

/** Puts the texts that a log moved to its attachments back; media become a placeholder. */
export function withAttachments(text: string, attachments: unknown): string {
  if (!text.includes('attachment://')) return text;
  return text.replace(ATTACHMENT, (reference, id: string) => {
    const found = at(attachments, id);
    if (typeof found !== 'string') return reference;
    return MEDIA.test(found) ? '[image]' : found;
  });
}

export function renderContent(content: unknown, attachments: unknown): string {
  return withAttachments(contentText(content), attachments);
}

/** A message as text: its content, the tools it calls, the error of the tool that answers. */
export function renderMessage(message: unknown, attachments: unknown): Message {
  const parts = [renderContent(at(message, 'content'), attachments), ...toolCalls(message).map(renderCall)];
  const error = toolError(message);
  if (error) parts.push(`[error: ${error}]`);
  const role = stringAt(message, 'role') ?? 'user';
  return { role, content: parts.filter((part) => part !== '').join('\n') };
}

/** What went wrong with tools on the way: calls that did not parse and tools that failed, "parsing: …". */
export function toolErrors(messages: readonly unknown[]): string[] {
  return messages.flatMap((message) => {
    const parseErrors = toolCalls(message)
      .map((call) => stringAt(call, 'parse_error'))
      .filter((error) => error !== undefined);
    const error = toolError(message);
    return [...parseErrors.map((text) => `parsing: ${text}`), ...(error ? [error] : [])];
  });
}

/** True when a provider marked a part of the content as a refusal. */
export function isRefusal(message: unknown): boolean {
  const content = at(message, 'content');
  return Array.isArray(content) && content.some((part) => at(part, 'refusal') === true);
}

export function toolCalls(message: unknown): Row[] {
  const calls = at(message, 'tool_calls');
  return Array.isArray(calls) ? calls.filter(isRow) : [];
}

function renderCall(call: Row): string {
  const args = call.arguments ?? {};
  return `→ call ${asText(call.function)}(${asText(args)})`;
}

function toolError(message: unknown): string | null {
  const error = at(message, 'error');
  if (!isRow(error)) return null;
  return [stringAt(error, 'type'), stringAt(error, 'message')].filter(Boolean).join(': ') || null;
}
