/** Failing examples that no category is known for. */
export function openCount(totals: { failing: number; classified: number }): number {
  return totals.failing - totals.classified;
}
