import * as vscode from 'vscode';

const KINDS = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/** Collects what the user is told meanwhile; every notice is answered with nothing, as if it were closed. */
export async function noticesDuring(work: () => Promise<unknown>): Promise<string[]> {
  const told: string[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const shown = KINDS.map((kind) => [kind, window[kind]] as const);
  for (const kind of KINDS) {
    window[kind] = async (message: string, ...answers: unknown[]) => {
      told.push([message, ...answers.filter((answer) => typeof answer === 'string').map((a) => `[${a}]`)].join(' '));
    };
  }
  try {
    await work();
  } finally {
    for (const [kind, show] of shown) window[kind] = show;
  }
  return told;
}
