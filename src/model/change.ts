/** Tells listeners what changed. `listen` returns the function that stops listening. */
export class ChangeSignal<T> {
  private readonly listeners = new Set<(change: T) => void>();

  listen(listener: (change: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  send(change: T): void {
    for (const listener of [...this.listeners]) listener(change);
  }
}
