import type { Message } from '../../model/example';
import { parsePythonLiteral } from '../pythonLiteral';
import { asMessages, asText, at, isRow, type Row } from '../values';

/** Calls of functions as text, one a line: `name({"argument": value})`; turns and steps are flattened. */
export function renderCalls(value: unknown): string {
  if (Array.isArray(value)) return value.map(renderCalls).filter(Boolean).join('\n');
  if (!isRow(value)) return asText(value);
  return Object.entries(value)
    .map(([name, args]) => `${name}(${asText(args)})`)
    .join('\n');
}

/** What was asked: of a failing case in the score file, else in the log of the request, where it was kept. */
export function askedMessages(result: Row, failing: Row | undefined): Message[] | null {
  const turns = at(failing, 'prompt', 'question');
  const asked = Array.isArray(turns) ? asMessages(turns.flat()) : null;
  return asked ?? loggedMessages(result.inference_log);
}

/** The names of the functions that the model could call. */
export function functionNames(result: Row, failing: Row | undefined): string[] {
  const offered = at(failing, 'prompt', 'function') ?? at(inferenceInput(result.inference_log), 'tools');
  if (!Array.isArray(offered)) return [];
  return offered.map((tool) => asText(at(tool, 'function', 'name') ?? at(tool, 'name'))).filter(Boolean);
}

function loggedMessages(log: unknown): Message[] | null {
  const message = at(inferenceInput(log), 'message');
  if (typeof message !== 'string') return asMessages(message);
  // The tool writes Python's notation of the messages into the JSON.
  return asMessages(parsePythonLiteral(message)) ?? [{ role: 'user', content: message }];
}

/** A list of log entries, in conversations of several turns a list of lists: the first input of all. */
function inferenceInput(log: unknown): unknown {
  if (!Array.isArray(log)) return undefined;
  for (const entry of log.flat(3)) if (at(entry, 'role') === 'inference_input') return at(entry, 'content');
  return undefined;
}
