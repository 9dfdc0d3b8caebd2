import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Evidence } from '../../src/model/judgment';
import { count } from '../format';
import { View } from '../view';
import { excerpt, pieces, type Range } from './textRanges';

/** A text as it is, with evidence marked. A very long one shows its ends and the evidence until asked for all. */
export class LongText extends View {
  static override properties = { text: {}, evidence: {}, label: {}, all: { state: true } };

  declare text: string;
  declare evidence: readonly Evidence[];
  declare label: string;
  declare all: boolean;

  constructor() {
    super();
    this.evidence = [];
    this.all = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text')) this.all = false;
  }

  /** A mark below the fold of the box would have to be looked for. */
  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('text') && !changed.has('evidence')) return;
    const box = this.querySelector<HTMLElement>('.text');
    const mark = this.querySelector<HTMLElement>('mark');
    if (box === null) return;
    const below = mark !== null && mark.offsetTop + mark.offsetHeight > box.clientHeight;
    box.scrollTop = below ? mark.offsetTop - box.clientHeight / 3 : 0;
  }

  protected override render(): TemplateResult {
    const { text } = this;
    const shown = this.all ? [{ start: 0, end: text.length }] : excerpt(text, this.evidence);
    return html`<div class="text" tabindex="0" role="region" aria-label=${this.label}>${shown.map(
      (range, i) => html`${this.renderGap(shown[i - 1]?.end ?? 0, range.start)}${this.renderRange(range)}`,
    )}</div>
    ${
      shown.length > 1
        ? html`<button class="link show-all" data-testid="show-all" @click=${this.showAll}>
            Show all ${count(text.length)} characters
          </button>`
        : nothing
    }`;
  }

  private renderGap(from: number, to: number): TemplateResult | typeof nothing {
    if (to <= from) return nothing;
    return html`<button class="gap" @click=${this.showAll}>${count(to - from)} characters not shown</button>`;
  }

  private renderRange(range: Range): (TemplateResult | string)[] {
    return pieces(range, this.evidence).map(({ start, end, evidence }) => {
      const text = this.text.slice(start, end);
      const [first] = evidence;
      if (first === undefined) return text;
      const begins = this.evidence[first]?.start === start;
      const label = `Evidence ${first + 1}`;
      return html`<mark
        id=${begins ? `evidence-${first + 1}` : nothing}
        data-evidence=${first + 1}
        aria-describedby=${`evidence-ref-${first + 1}`}
        title=${label}
        tabindex="-1"
        >${text}${this.evidence[first]?.end === end ? html`<sup aria-hidden="true">${first + 1}</sup>` : nothing}</mark
      >`;
    });
  }

  private readonly showAll = (): void => {
    this.all = true;
  };
}

customElements.define('error-atlas-text', LongText);
