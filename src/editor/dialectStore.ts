import type * as vscode from 'vscode';
import type { Dialect, DialectMemory } from '../judge/openai/dialect';

const KEY = 'errorAtlas.dialects';

/** What endpoints were found to understand, kept over restarts of the editor. Holds addresses and model names only. */
export class DialectStore implements DialectMemory {
  constructor(private readonly state: Pick<vscode.Memento, 'get' | 'update'>) {}

  recall(id: string): unknown {
    return this.all()[id];
  }

  remember(id: string, dialect: Dialect): void {
    void this.state.update(KEY, { ...this.all(), [id]: dialect });
  }

  private all(): Record<string, unknown> {
    return this.state.get<Record<string, unknown>>(KEY, {});
  }
}
