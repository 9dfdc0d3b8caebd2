import { parser as python } from '@lezer/python';
import { parse } from 'acorn';

/** The first place where code stops being code, as an offset in it. */
export interface SyntaxFault {
  at: number;
  message: string;
}

/**
 * What valid Python may hold and the grammar does not know: a fault on a line with one of them proves nothing.
 * Found by parsing the standard library of Python 3.11: of its files none has a fault elsewhere.
 */
const UNKNOWN_TO_GRAMMAR =
  /\byield\b|\d\.(?!\d)|\bas\s+[\w.]+[.([]|\bas\s*[([]|\blambda\b[^:\n]*\/|\b(?:case|match|type|print|exec)\b|>>|\[\s*\*|except\s*\*|[^\0-\x7f]/;

/** The first fault of Python code; `null` when it parses, or when it may be valid all the same. */
export function pythonFault(code: string): SyntaxFault | null {
  const text = `${code.trimEnd()}\n`;
  let at = -1;
  python.parse(text).iterate({
    enter(node) {
      if (at < 0 && node.type.isError) at = node.from;
      return at < 0;
    },
  });
  if (at < 0) return null;
  const line = text.lastIndexOf('\n', at - 1);
  const before = text.lastIndexOf('\n', line - 1) + 1;
  const end = text.indexOf('\n', at);
  if (UNKNOWN_TO_GRAMMAR.test(text.slice(before, end < 0 ? text.length : end))) return null;
  const ended = at >= text.trimEnd().length;
  return {
    at: Math.min(at, Math.max(0, code.length - 1)),
    message: ended ? 'the code ends too early' : 'invalid syntax',
  };
}

/** The first fault of JavaScript code, read as a module and as a script; `null` for what one of them accepts. */
export function javascriptFault(code: string): SyntaxFault | null {
  // Types and markup are other languages, which people put under the same name.
  if (
    /^\s{0,40}(?:interface|type|enum|declare|namespace) \w|\w\s?:\s?(?:string|number|boolean|any|void)\b|<\/?[A-Za-z][\w.]*[ />]/m.test(
      code,
    )
  )
    return null;
  const asModule = faultAs('module', code);
  return asModule === null || faultAs('script', code) === null ? null : asModule;
}

function faultAs(sourceType: 'module' | 'script', code: string): SyntaxFault | null {
  try {
    parse(code, {
      ecmaVersion: 'latest',
      sourceType,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowHashBang: true,
    });
    return null;
  } catch (error) {
    // A parser that fails in another way (too deep a nesting) has proven nothing.
    if (!(error instanceof SyntaxError)) return null;
    const at = 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    return { at: Math.min(at, Math.max(0, code.length - 1)), message: error.message.replace(/\s*\(\d+:\d+\)$/, '') };
  }
}
