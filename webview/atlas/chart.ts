/** The only module that knows echarts: another chart library replaces it here. */
import { TreemapChart as TreemapSeries, type TreemapSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  type AriaComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components';
import { type ComposeOption, type ECharts, init, use } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { CanvasRenderer } from 'echarts/renderers';
import { mix, textWidth, themeColour } from '../canvas';
import { count, counted, percent } from '../format';
import { fitLabel } from './tileLabel';

use([TreemapSeries, TooltipComponent, AriaComponent, LabelLayout, CanvasRenderer]);

type Option = ComposeOption<TreemapSeriesOption | TooltipComponentOption | AriaComponentOption>;

export interface Tile {
  name: string;
  count: number;
  /** Of what all tiles are a part of, 0..1. */
  share: number;
  /** The class that sets `--category`. */
  colour: string;
}

/** Pixels between a tile's edge and its label. */
const PADDING = { x: 9, y: 8 };
/** Height of a line in font sizes. */
const LINE = 1.4;

/** Tiles by count. */
export class TreemapChart {
  private readonly chart: ECharts;
  private tiles: readonly Tile[] = [];
  private subject = '';
  /** Where echarts has put the tiles, by index. */
  private readonly sizes = new Map<number, { width: number; height: number }>();

  constructor(
    private readonly element: HTMLElement,
    onSelect: (name: string) => void,
  ) {
    this.chart = init(element, null, { renderer: 'canvas' });
    this.chart.on('click', ({ name }) => {
      const tile = this.tileOf(name);
      if (tile !== undefined) onSelect(tile.name);
    });
  }

  /** @param subject what the tiles are, in words */
  show(tiles: readonly Tile[], subject: string): void {
    this.tiles = tiles;
    this.subject = subject;
    this.draw();
  }

  resize(): void {
    this.chart.resize();
    this.draw();
  }

  /** Twice: what fits into a tile can be told only once it has its place. */
  private draw(): void {
    for (let pass = 0; pass < 2; pass++) this.chart.setOption(this.option(), { notMerge: true });
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
          squareRatio: 1.3,
          itemStyle: { gapWidth: 3, borderWidth: 0, borderColor: background },
          labelLayout: ({ dataIndex, rect }) => {
            if (dataIndex !== undefined) this.sizes.set(dataIndex, { width: rect.width, height: rect.height });
            return {};
          },
          label: {
            position: 'insideTopLeft',
            padding: [PADDING.y, PADDING.x],
            color: foreground,
            fontFamily: font.fontFamily,
            fontSize,
            overflow: 'none',
            formatter: ({ name, dataIndex }) => this.label(name, dataIndex, font),
            rich: {
              name: { fontWeight: 600, fontSize, lineHeight: fontSize * LINE, fontFamily: font.fontFamily },
              number: { fontSize: fontSize * 0.92, lineHeight: fontSize * LINE, fontFamily: font.fontFamily },
            },
          },
          data: this.tiles.map((tile, index) => this.node(tile, index, background)),
        },
      ],
    };
  }

  private node(tile: Tile, index: number, background: string) {
    const colour = themeColour(this.element, 'var(--category)', tile.colour);
    return {
      // Not by its name, which comes from a file: echarts keeps objects under the names of nodes.
      name: String(index),
      value: tile.count,
      itemStyle: { color: mix(colour, background, 0.34) },
      emphasis: { itemStyle: { color: mix(colour, background, 0.52) } },
    };
  }

  private tileOf(node: string): Tile | undefined {
    return this.tiles[Number(node)];
  }

  private label(node: string, index: number, font: CSSStyleDeclaration): string {
    const tile = this.tileOf(node);
    const size = this.sizes.get(index);
    if (tile === undefined || size === undefined) return ' ';
    const inner = { width: size.width - 2 * PADDING.x, height: size.height - 2 * PADDING.y };
    const bold = `600 ${font.fontSize} ${font.fontFamily}`;
    const lineHeight = Number.parseFloat(font.fontSize) * LINE;
    const label = fitLabel(tile.name, inner, (text) => textWidth(text, bold), lineHeight);
    const lines = label.name.map((line, i) => `{name|${i > 0 ? '\n' : ''}${plain(line)}}`);
    // A line break belongs to a style: echarts swallows one between two.
    if (label.number) lines.push(`{number|\n${count(tile.count)} · ${percent(tile.share)}}`);
    return lines.join('') || ' ';
  }

  private tooltip(node: string): string {
    const tile = this.tileOf(node);
    if (tile === undefined) return '';
    return `${plain(tile.name)}\n${counted(tile.count, 'failing example')}, ${percent(tile.share)}`;
  }

  private describe(): string {
    const parts = this.tiles.map((tile) => `${tile.name} ${tile.count}`);
    return `${this.subject}: ${parts.join(', ')}. The list beside this chart carries the same numbers.`;
  }
}

/**
 * Braces and bars are markup in echarts' rich text. And it keeps the widths of texts in an object under the texts:
 * one that is called like a property of all objects (`__proto__`) would reach those, so it gets an unseen letter.
 */
function plain(text: string): string {
  const words = text.replaceAll(/[{}|]/g, ' ');
  return words in Object.prototype ? `\u200b${words}` : words;
}
