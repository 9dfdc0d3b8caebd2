import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleToHost, HostToExample, Reading, ReviewResult } from '../../src/protocol';
import { View } from '../view';
import './categoryPicker';
import { renderAnswer } from './answer';
import { renderContext } from './context';
import { renderCriteria } from './criteria';
import { renderDetails } from './details';
import { focusCriterion, focusQuote, quoteAt } from './evidence';
import { renderReviewBar, renderReviewResult } from './review';
import { activeCorrection, categoryOf, connect, type ExampleMessage } from './state';
import { renderSteps } from './steps';
import { renderToolbar } from './toolbar';
import { renderVerdict } from './verdict';

/** One failing example: what went wrong, and where in the output. */
export class ExampleView extends View {
  static override properties = {
    message: { state: true },
    problem: { state: true },
    picking: { state: true },
    reviewed: { state: true },
    hot: { state: true },
    comparing: { state: true },
  };

  declare message: ExampleMessage | null;
  declare problem: string | null;
  declare picking: boolean;
  /** What a review came to, until an example is shown again. */
  declare reviewed: ReviewResult | null;
  /** The quote under the pointer. */
  declare hot: number | null;
  declare comparing: boolean;

  private readonly host = connect();
  private stopListening: (() => void) | undefined;
  private restored = false;

  constructor() {
    super();
    this.message = null;
    this.problem = null;
    this.picking = false;
    this.reviewed = null;
    this.hot = null;
    this.comparing = this.host.state.comparing;
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
    const { message, problem, reviewed } = this;
    if (problem !== null) return this.renderProblem(problem);
    if (reviewed !== null) return renderReviewResult(reviewed, this.send);
    if (message === null) {
      return html`<div role="main">
        <div class="skeleton" role="status" aria-label="Reading the example">${[1, 2, 3, 4, 5].map(() => html`<i></i>`)}</div>
      </div>`;
    }
    const reading = { reading: message.reading, read: this.read };
    const evidence = { hot: this.hot, show: this.showQuote };
    return html`
      <div class="top">
        ${renderToolbar({ message, picking: this.picking, send: this.send, pick: this.pick })}
        ${message.review === null ? nothing : renderReviewBar({ review: message.review, send: this.send, pick: this.pick })}
        ${this.picking ? this.renderPicker(message) : nothing}
      </div>
      <main data-key=${message.example.key} @mouseover=${this.onHover} @click=${this.onClick}>
        ${renderVerdict({ message, send: this.send, pick: this.pick })}
        <div class="columns">
          <div class="column-main">${renderAnswer(message, this.send, reading)} ${renderSteps(message, reading)} ${renderCriteria(message, evidence)}</div>
          <div class="column-side">${renderContext(message, this.send, { ...reading, comparing: this.comparing, compare: this.compare })}</div>
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
      .said=${activeCorrection(message)?.note ?? ''}
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
    return html`<div class="state" role="main" data-testid="problem">
      <div role="alert">
        <h1>This example can't be shown</h1>
        <p>${problem}</p>
      </div>
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
        this.reviewed = null;
        this.show(message);
        break;
      case 'judge':
        if (this.message !== null) this.message = { ...this.message, judge: message.judge };
        break;
      case 'reviewed':
        this.problem = null;
        this.picking = false;
        this.showResult(message.result);
        break;
      case 'problem':
        this.problem = message.message;
    }
  }

  /** Read out when it comes; later on only its numbers change. */
  private showResult(result: ReviewResult): void {
    const isNew = this.reviewed === null;
    this.reviewed = result;
    if (isNew) void this.updateComplete.then(() => this.querySelector<HTMLElement>('.review-result h1')?.focus());
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

  private readonly read = (reading: Reading): void => {
    if (this.message !== null) this.message = { ...this.message, reading };
    this.send({ type: 'reading', reading });
  };

  private readonly compare = (comparing: boolean): void => {
    this.comparing = comparing;
    this.host.save({ comparing });
  };

  /** Quotes are marked in raw texts: a rendered output becomes one for it. */
  private readonly showQuote = async (number: number): Promise<void> => {
    if (focusQuote(this, number) || this.message === null) return;
    this.read({ ...this.message.reading, output: 'raw' });
    await this.updateComplete;
    requestAnimationFrame(() => focusQuote(this, number));
  };

  private readonly onHover = (event: Event): void => {
    this.hot = quoteAt(event);
  };

  private readonly onClick = (event: Event): void => {
    const number = quoteAt(event);
    // Who selects text in a quote means to copy it.
    if (number !== null && document.getSelection()?.isCollapsed !== false) focusCriterion(this, number);
  };

  private readonly toggle = (name: string, isOpen: boolean): void => {
    const others = this.host.state.open.filter((other) => other !== name);
    this.host.save({ open: isOpen ? [...others, name] : others });
  };

  private readonly onScroll = (): void => this.host.save({ scroll: window.scrollY });

  /** Alt+←/→ or j/k step through the failing examples, c changes the category; a, s and q in a review. */
  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (this.message === null || this.reviewed !== null || event.ctrlKey || event.metaKey) return;
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
  private readonly keys: Record<string, () => void> = {
    k: this.previous,
    j: this.next,
    c: () => this.pick(true),
    a: () => this.review('accept'),
    s: () => this.review('skip'),
    q: () => this.review('stop'),
  };

  private review(act: 'accept' | 'skip' | 'stop'): void {
    const { review } = this.message ?? {};
    if (!review || (act === 'accept' && review.category === null)) return;
    this.send({ type: 'review', act });
  }
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
