import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { count } from '../../format';
import { View } from '../../view';
import { type LiftedText, liftPictures } from './images';
import { renderMarkdown } from './markdown';
import { partsOf } from './parts';

/** So many parts are shown at first, and with each wish for more; each is drawn in a task of its own. */
const PARTS_AT_ONCE = 4;

/** A text as its writer meant it to look: Markdown, code in colours, formulas, pictures that it has in itself. */
export class RenderedText extends View {
  static override properties = { text: {}, label: {}, shown: { state: true } };

  declare text: string;
  declare label: string;
  /** How many parts are shown. */
  declare shown: number;

  private wanted = PARTS_AT_ONCE;
  private next: ReturnType<typeof setTimeout> | undefined;
  private lifted: LiftedText = { text: '', pictures: [] };
  private parts: string[] = [];
  private drawn: ReturnType<typeof renderMarkdown>[] = [];

  constructor() {
    super();
    this.shown = 1;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) {
      this.lifted = liftPictures(this.text);
      this.parts = partsOf(this.lifted.text);
      this.drawn = [];
      this.shown = 1;
      this.wanted = PARTS_AT_ONCE;
    }
    // What is drawn already stays as it is.
    for (const part of this.parts.slice(this.drawn.length, this.shown)) {
      this.drawn.push(renderMarkdown(part, this.lifted.pictures));
    }
  }

  protected override updated(): void {
    clearTimeout(this.next);
    if (this.shown < Math.min(this.wanted, this.parts.length)) this.next = setTimeout(this.showNext);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.next);
  }

  protected override render(): TemplateResult {
    const left = this.parts.slice(this.shown).reduce((sum, part) => sum + part.length, 0);
    return html`<div class="text rendered" tabindex="0" role="group" aria-label=${this.label}>${this.drawn}${
      left === 0
        ? nothing
        : html`<button class="gap" data-testid="show-more" @click=${this.showMore}>
            Show more: ${count(left)} characters are not shown yet
          </button>`
    }</div>`;
  }

  private readonly showNext = (): void => {
    this.shown += 1;
  };

  private readonly showMore = (): void => {
    this.wanted = this.shown + PARTS_AT_ONCE;
    this.showNext();
  };
}

customElements.define('error-atlas-rendered', RenderedText);
