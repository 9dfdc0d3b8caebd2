import * as vscode from 'vscode';
import { RESIDUAL_CATEGORIES } from '../../model/taxonomy';
import { chooseTaxonomyId } from '../settings';
import { counted, judgedUnder } from './counts';
import { failingOf, type TaxonomyParts } from './parts';
import { type ListedTaxonomy, openAt } from './taxonomies';

interface Choice extends vscode.QuickPickItem {
  listed?: ListedTaxonomy;
  command?: string;
}

/** Choose Taxonomy…: by its id where one is given. Returns the id that is chosen then. */
export function registerChooseTaxonomy(parts: TaxonomyParts): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.chooseTaxonomy', async (id?: unknown) => {
    await parts.taxonomies.load();
    const listed =
      typeof id === 'string' ? find(parts, id) : await pickTaxonomy(parts, 'Which categories name the errors?', true);
    if (!listed) return undefined;
    const [fault] = listed.faults;
    if (!listed.taxonomy) {
      if (listed.file !== undefined && fault) await openAt(listed.file, fault);
      void vscode.window.showWarningMessage(
        `ErrorAtlas: “${listed.id}” can’t be chosen before its file is mended: ${fault?.message}`,
      );
      return undefined;
    }
    await chooseTaxonomyId(listed.id);
    await parts.taxonomies.load();
    void offerReclassify(parts, listed.taxonomy);
    return listed.id;
  });
}

function find({ taxonomies }: TaxonomyParts, id: string): ListedTaxonomy | undefined {
  const listed = taxonomies.find(id);
  if (!listed) void vscode.window.showWarningMessage(`ErrorAtlas: there is no taxonomy “${id}”.`);
  return listed;
}

/** Lists the taxonomies; with `more` also the ways to a new one, each of which is a command of its own. */
export async function pickTaxonomy(
  parts: TaxonomyParts,
  title: string,
  more = false,
): Promise<ListedTaxonomy | undefined> {
  const failing = failingOf(parts);
  const { current } = parts.taxonomies;
  const own: Choice[] = parts.taxonomies.list().map((listed) => choiceOf(listed, failing, parts, current));
  const others: Choice[] = [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(sparkle) New from my failures…', command: 'errorAtlas.buildTaxonomy' },
    { label: '$(desktop-download) Import…', command: 'errorAtlas.importTaxonomy' },
    { label: '$(edit) Edit a taxonomy…', command: 'errorAtlas.openTaxonomy' },
  ];
  const picked = await vscode.window.showQuickPick(more ? [...own, ...others] : own, { title, matchOnDetail: true });
  if (picked?.command) await vscode.commands.executeCommand(picked.command);
  return picked?.listed;
}

function choiceOf(
  listed: ListedTaxonomy,
  failing: readonly { key: string }[],
  { store }: TaxonomyParts,
  current: ListedTaxonomy['taxonomy'],
): Choice {
  const { id, file, taxonomy, faults } = listed;
  if (!taxonomy) {
    const [fault] = faults;
    return {
      label: `$(warning) ${plain(id)}`,
      description: 'can’t be used',
      detail: `${fault?.line}:${fault?.column} ${fault?.message}`,
      listed,
    };
  }
  const judged = judgedUnder(taxonomy, failing, store);
  return {
    label: `${taxonomy === current ? '$(check)' : '$(list-tree)'} ${plain(taxonomy.name)}`,
    description: `${file === undefined ? 'built in' : `${id}.json`} · ${taxonomy.id}@${taxonomy.version}`,
    detail: `${counted(taxonomy.categories.length, 'category', 'categories')} and ${RESIDUAL_CATEGORIES.join(', ')} · ${
      judged === 0
        ? 'no failing example judged under it yet'
        : `${judged} of ${counted(failing.length, 'failing example')} judged under it`
    }`,
    listed,
  };
}

/** `$(name)` in a label would be shown as an icon. */
export function plain(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** Not awaited by the command: a notice may stay for long. */
async function offerReclassify(parts: TaxonomyParts, taxonomy: NonNullable<ListedTaxonomy['taxonomy']>): Promise<void> {
  const failing = failingOf(parts);
  const judged = judgedUnder(taxonomy, failing, parts.store);
  if (failing.length === 0 || judged === failing.length) return;
  const [sort, classify] = ['Sort Known Titles…', 'Classify Failing Examples'];
  const picked = await vscode.window.showInformationMessage(
    `ErrorAtlas: errors are named by “${taxonomy.name}” from now on. ${judged} of ${counted(failing.length, 'failing example')} are judged under it; the others show what they had.`,
    sort,
    classify,
  );
  if (picked === sort) await vscode.commands.executeCommand('errorAtlas.reclassifyUnderTaxonomy', taxonomy.id);
  if (picked === classify) await vscode.commands.executeCommand('errorAtlas.classifyFailing');
}
