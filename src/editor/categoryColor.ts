import { ThemeColor } from 'vscode';
import { categorySlot } from '../model/palette';

/** The theme's chart colours nearest to the palette's twelve hues, in the palette's order. */
const CHART_TOKENS = [
  'charts.red',
  'charts.orange',
  'charts.yellow',
  'charts.yellow',
  'charts.green',
  'charts.green',
  'charts.blue',
  'charts.blue',
  'charts.blue',
  'charts.purple',
  'charts.purple',
  'charts.red',
];

/** A category's colour in the tree and the inline labels; grey for failing examples without one. */
export function categoryThemeColor(category: string | null): ThemeColor {
  const slot = category === null ? null : categorySlot(category);
  const token = slot === null ? undefined : CHART_TOKENS[slot % CHART_TOKENS.length];
  return new ThemeColor(token ?? 'descriptionForeground');
}
