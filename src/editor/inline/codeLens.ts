import * as vscode from 'vscode';
import type { JudgmentStore } from '../../store/judgmentStore';
import { coalesce } from '../coalesce';
import { labelWords } from '../describe';
import type { FailingFilter } from '../failingFilter';
import { refOf } from '../ref';
import { codeLensEnabled, onSettingsChange } from '../settings';
import { type Anchor, byLine } from './anchors';
import type { OpenEvaluations } from './openEvaluations';

/** Evaluation files are claimed by their contents, so the provider looks at every file, of the disk or virtual. */
export const EVALUATION_SELECTOR: vscode.DocumentSelector = '*';

const REFRESH_MS = 250;
/** Judgments change no more than the tooltips. */
const REFRESH_TOOLTIPS_MS = 2_000;
/**
 * The editor asks for all lenses of a file at once. With more failing lines than the first number each has
 * one action, with more than the second only the first line has: the others are in the hover of each.
 */
const MAX_WITH_ALL_ACTIONS = 1_000;
const MAX_WITH_ONE_ACTION = 10_000;

/** Above each failing example: what can be done about it. What went wrong says the inline label. */
export function registerCodeLens(
  open: OpenEvaluations,
  store: JudgmentStore,
  filter: FailingFilter,
): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      const anchors = codeLensEnabled() ? open.anchorsOf(document) : undefined;
      const lines = byLine((anchors?.all ?? []).filter(({ entry }) => filter.keeps(entry)));
      if (lines.size > MAX_WITH_ONE_ACTION) return [tooMany(lines)];
      return [...lines].flatMap(([line, [{ entry }, ...more]]) => {
        const range = new vscode.Range(line, 0, line, 0);
        const ref = refOf(entry);
        const lens = (title: string, command: string, tooltip: string) =>
          new vscode.CodeLens(range, { title, command, tooltip, arguments: [ref] });
        const show = lens('Show why it fails', 'errorAtlas.openExample', labelWords(store.label(entry.key)));
        if (lines.size > MAX_WITH_ALL_ACTIONS) return [show];
        return [
          show,
          lens('Reclassify', 'errorAtlas.reclassifyExample', 'Ask the judge again'),
          lens('Change category', 'errorAtlas.changeCategory', 'Say yourself what went wrong'),
          ...(more.length === 0
            ? []
            : [lens(`${more.length} more on this line`, 'errorAtlas.evaluations.focus', 'List them in the view')]),
        ];
      });
    },
  };
  const refresh = coalesce(REFRESH_MS, () => changed.fire());
  const refreshTooltips = coalesce(REFRESH_TOOLTIPS_MS, () => changed.fire());
  return vscode.Disposable.from(
    changed,
    refresh,
    vscode.languages.registerCodeLensProvider(EVALUATION_SELECTOR, provider),
    onSettingsChange(['codeLens'], refresh),
    { dispose: open.changes.listen(refresh) },
    { dispose: filter.changes.listen(refresh) },
    refreshTooltips,
    { dispose: store.changes.listen(refreshTooltips) },
  );
}

function tooMany(lines: ReadonlyMap<number, readonly Anchor[]>): vscode.CodeLens {
  const [first = 0] = lines.keys();
  const title = `${lines.size} failing examples: hover over a marked line for its actions`;
  return new vscode.CodeLens(new vscode.Range(first, 0, first, 0), { title, command: 'errorAtlas.evaluations.focus' });
}
