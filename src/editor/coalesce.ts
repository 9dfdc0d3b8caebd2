import type { Disposable } from 'vscode';

/** Runs `work` once for many calls: `delay` milliseconds after the first of them. */
export function coalesce(delay: number, work: () => void): (() => void) & Disposable {
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, delay);
  };
  return Object.assign(soon, { dispose: () => clearTimeout(timer) });
}
