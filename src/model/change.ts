/** Tells listeners what changed. `listen` returns the function that stops listening. */
export class ChangeSignal<T> {
  private readonly listeners = new Set<(change: T) => void>();

  listen(listener: (change: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  send(change: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(change);
      } catch (error) {
        // A listener's bug is not the sender's: what it was doing goes on, and the error surfaces by itself.
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
