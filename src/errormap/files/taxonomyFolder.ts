import { createHash, randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BuiltTaxonomy } from '../../model/builtTaxonomy';
import { messageOf } from '../../model/messageOf';
import { builtinTaxonomies } from '../../model/taxonomies/builtin';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { oneLine } from '../words';
import { type CheckedTaxonomy, checkTaxonomyText } from './taxonomyText';

const TAXONOMIES = 'taxonomies';
const BUILDS = 'builds';

/** A file that can't be read or written, or holds no taxonomy: the message says which, why, and at which place. */
export class TaxonomyFileError extends Error {
  override readonly name = 'TaxonomyFileError';

  /** @param faults a line each; file names may hold line breaks, and none of them begins a line of its own */
  constructor(message: string, faults: readonly string[] = []) {
    super([message, ...faults].map(oneLine).join('\n'));
  }
}

/**
 * One's own taxonomies in the folder of results (`.error-atlas/`): `taxonomies/<id>.json` is the one in use, earlier
 * versions lie beside it as `<id>@<version>.json`, and how it was built in `builds/`. Nothing of people's is overwritten.
 * All methods throw `TaxonomyFileError`.
 */
export class TaxonomyFolder {
  constructor(private readonly folder: string) {}

  /**
   * One of one's own by id or `id@version`, a built-in one by its id, or any file by its path. Own ones come first, so
   * that an official taxonomy can take the place of a built-in one.
   */
  async load(idOrFile: string): Promise<Taxonomy> {
    const own = isFileName(idOrFile) ? this.pathOf(idOrFile) : undefined;
    const isOwn = own !== undefined && (await isThere(own));
    const builtin = builtinTaxonomies.get(idOrFile);
    if (!isOwn && builtin) return builtin;
    const file = isOwn ? own : idOrFile;
    if (!isOwn && !(await isThere(file))) {
      const known = [...builtinTaxonomies.keys(), ...(await this.ids())].join(', ');
      throw new TaxonomyFileError(`There is no taxonomy or file "${idOrFile}". Known: ${known}.`);
    }
    const { taxonomy, faults } = await checkTaxonomyFile(file);
    if (taxonomy) return taxonomy;
    const lines = faults.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`);
    throw new TaxonomyFileError(`${file} is no taxonomy:`, lines);
  }

  /** Ids of one's own, without earlier versions. */
  async ids(): Promise<string[]> {
    const names = await readdir(join(this.folder, TAXONOMIES)).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
    return ids.filter((id) => !id.includes('@')).sort();
  }

  /** Puts a taxonomy into use. What lies under its id is moved aside; a file with a fault is left alone. Returns the path. */
  async keep(taxonomy: Taxonomy): Promise<string> {
    const path = this.pathOf(taxonomy.id);
    if (!isFileName(taxonomy.id)) {
      throw new TaxonomyFileError(`The id "${taxonomy.id}" can't be the name of a file: choose another.`);
    }
    if (await isThere(path)) {
      const { taxonomy: earlier } = await checkTaxonomyFile(path);
      if (!earlier) {
        throw new TaxonomyFileError(
          `${path} is there and is no valid taxonomy: it was left as it is. Move it, or choose another id.`,
        );
      }
      if (JSON.stringify(earlier) === JSON.stringify(taxonomy)) return path;
      await rename(path, await this.asidePath(earlier, taxonomy));
    }
    await writeWhole(path, taxonomy);
    return path;
  }

  /** Keeps how a taxonomy was built, for `readBuild`. */
  async keepBuild(built: BuiltTaxonomy): Promise<void> {
    await writeWhole(this.buildPathOf(built), built);
  }

  async readBuild(taxonomy: Pick<Taxonomy, 'id' | 'version'>): Promise<BuiltTaxonomy> {
    const path = this.buildPathOf(taxonomy);
    try {
      return BuiltTaxonomy.parse(JSON.parse(await readFile(path, 'utf8')));
    } catch (error) {
      throw new TaxonomyFileError(`The record of that build, ${path}, can't be read: ${messageOf(error)}`);
    }
  }

  /** Edited by hand under the same version, it is another one all the same. */
  private async asidePath(earlier: Taxonomy, next: Taxonomy): Promise<string> {
    const ref = encodeURIComponent(earlier.version);
    const plain = this.pathOf(`${earlier.id}@${ref}`);
    if (taxonomyRef(earlier) !== taxonomyRef(next) && !(await isThere(plain))) return plain;
    const hash = createHash('sha256').update(JSON.stringify(earlier)).digest('hex').slice(0, 6);
    return this.pathOf(`${earlier.id}@${ref}-${hash}`);
  }

  private pathOf(name: string): string {
    return join(this.folder, TAXONOMIES, `${name}.json`);
  }

  private buildPathOf({ id, version }: Pick<Taxonomy, 'id' | 'version'>): string {
    return join(this.folder, BUILDS, `${encodeURIComponent(id)}@${encodeURIComponent(version)}.json`);
  }
}

/** What is in a file; what is wrong in it comes as faults. Throws `TaxonomyFileError` for one that can't be read. */
export async function checkTaxonomyFile(file: string): Promise<CheckedTaxonomy> {
  try {
    return checkTaxonomyText(new TextDecoder().decode(await readFile(file)));
  } catch (error) {
    throw new TaxonomyFileError(`${file} can't be read (${codeOf(error)}).`);
  }
}

/** Writes a taxonomy to a new file; one that is there already is left alone unless `force` is given. */
export async function writeTaxonomy(path: string, taxonomy: Taxonomy, force = false): Promise<void> {
  if (!force && (await isThere(path))) {
    throw new TaxonomyFileError(`${path} is there already: nothing was overwritten. Take another name, or --force.`);
  }
  await writeWhole(path, taxonomy);
}

/** A crash leaves the old file or the new one, no half of it. */
async function writeWhole(path: string, document: unknown): Promise<void> {
  const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(unfinished, `${JSON.stringify(document, null, 2)}\n`);
    await rename(unfinished, path);
  } catch (error) {
    throw new TaxonomyFileError(`${path} can't be written (${codeOf(error)}).`);
  }
}

function isFileName(id: string): boolean {
  return /^[\w-][\w.@%-]*$/.test(id);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? messageOf(error);
}
