/** One verdict: how sure the judge was (0 to 1), and whether it was right. */
export interface Bet {
  confidence: number;
  right: boolean;
}

/** What was said with about the same confidence: `from` included, `to` excluded but for the last. */
export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  /** Mean confidence in the bin. */
  confidence: number;
  /** Share that was right. */
  accuracy: number;
}

export interface Calibration {
  /**
   * Expected calibration error (Guo et al. 2017): the mean distance between confidence and accuracy over the
   * bins, weighted by how much is in each, 0 to 1; `null` when nothing was said.
   */
  error: number | null;
  /** Only bins with something in them. */
  bins: ReliabilityBin[];
}

/** Compares a judge's confidence with how often it is right, in bins of equal width. */
export function calibrationOf(bets: readonly Bet[], binCount = 10): Calibration {
  const bins: ReliabilityBin[] = [];
  for (let i = 0; i < binCount; i++) {
    const inside = bets.filter(({ confidence }) => Math.min(Math.floor(confidence * binCount), binCount - 1) === i);
    if (inside.length === 0) continue;
    bins.push({
      from: i / binCount,
      to: (i + 1) / binCount,
      count: inside.length,
      confidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length,
      accuracy: inside.filter(({ right }) => right).length / inside.length,
    });
  }
  const distance = bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + count * Math.abs(confidence - accuracy),
    0,
  );
  return { error: bets.length === 0 ? null : distance / bets.length, bins };
}
