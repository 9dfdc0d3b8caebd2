/**
 * What can be told surely of SQL of any dialect: brackets and quotes that do not close. Dialects differ in all the
 * rest. Returns the offset of the fault, `null` when there is none.
 */
export function sqlFault(code: string): { at: number; message: string } | null {
  const open: number[] = [];
  for (let index = 0; index < code.length; index += 1) {
    const char = code[index] ?? '';
    if (char === '-' && code[index + 1] === '-') index = endOf(code, '\n', index);
    else if (char === '/' && code[index + 1] === '*') index = endOf(code, '*/', index);
    else if (char === "'" || char === '"' || char === '`') {
      const close = closingQuote(code, index);
      // An apostrophe of a sentence after the query is no quote of it.
      if (close < 0) return /;\s/.test(code.slice(0, index)) ? null : { at: index, message: 'a quote is not closed' };
      index = close;
    } else if (char === '(') open.push(index);
    else if (char === ')' && open.pop() === undefined)
      return { at: index, message: 'a bracket closes that was not opened' };
  }
  const last = open.at(-1);
  return last === undefined ? null : { at: last, message: 'a bracket is not closed' };
}

function endOf(code: string, mark: string, from: number): number {
  const at = code.indexOf(mark, from);
  return at < 0 ? code.length : at + mark.length - 1;
}

/** The closing quote; a doubled one, or one after a backslash, is part of the text. */
function closingQuote(code: string, from: number): number {
  const quote = code[from];
  for (let index = from + 1; index < code.length; index += 1) {
    if (code[index] === '\\') index += 1;
    else if (code[index] === quote) {
      if (code[index + 1] !== quote) return index;
      index += 1;
    }
  }
  return -1;
}
