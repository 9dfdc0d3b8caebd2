import * as vscode from 'vscode';
import { categoryOf } from '../../atlas/label';
import type { Correction } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { Judging } from '../judging';
import { personsWord, takenBack } from '../personsWord';
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
      const label = store.label(entry.key);
      const before = label?.correction;
      const given = typeof category === 'string' ? category.trim() : category;
      const chosen = given || given === null ? given : await pick(store, judging, entry.key);
      if (chosen === undefined) return;
      const next =
        chosen === null ? before && takenBack(before) : personsWord(entry, label, { category: chosen, note });
      if (!next) return;
      await store.correct(next);
      void offerUndo(store, next, before ?? takenBack(next));
    },
  );
}

/** Not awaited by the command: a notice may stay for long. */
async function offerUndo(store: JudgmentStore, done: Correction, undo: Correction): Promise<void> {
  const what = done.retracted ? 'the correction is removed' : `changed to ${done.category}`;
  const answer = await vscode.window.showInformationMessage(`ErrorAtlas: ${what}.`, 'Undo');
  if (answer !== 'Undo') return;
  try {
    await store.correct({ ...undo, createdAt: new Date().toISOString() });
  } catch (error) {
    void vscode.window.showErrorMessage(`ErrorAtlas: ${messageOf(error)}`);
  }
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
