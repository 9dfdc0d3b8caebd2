import { isDeepStrictEqual } from 'node:util';
import { applyEdits, type FormattingOptions, type JSONPath, modify } from 'jsonc-parser';

/**
 * A JSON text that says `next` instead, with the layout of what has not changed: people keep such files under
 * version control. The text must be valid JSON.
 */
export function rewriteJson(text: string, next: unknown): string {
  const formattingOptions = layoutOf(text);
  const rewritten = change({ text, formattingOptions }, [], JSON.parse(text), next);
  // Better another layout than another meaning.
  return isDeepStrictEqual(JSON.parse(rewritten), next)
    ? rewritten
    : `${JSON.stringify(next, null, formattingOptions.insertSpaces ? formattingOptions.tabSize : '\t')}\n`;
}

interface Draft {
  text: string;
  formattingOptions: FormattingOptions;
}

function change(draft: Draft, path: JSONPath, before: unknown, after: unknown): string {
  if (isDeepStrictEqual(before, after)) return draft.text;
  if (Array.isArray(before) && Array.isArray(after)) return changeArray(draft, path, before, after);
  if (!isRecord(before) || !isRecord(after)) return set(draft, path, after);
  let { text } = draft;
  for (const name of Object.keys(before)) {
    if (after[name] === undefined) text = set({ ...draft, text }, [...path, name], undefined);
  }
  for (const [name, value] of Object.entries(after)) {
    if (value !== undefined) text = change({ ...draft, text }, [...path, name], before[name], value);
  }
  return text;
}

/** By the items' ids: what goes is taken out, what comes is put in. Where that is not all, the list is written anew. */
function changeArray(draft: Draft, path: JSONPath, before: readonly unknown[], after: readonly unknown[]): string {
  const [had, has] = [before.map(idOfItem), after.map(idOfItem)];
  const kept = had.filter((id) => has.includes(id));
  const isOrdered = isDeepStrictEqual(
    kept,
    has.filter((id) => had.includes(id)),
  );
  if (kept.length === 0 || !isOrdered || kept.includes(undefined)) return set(draft, path, after);
  let { text } = draft;
  for (let i = before.length - 1; i >= 0; i--) {
    if (!has.includes(had[i])) text = set({ ...draft, text }, [...path, i], undefined);
  }
  for (const [i, item] of after.entries()) {
    const from = had.indexOf(has[i]);
    text =
      from < 0
        ? set({ ...draft, text }, [...path, i], item, true)
        : change({ ...draft, text }, [...path, i], before[from], item);
  }
  return text;
}

function set({ text, formattingOptions }: Draft, path: JSONPath, value: unknown, isArrayInsertion = false): string {
  return applyEdits(text, modify(text, path, value, { formattingOptions, isArrayInsertion }));
}

function idOfItem(item: unknown): string | undefined {
  return isRecord(item) && typeof item.id === 'string' ? item.id : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function layoutOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const insertSpaces = !indent.startsWith('\t');
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}
