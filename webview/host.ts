import * as z from 'zod';

// zod would otherwise try `new Function`, which the page's content security policy reports as an attack.
z.config({ jitless: true });

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The extension host as the page sees it: typed messages both ways, and the state that survives a reload. */
export class Host<In, Out, State extends object> {
  private readonly api = acquireVsCodeApi();
  private saved: State;

  constructor(
    private readonly incoming: z.ZodType<In>,
    state: z.ZodType<State>,
    initial: State,
  ) {
    const stored = state.safeParse(this.api.getState());
    this.saved = stored.success ? stored.data : initial;
  }

  get state(): Readonly<State> {
    return this.saved;
  }

  save(change: Partial<State>): void {
    this.saved = { ...this.saved, ...change };
    this.api.setState(this.saved);
  }

  send(message: Out): void {
    this.api.postMessage(message);
  }

  /** Calls `receive` with each message that the protocol knows; returns the function that stops it. */
  listen(receive: (message: In) => void): () => void {
    const onMessage = (event: MessageEvent<unknown>) => {
      const parsed = this.incoming.safeParse(event.data);
      if (parsed.success) receive(parsed.data);
      else console.error('ErrorAtlas: a message that the protocol does not know', event.data, parsed.error);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }
}
