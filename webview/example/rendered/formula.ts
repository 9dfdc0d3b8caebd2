import { html, type PropertyValues, type TemplateResult } from 'lit';
import { View } from '../../view';
import { loadMaths } from './loadMaths';

/** Formulas that wait to be drawn: a text may have hundreds, and each takes a millisecond or more. */
const waiting: (() => void)[] = [];
/** Drawing makes room for other work after so many milliseconds. */
const SLICE_MS = 20;

function drawWaiting(): void {
  const end = performance.now() + SLICE_MS;
  while (performance.now() < end) {
    const next = waiting.shift();
    if (next === undefined) return;
    next();
  }
  setTimeout(drawWaiting);
}

function drawLater(draw: () => void): void {
  if (waiting.push(draw) === 1) setTimeout(drawWaiting);
}

/** A formula as MathML; as it is written until the drawer is there, and where it can't be drawn. */
export class Formula extends View {
  static override properties = { tex: {}, display: {}, written: {} };

  declare tex: string;
  declare display: boolean;
  declare written: string;

  protected override render(): TemplateResult {
    return html`<span class="formula ${this.display ? 'display' : ''}" title=${this.written}></span>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const box = this.querySelector<HTMLElement>('.formula');
    if (box !== null) void this.draw(box);
  }

  private async draw(box: HTMLElement): Promise<void> {
    const { tex, display, written } = this;
    box.textContent = written;
    const drawFormula = await loadMaths();
    // Another formula may have taken this one's place meanwhile.
    drawLater(() => {
      if (drawFormula && tex === this.tex && !drawFormula(tex, box, display)) box.textContent = written;
    });
  }
}

customElements.define('error-atlas-formula', Formula);
