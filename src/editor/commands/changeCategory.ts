import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { categoryOf } from '../../atlas/label';
import type { Correction } from '../../model/judgment';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Judging } from '../judging';
import type { CommandTargets, ExampleArgument } from './target';

/**
 * `errorAtlas.changeCategory [example] [category] [note]`: a person's word on an example.
 * Without a category it asks; `null` takes the correction back.
 */
export function registerChangeCategory(
  store: JudgmentStore,
  judging: Judging,
  targets: CommandTargets,
): vscode.Disposable {
  return vscode.commands.registerCommand(
    'errorAtlas.changeCategory',
    async (argument?: ExampleArgument, category?: string | null, note?: string) => {
      const entry = targets.example(argument);
      if (!entry) return;
      const before = store.label(entry.key)?.correction;
      const chosen =
        typeof category === 'string' || category === null ? category : await pick(store, judging, entry.key);
      if (chosen === undefined) return;
      const record = { key: entry.key, author: author(), createdAt: new Date().toISOString() };
      if (chosen === null) {
        if (before) await store.correct({ ...record, category: before.category, retracted: true });
        return;
      }
      await store.correct({ ...record, category: chosen, ...(note && { note }) });
      const undo = { ...record, category: before?.category ?? chosen, ...(before ? {} : { retracted: true as const }) };
      void offerUndo(store, chosen, { ...before, ...undo });
    },
  );
}

/** Not awaited by the command: a notice may stay for long. */
async function offerUndo(store: JudgmentStore, category: string, undo: Correction): Promise<void> {
  const answer = await vscode.window.showInformationMessage(`ErrorAtlas: changed to ${category}.`, 'Undo');
  if (answer === 'Undo') await store.correct({ ...undo, createdAt: new Date().toISOString() });
}

/** `null`: take the correction back; `undefined`: nothing was picked. */
async function pick(store: JudgmentStore, judging: Judging, key: string): Promise<string | null | undefined> {
  const label = store.label(key);
  const current = categoryOf(label);
  const retract = {
    label: '$(discard) Remove the correction',
    description: 'back to the judge’s word',
    category: null,
  };
  const items = [
    ...judging.taxonomy.categories.map(({ name, description }) => ({
      label: name,
      description: name === current ? 'now' : '',
      detail: description,
      category: name,
    })),
    ...RESIDUAL_CATEGORIES.map((name) => ({
      label: name,
      description: name === current ? 'now' : '',
      category: name,
    })),
  ];
  const picked = await vscode.window.showQuickPick(label?.correction ? [retract, ...items] : items, {
    title: 'What went wrong in this example?',
    placeHolder: 'Your word wins over every judge and is kept in corrections.jsonl',
    matchOnDetail: true,
  });
  return picked?.category;
}

function author(): string {
  try {
    return userInfo().username;
  } catch {
    // Some containers run as a user without a name.
    return 'unknown';
  }
}
