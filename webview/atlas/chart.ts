/** The only module that knows echarts: another chart library replaces it here. */
import { TreemapChart as TreemapSeries, type TreemapSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  type AriaComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { count, counted, percent } from '../format';
import { categoryClass } from '../palette';
import { mix, themeColour } from '../themeColour';

use([TreemapSeries, TooltipComponent, AriaComponent, CanvasRenderer]);

type Option = ComposeOption<TreemapSeriesOption | TooltipComponentOption | AriaComponentOption>;

/** `category: null` is what needs a judge; its tile is hatched and has no share. */
export interface Tile {
  category: string | null;
  count: number;
  share: number;
}

const nameOf = (tile: Tile) => tile.category ?? 'Needs a judge';

/** Tiles of categories by count. */
export class TreemapChart {
  private readonly chart: ECharts;
  private tiles: readonly Tile[] = [];

  constructor(
    private readonly element: HTMLElement,
    onSelect: (category: string | null) => void,
  ) {
    this.chart = init(element, null, { renderer: 'canvas' });
    this.chart.on('click', ({ name }) => {
      const tile = this.tiles.find((other) => nameOf(other) === name);
      if (tile !== undefined) onSelect(tile.category);
    });
  }

  show(tiles: readonly Tile[]): void {
    this.tiles = tiles;
    this.chart.setOption(this.option(), { notMerge: true });
  }

  resize(): void {
    this.chart.resize();
  }

  dispose(): void {
    this.chart.dispose();
  }

  private option(): Option {
    const background = themeColour(this.element, 'var(--vscode-editor-background)');
    const foreground = themeColour(this.element, 'var(--vscode-foreground)');
    const font = getComputedStyle(this.element);
    const fontSize = Number.parseFloat(font.fontSize);
    return {
      animation: false,
      aria: { enabled: true, label: { description: this.describe() } },
      // As text: the HTML tooltip carries style attributes, which the content security policy forbids.
      tooltip: {
        renderMode: 'richText',
        formatter: (params) => this.tooltip((params as unknown as { name: string }).name),
        confine: true,
        backgroundColor: themeColour(this.element, 'var(--vscode-editorHoverWidget-background)'),
        borderColor: themeColour(this.element, 'var(--vscode-editorHoverWidget-border, var(--vscode-contrastBorder))'),
        textStyle: { color: foreground, fontFamily: font.fontFamily, fontSize },
      },
      series: [
        {
          type: 'treemap',
          left: 0,
          top: 0,
          right: 0,
          bottom: 0,
          roam: false,
          nodeClick: false,
          breadcrumb: { show: false },
          itemStyle: { gapWidth: 3, borderWidth: 0, borderColor: background },
          label: {
            position: 'insideTopLeft',
            padding: [8, 9],
            color: foreground,
            fontFamily: font.fontFamily,
            fontSize,
            overflow: 'break',
            formatter: ({ name }) => this.label(name),
            rich: {
              name: { fontWeight: 600, fontSize, lineHeight: fontSize * 1.35, fontFamily: font.fontFamily },
              number: { fontSize: fontSize * 0.92, lineHeight: fontSize * 1.5, fontFamily: font.fontFamily },
            },
          },
          data: this.tiles.map((tile) => this.node(tile, background)),
        },
      ],
    };
  }

  private node(tile: Tile, background: string) {
    const colour = themeColour(this.element, 'var(--category)', categoryClass(tile.category));
    const open = tile.category === null;
    return {
      name: nameOf(tile),
      value: tile.count,
      itemStyle: {
        color: mix(colour, background, open ? 0.08 : 0.34),
        ...(open && {
          decal: {
            symbol: 'rect',
            color: mix(colour, background, 0.3),
            dashArrayX: [1, 0],
            dashArrayY: [1, 6],
            rotation: -Math.PI / 4,
          },
        }),
      },
      emphasis: { itemStyle: { color: mix(colour, background, open ? 0.2 : 0.52) } },
    };
  }

  private label(name: string): string {
    const tile = this.tiles.find((other) => nameOf(other) === name);
    if (tile === undefined) return name;
    const number = tile.category === null ? count(tile.count) : `${count(tile.count)} · ${percent(tile.share)}`;
    return `{name|${plain(name)}}\n{number|${number}}`;
  }

  private tooltip(name: string): string {
    const tile = this.tiles.find((other) => nameOf(other) === name);
    if (tile === undefined) return plain(name);
    const share = tile.category === null ? '' : `, ${percent(tile.share)} of the classified`;
    return `${plain(name)}\n${counted(tile.count, 'failing example')}${share}`;
  }

  private describe(): string {
    const parts = this.tiles.map((tile) => `${nameOf(tile)} ${tile.count}`);
    return `Failing examples by category: ${parts.join(', ')}. The list beside this chart carries the same numbers.`;
  }
}

/** Braces and bars are markup in echarts' rich text. */
function plain(text: string): string {
  return text.replaceAll(/[{}|]/g, ' ');
}
