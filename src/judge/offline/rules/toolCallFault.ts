import type { Example } from '../../../model/example';
import { callsIn, type WrittenCall } from '../calls';
import type { MeasuredKind } from '../counts';
import { normalText } from '../finalAnswer';
import { type JsonObject, readJson } from '../jsonText';
import type { Finding, Rule, Span } from '../rule';
import { scannedHead } from '../scannedText';
import { isCutOff } from '../stopReason';

/** How checkers of calls word what is wrong with one. */
const TOLD =
  /\b(?:missing (?:required )?(?:parameter|argument)|incorrect type for parameter|unexpected (?:parameter|keyword argument)|invalid (?:value for parameter|arguments? for (?:tool|function))|(?:unknown|no such|undefined) (?:tool|function)|(?:tool|function)(?: name)? ['"“`]?[\w.]{1,80}['"”`]? (?:not found|does not exist|is not defined|is unknown)|wrong (?:function|tool)(?: name)?|wrong number of functions|no call (?:of|to) [\w.]{1,80}|[\w.]{1,80} was (?:never|not) called|function name .{1,80}not found|failed to decode (?:AST|the (?:tool|function) call)|could not parse the (?:tool|function) call|expected (?:a )?(?:tool|function) call)\b[^\n]{0,200}/i;

/** A reference that is a call of a function, and an output that calls otherwise or not at all. */
export const toolCallFault: Rule = {
  id: 'tool-call-fault',
  category: 'Tool/API Usage Error',
  reason: 'The call differs from the one that was wanted in its name or arguments, or there is none.',
  apply(example) {
    const wanted = example.references.map((reference) => callsIn(scannedHead(reference)));
    const given = callsIn(example.output);
    const told = TOLD.exec(scannedHead(example.explanation ?? ''))?.[0];
    if (wanted.length > 0 && wanted.every((calls) => calls.length > 0)) {
      const fault = given.length === 0 ? noCall(example) : difference(given, wanted);
      if (fault !== null) return fault;
    }
    if (told === undefined) return toolError(example);
    const span = given[0] ?? firstLine(example.output);
    return finding(
      'Tool called wrongly',
      `The checker of the call says: “${told.trim()}”.`,
      span,
      'tool-call-fault/told',
    );
  },
};

/** A tool's own words about how it was called, in the record of a session. */
const TOOL_ERROR =
  /\b(?:(?:Type|Tool|Value|Call|Argument|Function|Name)Error: (?:[\w.]{1,80}\(\) )?(?:(?:unknown|undefined|no such) (?:tool|function|argument|parameter|field)|got an unexpected keyword|missing \d{1,2} required|takes \d)|(?:error|exception|failed)\b[^\n]{0,40}?(?:must be (?:one of|a|an)\b|missing (?:required )?(?:parameter|argument|field)|invalid (?:argument|parameter|value|type)|unknown (?:tool|function|argument|parameter)|no such tool|(?:tool|function) [^\n]{0,60}?not found|validation error|not a valid)|parsing: )[^\n]{0,160}/i;

/** How graders of sessions word a wrong call. */
const GRADED_CALL =
  /^\s*(?:wrong|missing|unknown|invalid|incorrect|unexpected) (?:argument|parameter|tool|function|call|user|id|recipient|path|query)\b[^\n]{0,120}/i;

/** What a tool gives back when nothing is wrong. */
const RESULT = /^[ \t]{0,4}(?:Observation:|→|<-|←|->|result:)(?![^\n]{0,200}\b(?:error|exception|failed|invalid)\b)/im;

/** How a session shows a call and what came back. */
const SESSION = /^[ \t]{0,4}(?:Action(?: Input)?:|→|<-|←|Observation:|[A-Za-z_]\w{0,60}\()/m;

/** A tool that rejects its call, in the output or in what the runner wrote down. */
function toolError({ output, metadata, references, explanation = '' }: Example): Finding | null {
  const errors = Array.isArray(metadata?.toolErrors)
    ? metadata.toolErrors.filter((text) => typeof text === 'string')
    : [];
  const noted = errors.find((text) => TOOL_ERROR.test(`error: ${text}`));
  if (noted !== undefined) {
    return finding(
      'Tool called wrongly',
      `A tool rejected its call: “${noted.slice(0, 160)}”.`,
      firstLine(output),
      'tool-call-fault/rejected',
    );
  }
  const text = scannedHead(output);
  if (!SESSION.test(text) || references.some((reference) => TOOL_ERROR.test(reference))) return null;
  const graded = GRADED_CALL.exec(scannedHead(explanation))?.[0].trim();
  if (graded !== undefined)
    return finding(
      'Tool called wrongly',
      `The grader says of the calls: “${graded}”.`,
      firstLine(output),
      'tool-call-fault/graded',
    );
  const found = TOOL_ERROR.exec(text);
  if (found === null) return null;
  // A call that was mended and went through is not what failed.
  if (RESULT.test(text.slice(found.index + found[0].length))) return null;
  const span = { start: found.index, end: found.index + found[0].length };
  return finding(
    'Tool called wrongly',
    `A tool rejected its call: “${found[0].trim()}”.`,
    span,
    'tool-call-fault/rejected',
  );
}

function noCall(example: Example): Finding | null {
  const { output, references } = example;
  // A call that was begun and cut off is a cut.
  if (output.trim() === '' || (isCutOff(example.finishReason) && /^\s*(?:```(?:json)?\s*)?[[{<]/.test(output)))
    return null;
  // The right call among words is a matter of form.
  const json = readJson(output);
  const inner = json.kind === 'valid' ? callsIn(output.slice(json.span.start, json.span.end)) : [];
  if (inner.length > 0) {
    const within = inner.map((call) => ({ ...call, start: 0, end: output.length }));
    return difference(
      within,
      references.map((reference) => callsIn(scannedHead(reference))),
    );
  }
  return /[\w.]\s?\(|[{<]/.test(output)
    ? finding(
        'Malformed tool call',
        'The reference is a call of a function; what the output writes cannot be read as one.',
        firstLine(output),
        'tool-call-fault/malformed',
      )
    : finding(
        'No tool called',
        'The reference is a call of a function; the output calls none and answers in words.',
        firstLine(output),
        'tool-call-fault/none',
      );
}

/** The first difference to the wanted calls; `null` when any accepted list of calls agrees, or nothing is sure. */
function difference(given: readonly WrittenCall[], accepted: readonly WrittenCall[][]): Finding | null {
  const faults = accepted.map((wanted) => firstDifference(given, wanted));
  return faults.some((fault) => fault === null) ? null : (faults[0] ?? null);
}

function firstDifference(given: readonly WrittenCall[], wanted: readonly WrittenCall[]): Finding | null {
  const unmet = wanted.filter((call) => !given.some((other) => sameName(call, other)));
  const stray = given.find((call) => !wanted.some((other) => sameName(call, other)));
  const [missing] = unmet;
  if (stray !== undefined && missing !== undefined) {
    return finding(
      'Wrong function called',
      `The output calls “${stray.name}” where “${missing.name}” was wanted.`,
      stray,
      'tool-call-fault/name',
    );
  }
  if (missing !== undefined || given.length < wanted.length) {
    return finding(
      'A needed tool call left out',
      `The output makes ${given.length} of the ${wanted.length} wanted calls${missing === undefined ? '' : `; “${missing.name}” is missing`}.`,
      given[0] ?? { start: 0, end: 0 },
      'tool-call-fault/number',
    );
  }
  for (const call of given) {
    const meant = wanted.filter((other) => sameName(call, other));
    const faults = meant.map((other) => argumentFault(call, other));
    const [fault] = faults;
    if (fault && faults.every((one) => one !== null))
      return finding(fault.title, fault.summary, call, 'tool-call-fault/arguments');
  }
  return null;
}

/** Wanted values come as lists of accepted ones where every argument has a list, as BFCL writes them. */
function argumentFault(given: WrittenCall, wanted: WrittenCall): { title: string; summary: string } | null {
  if (wanted.args === null) return null;
  if (given.args === null) {
    return {
      title: 'Arguments that cannot be read',
      summary: `The arguments of “${given.name}” cannot be read by their names.`,
    };
  }
  const alternatives = Object.values(wanted.args).every(Array.isArray);
  const accepted = (name: string): unknown[] => {
    const value = wanted.args?.[name];
    return alternatives && Array.isArray(value) ? value : [value];
  };
  const names = Object.keys(wanted.args);
  const missing = names.find((name) => !(name in (given.args as JsonObject)) && !accepted(name).includes(''));
  if (missing !== undefined) {
    return {
      title: 'Argument left out of a call',
      summary: `The call of “${given.name}” lacks the argument “${missing}”.`,
    };
  }
  const stray = Object.keys(given.args).find((name) => !names.includes(name));
  if (stray !== undefined) {
    return {
      title: 'Unknown argument in a call',
      summary: `The call of “${given.name}” has the argument “${stray}”, which is not wanted.`,
    };
  }
  const wrong = names.find(
    (name) =>
      name in (given.args as JsonObject) && !accepted(name).some((value) => sameValue(given.args?.[name], value)),
  );
  if (wrong === undefined) return null;
  return {
    title: 'Wrong argument in a call',
    summary: `The call of “${given.name}” gives ${shown(given.args[wrong])} for “${wrong}”; wanted is ${shown(accepted(wrong)[0])}.`,
  };
}

/** Some interfaces allow no dots in names and put `_` for them. */
function sameName(a: WrittenCall, b: WrittenCall): boolean {
  const plain = (name: string): string => name.replace(/[.\-/:]/g, '_').toLowerCase();
  return plain(a.name) === plain(b.name);
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'object' || typeof b === 'object') {
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((value, index) => sameValue(value, b[index]));
    // Lists of accepted values nest in ways of their own: what can't be compared is not called wrong.
    return true;
  }
  return a === b || normalText(String(a)) === normalText(String(b));
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function firstLine(output: string): Span {
  const start = output.length - output.trimStart().length;
  const stop = output.indexOf('\n', start);
  return { start, end: Math.min(stop < 0 ? output.length : stop, start + 120) };
}

function finding(title: string, summary: string, { start, end }: Span, kind: MeasuredKind): Finding {
  return {
    title,
    summary,
    kind,
    quotes: end > start ? [{ start, end: Math.min(end, start + 300) }] : [],
    criterion: 'The right tool is called with the right arguments',
    present: true,
    quality: 'incorrect',
  };
}
