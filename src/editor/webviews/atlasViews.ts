import * as vscode from 'vscode';
import type { CompareSide } from '../../protocol';
import { type AtlasParts, AtlasSurface } from './atlasSurface';
import { tabIcon, webviewOptions } from './html';

const VIEW = 'errorAtlas.atlas';
const PANEL = 'errorAtlas.atlasPanel';

/** The atlas in the activity bar and as an editor tab: two places for the same page. */
export function registerAtlas(parts: AtlasParts): vscode.Disposable {
  let panel: { view: vscode.WebviewPanel; surface: AtlasSurface } | undefined;
  const show = (view: vscode.WebviewPanel): AtlasSurface => {
    view.iconPath = tabIcon(parts.extensionUri);
    const surface = new AtlasSurface(view.webview, 'tab', parts);
    panel = { view, surface };
    view.onDidDispose(() => {
      surface.dispose();
      panel = undefined;
    });
    return surface;
  };
  const open = (): AtlasSurface => {
    if (!panel) {
      const options = webviewOptions(parts.extensionUri);
      return show(vscode.window.createWebviewPanel(PANEL, 'Atlas', vscode.ViewColumn.Active, options));
    }
    panel.view.reveal();
    return panel.surface;
  };
  const registrations = vscode.Disposable.from(
    vscode.window.registerWebviewViewProvider(VIEW, {
      resolveWebviewView(view) {
        view.webview.options = webviewOptions(parts.extensionUri);
        const surface = new AtlasSurface(view.webview, 'side', parts);
        view.onDidDispose(() => surface.dispose());
      },
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL, {
      async deserializeWebviewPanel(restored) {
        restored.webview.options = webviewOptions(parts.extensionUri);
        show(restored);
      },
    }),
    vscode.commands.registerCommand('errorAtlas.openAtlas', () => {
      open();
    }),
    vscode.commands.registerCommand('errorAtlas.compare', async (a?: unknown, b?: unknown) => {
      const sides = await askForSides(parts, a, b);
      if (sides) open().openCompare(sides.a, sides.b);
    }),
  );
  return {
    dispose() {
      registrations.dispose();
      panel?.view.dispose();
    },
  };
}

interface SideItem extends vscode.QuickPickItem {
  side?: CompareSide;
}

/** `a` and `b`: a model or a file by its name. What is missing is asked for; `undefined` when the user turns back. */
async function askForSides(
  { model, evaluations }: AtlasParts,
  a: unknown,
  b: unknown,
): Promise<{ a: CompareSide; b: CompareSide } | undefined> {
  await evaluations.whenRead();
  const { models, runs } = model.choices();
  if (models.length < 2 && runs.length < 2) {
    void vscode.window.showInformationMessage(
      'ErrorAtlas: there is one model in one file only. Add the outputs of another model or run to compare with.',
    );
    return undefined;
  }
  const sideOf = (name: unknown): CompareSide | undefined => {
    if (typeof name !== 'string') return undefined;
    if (models.includes(name)) return { kind: 'model', name };
    return runs.includes(name) ? { kind: 'file', name } : undefined;
  };
  const items: SideItem[] = [
    { label: 'Models', kind: vscode.QuickPickItemKind.Separator },
    ...models.map((name) => ({ label: name, side: { kind: 'model' as const, name } })),
    { label: 'Files', kind: vscode.QuickPickItemKind.Separator },
    ...runs.map((name) => ({ label: name, side: { kind: 'file' as const, name } })),
  ];
  const first = sideOf(a) ?? (await pick('Compare (1 of 2): what was', items));
  if (!first) return undefined;
  const rest = items.filter(({ side }) => side?.name !== first.name || side.kind !== first.kind);
  const second = sideOf(b) ?? (await pick(`Compare (2 of 2): what is now, against ${first.name}`, rest));
  return second && { a: first, b: second };
}

async function pick(title: string, items: readonly SideItem[]): Promise<CompareSide | undefined> {
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'A model or an evaluation file' });
  return chosen?.side;
}
