import { html, type PropertyValues, type TemplateResult } from 'lit';
import type { CategoryTally } from '../../src/model/atlas';
import { View } from '../view';
import { TreemapChart } from './chart';

/** The chart of the wide layout. The ranking beside it carries the same numbers for keyboard and screen reader. */
export class Treemap extends View {
  static override properties = { categories: {}, select: {} };

  declare categories: CategoryTally[];
  declare select: (category: string) => void;

  private chart: TreemapChart | undefined;
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
      this.chart = new TreemapChart(canvas, (category) => this.select(category));
      this.resize.observe(canvas);
    }
    this.draw();
  }

  private draw(): void {
    const tiles = this.categories.map(({ name, count, share }) => ({ category: name, count, share }));
    this.chart?.show(tiles.filter((tile) => tile.count > 0));
  }
}

customElements.define('error-atlas-treemap', Treemap);
