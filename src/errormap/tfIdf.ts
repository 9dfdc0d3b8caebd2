import type { Turns } from './turns';
import { wordsOf } from './words';

/** A text as weights by term, of length 1; empty for a text without words. */
export type Vector = ReadonlyMap<number, number>;

/** Words that tell no error from another. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  'a an and as at by for from in into is it its of on or that the this to was were with wrong error errors incorrect incorrectly mistake mistaken'.split(
    ' ',
  ),
);

/** An item's own figures tell nothing of the kind of error. */
const NUMBER = /^\p{N}/u;

/** Weight of a word that all texts have: little, but texts of such words alone are still alike. */
const EVERYWHERE = 0.1;

/** TF-IDF over a set of texts, as sparse vectors (smoothed, after Salton & Buckley 1988). Add all texts first. */
export class TfIdf {
  private readonly terms = new Map<string, number>();
  private readonly documentCounts: number[] = [];
  private documents = 0;

  add(text: string): void {
    this.documents += 1;
    for (const term of this.count(text).keys()) this.documentCounts[term] = (this.documentCounts[term] ?? 0) + 1;
  }

  /** Words that no added text has are left out. */
  vectorOf(text: string): Vector {
    const counts = this.count(text);
    for (const term of counts.keys()) if (this.documentCounts[term] === undefined) counts.delete(term);
    return this.weighted(counts, this.documents);
  }

  private weighted(counts: ReadonlyMap<number, number>, documents: number): Vector {
    const weights = new Map<number, number>();
    for (const [term, count] of counts) {
      const idf = Math.log((1 + documents) / (1 + (this.documentCounts[term] ?? 0))) + EVERYWHERE;
      weights.set(term, count * idf);
    }
    return unit(weights);
  }

  private count(text: string): Map<number, number> {
    const counts = new Map<number, number>();
    for (const word of wordsOf(text.normalize('NFKC').toLowerCase())) {
      if (STOP_WORDS.has(word) || NUMBER.test(word)) continue;
      const stem = stemOf(word);
      const term = this.terms.get(stem) ?? this.terms.size;
      this.terms.set(stem, term);
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    return counts;
  }
}

/** The vectors of a few texts. */
export function vectorsOf(texts: readonly string[]): Vector[] {
  const tfIdf = new TfIdf();
  for (const text of texts) tfIdf.add(text);
  return texts.map((text) => tfIdf.vectorOf(text));
}

/** The same for many: the event loop has its turns meanwhile. */
export async function vectorsInTurns(
  texts: readonly string[],
  turns: Turns,
): Promise<{ tfIdf: TfIdf; vectors: Vector[] }> {
  const tfIdf = new TfIdf();
  const vectors: Vector[] = [];
  for (const text of texts) {
    tfIdf.add(text);
    if (turns.due) await turns.next();
  }
  for (const text of texts) {
    vectors.push(tfIdf.vectorOf(text));
    if (turns.due) await turns.next();
  }
  return { tfIdf, vectors };
}

/** 0 … 1 for vectors of length 1. */
export function cosine(a: Vector, b: Vector): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0);
  return sum;
}

/** The direction of the weighted sum. */
export function centroidOf(vectors: readonly Vector[], weights?: readonly number[]): Vector {
  const sum = new Map<number, number>();
  for (const [i, vector] of vectors.entries()) {
    const factor = weights?.[i] ?? 1;
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + factor * weight);
  }
  return unit(sum);
}

/** Enough of a stem for English titles: plurals and -ing, -ed forms fall together. */
function stemOf(word: string): string {
  if (!/^[a-z]{5,}$/.test(word)) return word;
  return word.replace(/(?:ies|ing|ed|es|s)$/, '');
}

function unit(weights: Map<number, number>): Vector {
  let square = 0;
  for (const weight of weights.values()) square += weight * weight;
  const length = Math.sqrt(square);
  if (length > 0) for (const [term, weight] of weights) weights.set(term, weight / length);
  return weights;
}
