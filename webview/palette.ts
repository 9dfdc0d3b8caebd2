import { categorySlot } from '../src/model/palette';

/**
 * The class that colours an element for a category (`null`: the failing examples without one).
 * It sets `--category` and `--on-category`; palette.css defines both from the theme's chart colours,
 * with a lightness that keeps a contrast of 3:1 or more against the background.
 */
export function categoryClass(name: string | null): string {
  if (name === null) return 'category-none';
  const slot = categorySlot(name);
  return slot === null ? 'category-residual' : `category-${slot}`;
}
