import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Judgment } from '../../../src/model/judgment';
import type { Taxonomy } from '../../../src/model/taxonomy';
import { type PlantedTree, plantedTree } from '../../support/plantedTree';
import { startUnclassified, workspacePath } from './api';

const folder = () => workspacePath('.error-atlas', 'taxonomies');

export function taxonomyPath(id: string): string {
  return join(folder(), `${id}.json`);
}

export async function writeTaxonomyFile(id: string, taxonomy: Taxonomy | string): Promise<void> {
  await mkdir(folder(), { recursive: true });
  const text = typeof taxonomy === 'string' ? taxonomy : `${JSON.stringify(taxonomy, null, 2)}\n`;
  await writeFile(taxonomyPath(id), text);
}

export const MINE: Taxonomy = {
  id: 'mine',
  version: '1',
  name: 'Mine',
  source: 'Made by a test.',
  categories: ['Computation Slip', 'Reading Lapse', 'Format Breach', 'Tool Misuse', 'Counting Lapse'].map((name) => ({
    id: name.toLowerCase().replace(' ', '-'),
    name,
    description: `Failures by ${name}.`,
  })),
};

/** As before any of these tests. */
export async function withoutTaxonomies(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const settings = vscode.workspace.getConfiguration('errorAtlas');
  await settings.update('taxonomy', undefined, vscode.ConfigurationTarget.Workspace);
  await rm(folder(), { recursive: true, force: true });
  const { taxonomies } = await startUnclassified();
  await taxonomies.load();
}

/** Every failing example of the workspace gets a title of the planted tree, as if a model had judged it. */
export async function judgeAsPlanted(): Promise<PlantedTree> {
  const { store, model } = await startUnclassified();
  const failing = model.failing({});
  const tree = plantedTree(failing.length);
  const titles = [...tree.truth.keys()];
  await store.append(
    failing.map(
      ({ key }, i): Judgment => ({
        key,
        category: 'Computation Error',
        title: titles[i] ?? '',
        summary: `Summary of example ${i}.`,
        criteria: [],
        evidence: [],
        confidence: 0.9,
        judge: { kind: 'openai', model: 'planted', promptVersion: 'p', taxonomy: 'erroratlas@1' },
        createdAt: new Date().toISOString(),
        status: 'judged',
      }),
    ),
  );
  return tree;
}
