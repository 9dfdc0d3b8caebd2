import { TaxonomyFolder } from '../errormap/files/taxonomyFolder';
import type { Taxonomy } from '../model/taxonomy';
import { InputError } from './exit';
import { plainLines } from './plain';
import { DEFAULT_STORE } from './store';

/** A taxonomy of the store, a built-in one, or one from a file. Throws `InputError` with what is wrong, and where. */
export function loadTaxonomy(idOrFile: string, store = DEFAULT_STORE): Promise<Taxonomy> {
  return asInput(new TaxonomyFolder(store).load(idOrFile));
}

/** What is wrong with a file is the user's to put right. */
export async function asInput<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.name === 'TaxonomyFileError') throw new InputError(plainLines(error.message));
    throw error;
  }
}
