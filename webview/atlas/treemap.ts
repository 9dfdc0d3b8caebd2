import { html, type PropertyValues, type TemplateResult } from 'lit';
import { View } from '../view';
import { type Tile, TreemapChart } from './chart';

/** A chart of the wide layout. The list beside it carries the same numbers for keyboard and screen reader. */
export class Treemap extends View {
  static override properties = { tiles: {}, subject: {}, select: {} };

  declare tiles: Tile[];
  /** What the tiles are, in words. */
  declare subject: string;
  declare select: (name: string) => void;

  private chart: TreemapChart | undefined;
  private drawn = '';
  private readonly resize = new ResizeObserver(() => this.chart?.resize());
  private readonly theme = new MutationObserver(() => this.draw());

  override connectedCallback(): void {
    super.connectedCallback();
    this.theme.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.theme.disconnect();
    this.resize.disconnect();
    this.chart?.dispose();
    this.chart = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="treemap" data-testid="treemap"></div>`;
  }

  protected override updated(_changed: PropertyValues): void {
    const canvas = this.querySelector<HTMLElement>('.treemap');
    if (canvas === null) return;
    if (this.chart === undefined) {
      this.chart = new TreemapChart(canvas, (name) => this.select(name));
      this.resize.observe(canvas);
      this.drawn = '';
    }
    // Drawing is what costs here, and the panel is drawn anew with every row that scrolls by.
    const drawn = JSON.stringify([this.tiles, this.subject]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    // After the frame with the list beside it, which people read first.
    requestAnimationFrame(() => requestAnimationFrame(() => this.draw()));
  }

  private draw(): void {
    this.chart?.show(
      this.tiles.filter((tile) => tile.count > 0),
      this.subject,
    );
  }
}

customElements.define('error-atlas-treemap', Treemap);
