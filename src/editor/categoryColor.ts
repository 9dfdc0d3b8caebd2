import { ThemeColor } from 'vscode';
import { categorySlot } from '../model/palette';

/**
 * The theme's colours nearest to the palette's twelve hues, in the palette's order: the charts', but for orange,
 * which is translucent in the default themes.
 */
const CHART_TOKENS = [
  'charts.red',
  'symbolIcon.classForeground',
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
