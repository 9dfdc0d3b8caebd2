import * as vscode from 'vscode';
import { categoryOf, isCorrected } from '../../atlas/label';
import type { JudgmentStore } from '../../store/judgmentStore';
import { categoryThemeColor } from '../categoryColor';
import { coalesce } from '../coalesce';
import { labelWords } from '../describe';
import type { FailingFilter } from '../failingFilter';
import { inlineEnabled, onSettingsChange } from '../settings';
import { type Anchor, byLine } from './anchors';
import type { OpenEvaluations } from './openEvaluations';

/** A line up to here is seen whole: its label stands behind it. On a longer one it stands before. */
const SHORT_LINE = 80;
const MAX_LABEL = 90;
/** Lines above and below the visible ones that get labels too, so that scrolling meets them there. */
const MARGIN_LINES = 20;
const REPAINT_MS = 60;

type Gutter = 'failing' | 'unjudged' | 'corrected';

/**
 * The category on each failing example of the visible editors, with a gutter icon.
 * Only visible lines are decorated, whatever the size of the file.
 */
export function registerInlineLabels(
  extensionUri: vscode.Uri,
  open: OpenEvaluations,
  store: JudgmentStore,
  filter: FailingFilter,
): vscode.Disposable & { shown: (editor: vscode.TextEditor) => InlineLabel[] } {
  const gutters = {
    failing: gutterType(extensionUri, 'failing'),
    unjudged: gutterType(extensionUri, 'unjudged'),
    corrected: gutterType(extensionUri, 'corrected'),
  };
  const labelsOf = (editor: vscode.TextEditor): InlineLabel[] => {
    const anchors = inlineEnabled() ? open.anchorsOf(editor.document) : undefined;
    if (!anchors) return [];
    const labels = new Map<number, InlineLabel>();
    for (const range of editor.visibleRanges) {
      const near = anchors
        .between(range.start.line - MARGIN_LINES, range.end.line + MARGIN_LINES)
        .filter(({ entry }) => filter.keeps(entry));
      for (const [line, onLine] of byLine(near)) {
        if (line < editor.document.lineCount) labels.set(line, inlineLabel(onLine, editor.document, store));
      }
    }
    return [...labels.values()];
  };
  const paint = (editor: vscode.TextEditor) => {
    const labels = labelsOf(editor);
    for (const [gutter, type] of Object.entries(gutters)) {
      editor.setDecorations(
        type,
        labels.filter((label) => label.gutter === gutter).map((label) => label.decoration),
      );
    }
  };
  const paintAll = () => {
    for (const editor of vscode.window.visibleTextEditors) paint(editor);
  };
  const paintSoon = coalesce(REPAINT_MS, paintAll);

  paintSoon();
  const subscriptions = vscode.Disposable.from(
    ...Object.values(gutters),
    paintSoon,
    // At once: someone has opened a file and looks at it.
    vscode.window.onDidChangeVisibleTextEditors(paintAll),
    vscode.window.onDidChangeTextEditorVisibleRanges(paintSoon),
    onSettingsChange(['inline'], paintSoon),
    { dispose: open.changes.listen(paintSoon) },
    { dispose: store.changes.listen(paintSoon) },
    { dispose: filter.changes.listen(paintSoon) },
  );
  return Object.assign(subscriptions, { shown: labelsOf });
}

export interface InlineLabel {
  line: number;
  text: string;
  gutter: Gutter;
  decoration: vscode.DecorationOptions;
}

function inlineLabel(
  [{ line, entry }, ...more]: [Anchor, ...Anchor[]],
  document: vscode.TextDocument,
  store: JudgmentStore,
): InlineLabel {
  const label = store.label(entry.key);
  const category = categoryOf(label);
  const text = `✗ ${shortened(labelWords(label))}${more.length === 0 ? '' : ` (+${more.length} more on this line)`}`;
  const attachment = { contentText: text, color: categoryThemeColor(category), fontStyle: 'normal' };
  const { range, text: lineText } = document.lineAt(line);
  const decoration: vscode.DecorationOptions =
    lineText.length <= SHORT_LINE
      ? { range, renderOptions: { after: { ...attachment, margin: '0 0 0 2ch' } } }
      : {
          range: new vscode.Range(line, 0, line, 0),
          renderOptions: { before: { ...attachment, margin: '0 2ch 0 0' } },
        };
  return {
    line,
    text,
    gutter: isCorrected(label) ? 'corrected' : category === null ? 'unjudged' : 'failing',
    decoration,
  };
}

function shortened(text: string): string {
  return text.length <= MAX_LABEL ? text : `${text.slice(0, MAX_LABEL - 1).trimEnd()}…`;
}

function gutterType(extensionUri: vscode.Uri, name: Gutter): vscode.TextEditorDecorationType {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `gutter-${name}-${theme}.svg`);
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    overviewRulerLane: vscode.OverviewRulerLane.Left,
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.errorForeground'),
    light: { gutterIconPath: icon('light') },
    dark: { gutterIconPath: icon('dark') },
    gutterIconSize: 'contain',
  });
}
