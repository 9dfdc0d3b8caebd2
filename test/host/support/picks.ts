import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/**
 * Answers each quick pick meanwhile with the item whose label begins with the next of `labels`; `null` turns away.
 * Gives back the items of each list that was shown.
 */
export async function picking(
  labels: readonly (string | null)[],
  work: () => Thenable<unknown>,
): Promise<vscode.QuickPickItem[][]> {
  const shown: vscode.QuickPickItem[][] = [];
  const left = [...labels];
  const window = vscode.window as unknown as Record<string, unknown>;
  const showQuickPick = window.showQuickPick;
  window.showQuickPick = async (given: vscode.QuickPickItem[] | Thenable<vscode.QuickPickItem[]>) => {
    const items = await given;
    shown.push(items);
    const label = left.shift();
    if (label === null || label === undefined) return undefined;
    const found = items.find((item) => item.label.startsWith(label));
    assert.ok(found, `no "${label}" among ${items.map((item) => item.label).join(', ')}`);
    return found;
  };
  try {
    await work();
  } finally {
    window.showQuickPick = showQuickPick;
  }
  assert.deepEqual(left, [], 'not all lists were shown');
  return shown;
}
