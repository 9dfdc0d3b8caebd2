import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parse } from 'csv-parse';
import { messageOf } from '../../model/messageOf';
import type { Taxonomy } from '../../model/taxonomy';
import { isResultsTable, pathOfRow, type ResultsRow } from '../ibm/importResults';
import { type ImportedCategory, isIbmTree, taxonomyOfIbmTree, taxonomyOfPaths } from '../ibm/importTree';
import { idOf } from '../tree';
import { oneLine } from '../words';
import { checkTaxonomyFile, TaxonomyFileError } from './taxonomyFolder';

/**
 * A taxonomy from a file: ours, or the tree JSON or results CSV of the paper's reference code. Without an id it has
 * its own, or one made of the file's name. Throws `TaxonomyFileError` that says what is wrong, and where.
 */
export function importTaxonomyFile(file: string, id?: string): Promise<Taxonomy> {
  return /\.(csv|tsv)$/i.test(file) ? fromTable(file, id) : fromJson(file, id);
}

async function fromJson(file: string, id: string | undefined): Promise<Taxonomy> {
  const { taxonomy, faults } = await checkTaxonomyFile(file);
  if (taxonomy) return id === undefined ? taxonomy : { ...taxonomy, id };
  const json = await parsedFile(file);
  if (isIbmTree(json)) return made(file, () => taxonomyOfIbmTree(json, id ?? nameOf(file)));
  const lines = faults.map(({ line, column, message }) => `${file}:${line}:${column}: ${oneLine(message)}`);
  throw new TaxonomyFileError(`${file} is no taxonomy:`, lines);
}

async function parsedFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await readFile(file)));
  } catch {
    return undefined;
  }
}

async function fromTable(file: string, id: string | undefined): Promise<Taxonomy> {
  const paths = new Map<string, ImportedCategory[]>();
  const delimiter = extname(file).toLowerCase() === '.tsv' ? '\t' : ',';
  try {
    const stream = createReadStream(file);
    const parser = parse({ columns: true, bom: true, delimiter, relax_column_count: true });
    // An error of the file is the parser's too: the loop below throws it.
    stream.on('error', (error) => parser.destroy(error));
    for await (const row of stream.pipe(parser) as AsyncIterable<ResultsRow>) {
      if (paths.size === 0 && !isResultsTable(Object.keys(row))) {
        throw new Error('the columns error_title and category_depth_0 … are not there');
      }
      const path = pathOfRow(row);
      paths.set(JSON.stringify(path.map(({ name }) => name)), path);
    }
  } catch (error) {
    throw new TaxonomyFileError(`${file} is no results table of ErrorMap's: ${messageOf(error)}`);
  }
  return made(file, () => taxonomyOfPaths(paths.values(), id ?? nameOf(file)));
}

function nameOf(file: string): string {
  return idOf(basename(file, extname(file)).replace(/^exp_name=.*__exp_id=/, 'errormap-'));
}

function made<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TaxonomyFileError(`${file}: ${messageOf(error)}`);
  }
}
