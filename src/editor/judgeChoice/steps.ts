import * as vscode from 'vscode';

/** What became of a step: the user left, wants the step before, is through, or goes on to another step. */
export type Outcome = 'left' | 'back' | 'done' | Step;
export type Step = () => Promise<Outcome>;

/** Walks through steps, each of which may lead to others and back again. `true` when the last one is done. */
export async function walk(first: Step): Promise<boolean> {
  const path: Step[] = [first];
  for (let step = path.at(-1); step; step = path.at(-1)) {
    const outcome = await step();
    if (outcome === 'done') return true;
    if (outcome === 'left') return false;
    if (outcome === 'back') path.pop();
    else path.push(outcome);
  }
  return false;
}

export interface PickOptions<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder?: string;
  items: readonly Item[];
  /** There is a step before this one. */
  canGoBack: boolean;
  /** Filled in while the list is open; `signal` ends with it. Throws nothing. */
  more?: (pick: vscode.QuickPick<Item>, signal: AbortSignal) => Promise<void>;
}

/** One of a list; `back` and `left` when none was taken. */
export async function pickOne<Item extends vscode.QuickPickItem>(
  options: PickOptions<Item>,
): Promise<Item | 'back' | 'left'> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.title = options.title;
  pick.placeholder = options.placeholder;
  pick.items = options.items;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = options.canGoBack;
  if (options.canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  const ended = new AbortController();
  try {
    const answer = answerOf(pick, () => pick.selectedItems[0] ?? pick.activeItems[0]);
    pick.show();
    if (options.more) {
      pick.busy = true;
      void options.more(pick, ended.signal).finally(() => {
        if (!ended.signal.aborted) pick.busy = false;
      });
    }
    return await answer;
  } finally {
    ended.abort(new Error('the list is closed'));
    pick.dispose();
  }
}

export interface TypeOptions {
  title: string;
  prompt: string;
  value?: string;
  placeholder?: string;
  password?: boolean;
  /** Why a text will not do; `undefined` when it will. */
  check: (text: string) => string | undefined;
}

/** A text, trimmed; an object so that no text is taken for `back` or `left`. */
export async function typeIn(options: TypeOptions): Promise<{ text: string } | 'back' | 'left'> {
  const box = vscode.window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  box.value = options.value ?? '';
  box.placeholder = options.placeholder;
  box.password = options.password ?? false;
  box.ignoreFocusOut = true;
  box.buttons = [vscode.QuickInputButtons.Back];
  try {
    const changes = box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    const answer = answerOf(box, () => {
      const text = box.value.trim();
      box.validationMessage = options.check(text);
      return box.validationMessage === undefined ? { text } : undefined;
    });
    box.show();
    return await answer.finally(() => changes.dispose());
  } finally {
    box.dispose();
  }
}

/** Waits for an answer, the Back button, or the end of the input; what `read` gives no answer for stays open. */
function answerOf<Answer>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  read: () => Answer | undefined,
): Promise<Answer | 'back' | 'left'> {
  return new Promise((resolve) => {
    const listeners = [
      input.onDidAccept(() => {
        const answer = read();
        if (answer !== undefined) settle(answer);
      }),
      input.onDidTriggerButton(() => settle('back')),
      input.onDidHide(() => settle('left')),
    ];
    const settle = (answer: Answer | 'back' | 'left') => {
      for (const listener of listeners) listener.dispose();
      resolve(answer);
    };
  });
}
