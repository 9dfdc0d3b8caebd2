import type { Atlas, Signature, Tally } from '../../src/model/atlas';
import { proportionInterval } from '../../src/model/proportion';
import type { ReportFailure } from '../../src/model/report';

/** What the reader looks at; an empty text is all. `category` "" is all too, `null` those without one. */
export interface Chosen {
  model: string;
  dataset: string;
  category: string | null;
  text: string;
}

export const ALL: Chosen = { model: '', dataset: '', category: '', text: '' };

export function matches(failure: ReportFailure, { model, dataset, category, text }: Chosen): boolean {
  if (model !== '' && failure.model !== model) return false;
  if (dataset !== '' && failure.dataset !== dataset) return false;
  if (category !== '' && failure.category !== category) return false;
  const wanted = text.trim().toLowerCase();
  return wanted === '' || textOf(failure).includes(wanted);
}

/** The counts of the chosen model and dataset; those of the whole report while none is chosen. */
export function countsOf(atlas: Atlas, failures: readonly ReportFailure[], { model, dataset }: Chosen): Atlas {
  if (model === '' && dataset === '') return atlas;
  const inside = failures.filter((failure) => matches(failure, { ...ALL, model, dataset }));
  const classified = inside.filter(({ category }) => category !== null);
  const tallies = tally(classified);
  return {
    ...atlas,
    totals: {
      ...atlas.totals,
      failing: inside.length,
      classified: classified.length,
      corrected: inside.filter(({ corrected }) => corrected !== undefined).length,
    },
    categories: atlas.categories
      .map((known) => ({ ...known, ...(tallies[known.name] ?? { count: 0, share: 0 }) }))
      .map((known) => ({
        ...known,
        interval: proportionInterval({ count: known.count, of: classified.length }),
        corrected: classified.filter(({ category, corrected }) => category === known.name && corrected).length,
      }))
      .sort((a, b) => b.count - a.count),
    models: atlas.models
      .filter(({ name }) => model === '' || name === model)
      .map((signature) => signatureOf(signature, inside)),
  };
}

function signatureOf(signature: Signature, failures: readonly ReportFailure[]): Signature {
  const own = failures.filter(({ model }) => model === signature.name);
  const classified = own.filter(({ category }) => category !== null);
  return { ...signature, failing: own.length, classified: classified.length, categories: tally(classified) };
}

function tally(classified: readonly ReportFailure[]): Record<string, Tally> {
  const counts = new Map<string, number>();
  for (const { category } of classified) if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([name, count]) => [name, { count, share: count / classified.length }]));
}

function textOf({ title, summary, preview, id, place, note = '' }: ReportFailure): string {
  return `${title}\n${summary}\n${preview}\n${id}\n${place}\n${note}`.toLowerCase();
}
