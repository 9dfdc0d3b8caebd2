import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { count } from '../format';
import { View } from '../view';
import { excerpt, extended, type Mark, pieces, type Range } from './textRanges';

/** A text as it is, with quotes marked. A very long one shows its ends and the quotes, and more where it is asked for. */
export class LongText extends View {
  static override properties = { text: {}, marks: {}, label: {}, shown: { state: true } };

  declare text: string;
  declare marks: readonly Mark[];
  declare label: string;
  declare shown: readonly Range[];

  constructor() {
    super();
    this.marks = [];
    this.shown = [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text') || changed.has('marks')) this.shown = excerpt(this.text, this.marks);
  }

  /** A mark below the fold of the box would have to be looked for. */
  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('text') && !changed.has('marks')) return;
    const box = this.querySelector<HTMLElement>('.text');
    const mark = this.querySelector<HTMLElement>('mark');
    if (box === null) return;
    const below = mark !== null && mark.offsetTop + mark.offsetHeight > box.clientHeight;
    box.scrollTop = below ? mark.offsetTop - box.clientHeight / 3 : 0;
  }

  protected override render(): TemplateResult {
    const { shown } = this;
    return html`<div class="text" tabindex="0" role="group" aria-label=${this.label}>${shown.map(
      (range, i) => html`${this.renderGap(shown[i - 1]?.end ?? 0, range.start)}${this.renderRange(range)}`,
    )}</div>`;
  }

  private renderGap(from: number, to: number): TemplateResult | typeof nothing {
    if (to <= from) return nothing;
    return html`<button class="gap" data-testid="show-more" @click=${() => {
      this.shown = extended(this.text, this.shown, from);
    }}>${count(to - from)} characters not shown; show more</button>`;
  }

  private renderRange(range: Range): (TemplateResult | string)[] {
    return pieces(range, this.marks).map(({ start, end, evidence }) => {
      const text = this.text.slice(start, end);
      const mark = this.marks[evidence[0] ?? -1];
      if (mark === undefined) return text;
      const { number } = mark;
      return html`<mark
        id=${mark.start === start ? `evidence-${number}` : nothing}
        data-evidence=${number}
        aria-describedby=${`evidence-ref-${number}`}
        title=${`Evidence ${number}; click for its criterion`}
        tabindex="-1"
        >${text}${mark.end === end ? html`<sup aria-hidden="true">${number}</sup>` : nothing}</mark
      >`;
    });
  }
}

customElements.define('error-atlas-text', LongText);
