import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TaxonomyFolder, writeTaxonomy } from '../../../src/errormap/files/taxonomyFolder';
import { errorAtlas } from '../../../src/model/taxonomies/builtin';
import type { Taxonomy } from '../../../src/model/taxonomy';
import { tempFolder } from '../../support/tempFolder';

function taxonomy(id: string, version: string, name = 'Slip'): Taxonomy {
  return { id, version, name: id, source: 'me', categories: [{ id: 'slip', name, description: 'd' }] };
}

async function folder() {
  const { path } = await tempFolder({});
  const files = () => readdir(join(path, 'taxonomies')).then((names) => names.sort());
  return { path, files, own: new TaxonomyFolder(path) };
}

describe('the folder of taxonomies', () => {
  it('keeps earlier versions beside the one in use', async () => {
    const { own, files } = await folder();
    await own.keep(taxonomy('mine', '1'));
    await own.keep(taxonomy('mine', '2'));
    await own.keep(taxonomy('mine', '2'));
    expect(await files()).toEqual(['mine.json', 'mine@1.json']);
    expect([(await own.load('mine')).version, (await own.load('mine@1')).version]).toEqual(['2', '1']);
    expect(await own.ids()).toEqual(['mine']);
  });

  it('never overwrites what was edited by hand, be it under the same version', async () => {
    const { own, path, files } = await folder();
    await own.keep(taxonomy('mine', '1'));
    await writeFile(join(path, 'taxonomies/mine.json'), JSON.stringify(taxonomy('mine', '1', 'Renamed by me')));
    await own.keep(taxonomy('mine', '1'));
    const [, aside = ''] = await files();
    expect(aside).toMatch(/^mine@1-[0-9a-f]{6}\.json$/);
    expect((await own.load(aside.replace(/\.json$/, ''))).categories[0]?.name).toBe('Renamed by me');
  });

  it('leaves a broken file alone, and says where it is broken', async () => {
    const { own, path } = await folder();
    await own.keep(taxonomy('mine', '1'));
    const file = join(path, 'taxonomies/mine.json');
    await writeFile(file, '{\n "id": }');
    await expect(own.keep(taxonomy('mine', '2'))).rejects.toThrow('it was left as it is');
    await expect(own.load('mine')).rejects.toThrow(`${file}:2:8: This is not valid JSON: value expected.`);
    expect(await readFile(file, 'utf8')).toBe('{\n "id": }');
  });

  it('an own taxonomy can take the place of a built-in one', async () => {
    const { own } = await folder();
    expect(await own.load('erroratlas')).toBe(errorAtlas);
    await own.keep(taxonomy('erroratlas', 'official'));
    expect((await own.load('erroratlas')).version).toBe('official');
  });

  it('no id leads out of the folder', async () => {
    const { own } = await folder();
    for (const id of ['../mine', 'a/b', '..', '', 'a\\b']) {
      await expect(own.keep(taxonomy(id, '1')), id).rejects.toThrow("can't be the name of a file");
    }
    await own.keep(taxonomy('mine', '../../1'));
    await own.keep(taxonomy('mine', '2'));
    expect(await own.ids()).toEqual(['mine']);
    await expect(own.load('nobody')).rejects.toThrow(
      /no taxonomy or file "nobody"\. Known: erroratlas, agents, mine\./,
    );
  });

  it('writes no file over another unless it is told to', async () => {
    const { path } = await folder();
    const file = join(path, 'out.json');
    await writeTaxonomy(file, taxonomy('mine', '1'));
    await expect(writeTaxonomy(file, taxonomy('mine', '2'))).rejects.toThrow('nothing was overwritten');
    await writeTaxonomy(file, taxonomy('mine', '2'), true);
    expect(JSON.parse(await readFile(file, 'utf8')).version).toBe('2');
  });
});
