import * as vscode from 'vscode';
import { type Crosswalk, crosswalk } from '../../errormap/crosswalk';
import { type Taxonomy, taxonomyRef } from '../../model/taxonomy';
import { pickTaxonomy } from './chooseCommand';
import { crosswalkMarkdown } from './crosswalkMarkdown';
import { failingOf, type TaxonomyParts } from './parts';

const SCHEME = 'error-atlas-crosswalk';

/** Map Taxonomies…: which categories of one became which of the other, over the failing examples judged under both. */
export function registerMapTaxonomies(parts: TaxonomyParts): vscode.Disposable {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.commands.registerCommand(
      'errorAtlas.mapTaxonomies',
      async (from?: unknown, to?: unknown): Promise<Crosswalk | undefined> => {
        await parts.evaluations.whenRead();
        const a = await given(parts, from, 'Map which taxonomy?');
        const b = a && (await given(parts, to, `Map ${a.name} to which other?`));
        if (!a || !b) return undefined;
        const walk = crosswalk(pairsOf(parts, a, b));
        if (walk.examples === 0) {
          void tellNone(a, b);
          return undefined;
        }
        const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${taxonomyRef(a)} to ${taxonomyRef(b)}.md` });
        texts.set(uri.toString(), crosswalkMarkdown(walk, a, b));
        changed.fire(uri);
        await vscode.workspace.openTextDocument(uri);
        await vscode.commands.executeCommand('markdown.showPreview', uri);
        return walk;
      },
    ),
  );
}

async function given(parts: TaxonomyParts, id: unknown, title: string): Promise<Taxonomy | undefined> {
  const listed = typeof id === 'string' ? parts.taxonomies.find(id) : await pickTaxonomy(parts, title);
  return listed?.taxonomy;
}

function pairsOf(parts: TaxonomyParts, a: Taxonomy, b: Taxonomy): [string, string][] {
  const [first, second] = [taxonomyRef(a), taxonomyRef(b)];
  return failingOf(parts).flatMap(({ key }): [string, string][] => {
    const [from, to] = [parts.store.under(key, first), parts.store.under(key, second)];
    return from && to ? [[from.category, to.category]] : [];
  });
}

async function tellNone(a: Taxonomy, b: Taxonomy): Promise<void> {
  const sort = `Sort Into ${b.name}…`;
  const picked = await vscode.window.showInformationMessage(
    `ErrorAtlas: no failing example is judged under both “${a.name}” and “${b.name}”. Sort the known titles into one of them first.`,
    sort,
  );
  if (picked === sort) await vscode.commands.executeCommand('errorAtlas.reclassifyUnderTaxonomy', b.id);
}
