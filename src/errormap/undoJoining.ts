import type { BuiltCategory, BuiltTaxonomy } from '../model/builtTaxonomy';
import { versionOf } from './populate';
import { isResidual } from './tree';

/**
 * Takes a joining back: both categories are again what they were. Only the last one that touched a category can
 * be undone; throws when there is no such joining, or a later one stands on it.
 */
export function undoJoining(built: BuiltTaxonomy, joined: string): BuiltTaxonomy {
  const index = built.joinings.findIndex((joining) => joining.joined === joined);
  const joining = built.joinings[index];
  if (!joining) throw new Error(`No category "${joined}" was joined to another.`);
  const later = built.joinings.slice(index + 1).find(({ kept }) => kept === joining.kept);
  if (later) throw new Error(`Undo the joining of "${later.joined}" first: it came later.`);
  const replace = (siblings: readonly BuiltCategory[]): BuiltCategory[] =>
    siblings
      .flatMap((category) =>
        category.id === joining.kept ? joining.before : [{ ...category, children: replace(category.children) }],
      )
      .sort(byCount);
  const categories = replace(built.categories);
  return {
    ...built,
    categories,
    version: versionOf(categories),
    joinings: built.joinings.filter((_, i) => i !== index),
  };
}

/** As a build orders them: the residual ones last. */
function byCount(a: BuiltCategory, b: BuiltCategory): number {
  return Number(isResidual(a)) - Number(isResidual(b)) || b.count - a.count || (a.name < b.name ? -1 : 1);
}
