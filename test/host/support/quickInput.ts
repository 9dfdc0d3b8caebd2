import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './api';

type Input = vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox;

/** What lists and boxes the extension opens, so that tests can answer the real ones as a user does. */
export class QuickInputs {
  private current: Input | undefined;
  private readonly restore: () => void;

  constructor() {
    const { createQuickPick, createInputBox } = vscode.window;
    const window = vscode.window as unknown as Record<string, unknown>;
    const watch =
      <Made extends Input>(make: () => Made) =>
      () => {
        const input = make();
        const show = input.show.bind(input);
        input.show = () => {
          this.current = input;
          show();
        };
        return input;
      };
    window.createQuickPick = watch(createQuickPick as () => vscode.QuickPick<vscode.QuickPickItem>);
    window.createInputBox = watch(createInputBox);
    this.restore = () => Object.assign(window, { createQuickPick, createInputBox });
  }

  dispose(): void {
    this.restore();
  }

  /** Waits for a list with that title. */
  async list(title: RegExp): Promise<vscode.QuickPick<vscode.QuickPickItem>> {
    const input = await this.titled(title);
    assert.ok('items' in input, `${input.title} is no list`);
    return input;
  }

  /** Waits for a list that has such an item, and takes it. */
  async take(title: RegExp, label: RegExp): Promise<void> {
    const pick = await this.list(title);
    const item = await until(
      () => (!pick.busy && pick.items.find((known) => label.test(known.label))) || false,
      `${label} is offered`,
    );
    pick.activeItems = [item];
    await this.press('workbench.action.acceptSelectedQuickOpenItem');
  }

  /** Waits for a box, and types into it. */
  async type(title: RegExp, text: string): Promise<vscode.InputBox> {
    const box = await this.titled(title);
    assert.ok('value' in box && 'password' in box, `${box.title} is no box`);
    box.value = text;
    await this.press('workbench.action.acceptSelectedQuickOpenItem');
    return box;
  }

  /** Waits until that is asked. */
  async shown(title: RegExp): Promise<void> {
    await this.titled(title);
  }

  async back(): Promise<void> {
    await this.press('workbench.action.quickInputBack');
  }

  async leave(): Promise<void> {
    await this.press('workbench.action.closeQuickOpen');
  }

  private titled(title: RegExp): Promise<Input> {
    return until(
      () => (title.test(this.current?.title ?? '') ? (this.current ?? false) : false),
      `${title} is asked`,
    ).catch((error) => {
      throw new Error(`${error.message} There is: ${this.current?.title}`);
    });
  }

  private async press(command: string): Promise<void> {
    // What was set here goes to the window a turn later; an answer would overtake it.
    await new Promise((done) => setTimeout(done, 300));
    this.current = undefined;
    await vscode.commands.executeCommand(command);
  }
}
