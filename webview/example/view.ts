import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleToHost, HostToExample } from '../../src/protocol';
import { View } from '../view';
import './categoryPicker';
import { renderAnswer } from './answer';
import { renderContext } from './context';
import { renderCriteria } from './criteria';
import { renderDetails } from './details';
import { activeCorrection, categoryOf, connect, type ExampleMessage } from './state';
import { renderToolbar } from './toolbar';
import { renderVerdict } from './verdict';

/** One failing example: what went wrong, and where in the output. */
export class ExampleView extends View {
  static override properties = {
    message: { state: true },
    problem: { state: true },
    picking: { state: true },
  };

  declare message: ExampleMessage | null;
  declare problem: string | null;
  declare picking: boolean;

  private readonly host = connect();
  private stopListening: (() => void) | undefined;
  private restored = false;

  constructor() {
    super();
    this.message = null;
    this.problem = null;
    this.picking = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = this.host.listen((message) => this.receive(message));
    document.addEventListener('keydown', this.onKeyDown);
    window.addEventListener('scroll', this.onScroll, { passive: true });
    this.host.send({ type: 'ready' });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
    document.removeEventListener('keydown', this.onKeyDown);
    window.removeEventListener('scroll', this.onScroll);
  }

  protected override render(): TemplateResult {
    const { message, problem } = this;
    if (problem !== null) return this.renderProblem(problem);
    if (message === null) {
      return html`<div class="skeleton" role="status" aria-label="Reading the example">${[1, 2, 3, 4, 5].map(() => html`<i></i>`)}</div>`;
    }
    return html`
      <div class="top">
        ${renderToolbar({ message, picking: this.picking, send: this.send, pick: this.pick })}
        ${this.picking ? this.renderPicker(message) : nothing}
      </div>
      <main data-key=${message.example.key}>
        ${renderVerdict({ message, send: this.send, pick: this.pick })}
        <div class="columns">
          <div class="column-main">${renderAnswer(message, this.send)} ${renderCriteria(message)}</div>
          <div class="column-side">${renderContext(message, this.send)}</div>
        </div>
        ${renderDetails(message, { open: this.host.state.open, toggle: this.toggle })}
      </main>
    `;
  }

  private renderPicker(message: ExampleMessage): TemplateResult {
    return html`<error-atlas-category-picker
      .categories=${message.categories}
      .current=${categoryOf(message)}
      .corrected=${activeCorrection(message) !== null}
      .choose=${(category: string, note: string | undefined) => {
        this.pick(false);
        this.send({ type: 'changeCategory', category, ...(note !== undefined && { note }) });
      }}
      .retract=${() => {
        this.pick(false);
        this.send({ type: 'retractCorrection' });
      }}
      .close=${() => this.pick(false)}
    ></error-atlas-category-picker>`;
  }

  private renderProblem(problem: string): TemplateResult {
    return html`<div class="state" role="alert" data-testid="problem">
      <h1>This example can't be shown</h1>
      <p>${problem}</p>
      <div class="state-actions">
        <vscode-button @click=${() => this.send({ type: 'openSource' })}>Open the file</vscode-button>
        <vscode-button appearance="secondary" @click=${() => this.send({ type: 'openAtlas' })}>Open the atlas</vscode-button>
      </div>
    </div>`;
  }

  private receive(message: HostToExample): void {
    switch (message.type) {
      case 'example':
        this.problem = null;
        this.show(message);
        break;
      case 'judge':
        if (this.message !== null) this.message = { ...this.message, judge: message.judge };
        break;
      case 'problem':
        this.problem = message.message;
    }
  }

  private show(message: ExampleMessage): void {
    const { key, source } = message.example;
    const other = key !== (this.message?.example.key ?? this.host.state.key);
    if (other) this.picking = false;
    this.message = message;
    this.host.save({ key, source });
    if (other) {
      void this.updateComplete.then(() => window.scrollTo({ top: 0 }));
    } else if (!this.restored) {
      const { scroll } = this.host.state;
      void this.updateComplete.then(() => window.scrollTo({ top: scroll }));
    }
    this.restored = true;
  }

  private readonly send = (message: ExampleToHost): void => this.host.send(message);

  private readonly pick = (picking: boolean): void => {
    const wasPicking = this.picking;
    this.picking = picking;
    if (wasPicking && !picking) this.querySelector<HTMLElement>('[data-testid="change-category"]')?.focus();
  };

  private readonly toggle = (name: string, isOpen: boolean): void => {
    const others = this.host.state.open.filter((other) => other !== name);
    this.host.save({ open: isOpen ? [...others, name] : others });
  };

  private readonly onScroll = (): void => this.host.save({ scroll: window.scrollY });

  /** Alt+←/→ or j/k step through the failing examples, c changes the category. */
  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (this.message === null || event.ctrlKey || event.metaKey) return;
    const act = event.altKey ? this.altKeys[event.key] : isTyping(event) ? undefined : this.keys[event.key];
    if (act === undefined) return;
    // VS Code listens at the window and would also run its own Alt+← (Go Back).
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  private readonly previous = (): void => this.send({ type: 'step', by: -1 });
  private readonly next = (): void => this.send({ type: 'step', by: 1 });
  private readonly altKeys: Record<string, () => void> = { ArrowLeft: this.previous, ArrowRight: this.next };
  private readonly keys: Record<string, () => void> = { k: this.previous, j: this.next, c: () => this.pick(true) };
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

customElements.define('error-atlas-example', ExampleView);
