import * as vscode from 'vscode';
import { applyTaxonomy, titleJudge } from '../../errormap/apply';
import { estimateApply } from '../../errormap/estimate';
import { BuildParameters } from '../../errormap/parameters';
import { placedJudgments, titledFailures, titleHeader } from '../../errormap/titled';
import { groupByTitle } from '../../errormap/titles';
import { Turns } from '../../errormap/turns';
import type { Taxonomy } from '../../model/taxonomy';
import { JudgeNotReady, judgeLabel } from '../judges';
import { pickTaxonomy } from './chooseCommand';
import { counted } from './counts';
import { failingOf, type TaxonomyParts } from './parts';
import { maySendUnasked, progressText, replyFolder, sorterOf, telling, withCancel, workLines } from './work';

/** What came of it; `sorted` and the others are numbers of failing examples, `reasons` are by title. */
export interface Reclassified {
  sorted: number;
  unassigned: number;
  known: number;
  untitled: number;
  calls: number;
  reasons: Record<string, string>;
}

/**
 * Reclassify Under Taxonomy…: the failing examples in the categories of another taxonomy, by the titles they have
 * (the paper's Stage 2b alone). Nothing is analysed again.
 */
export function registerReclassifyUnder(parts: TaxonomyParts): vscode.Disposable {
  return vscode.commands.registerCommand(
    'errorAtlas.reclassifyUnderTaxonomy',
    async (id?: unknown, options?: { confirmed?: boolean }) => {
      await parts.evaluations.whenRead();
      const listed =
        typeof id === 'string'
          ? parts.taxonomies.find(id)
          : await pickTaxonomy(parts, 'Sort the errors into which categories?');
      const { taxonomy } = listed ?? {};
      if (!taxonomy) return undefined;
      return telling(() => reclassify(parts, taxonomy, options?.confirmed === true));
    },
  );
}

async function reclassify(
  parts: TaxonomyParts,
  taxonomy: Taxonomy,
  confirmed: boolean,
): Promise<Reclassified | undefined> {
  const { store } = parts;
  const sorter = await sorterOf(parts);
  const { model } = sorter;
  if (!model) {
    throw new JudgeNotReady(
      `Titles are sorted by a model at an OpenAI-compatible endpoint; the chosen judge is “${judgeLabel(sorter.settings)}”.`,
      'errorAtlas.chooseJudge',
    );
  }
  const judge = titleJudge(model, taxonomy);
  const failing = failingOf(parts);
  const titled = failing.filter(({ key }) => titleHeader(store, key));
  const todo = titled.filter(({ key }) => !store.find(key, judge));
  const untitled = failing.length - titled.length;
  if (todo.length === 0) {
    void tellNothing(titled.length, untitled, taxonomy);
    return { sorted: 0, unassigned: 0, known: titled.length, untitled, calls: 0, reasons: {} };
  }
  const failures = await titledFailures(todo, store);
  const parameters = BuildParameters.parse({});
  const { groups } = await groupByTitle(failures, new Turns(new AbortController().signal));
  if (!confirmed || !maySendUnasked(parts, sorter)) {
    const work = estimateApply(groups, taxonomy, parameters);
    const question = `Sort ${counted(groups.length, 'title')} of ${counted(todo.length, 'failing example')} into “${taxonomy.name}”?`;
    if (!(await confirm(question, untitled, workLines(work, sorter.settings)))) return undefined;
  }
  const applied = await withCancel(`Sorting titles into ${taxonomy.name}`, (signal, tell) =>
    applyTaxonomy({
      ...{ failures, taxonomy, model, parameters, signal, cache: replyFolder(parts) },
      onProgress: (progress) => tell(progressText(progress)),
    }),
  );
  const keys = todo.map(({ key }) => key);
  await store.append(await placedJudgments(keys, applied.places, judge, store));
  const sorted = keys.filter((key) => applied.places.has(key)).length;
  const outcome = {
    ...{ sorted, unassigned: keys.length - sorted, known: titled.length - todo.length, untitled, calls: applied.calls },
    reasons: Object.fromEntries(applied.reasons),
  };
  void tellOutcome(outcome, taxonomy, parts);
  return outcome;
}

async function confirm(question: string, untitled: number, work: string[]): Promise<boolean> {
  const sort = 'Sort';
  const left =
    untitled > 0
      ? [
          `${counted(untitled, 'failing example')} without a title ${untitled === 1 ? 'is' : 'are'} left out: classify first.`,
        ]
      : [];
  const detail = [...work, ...left, 'No example is analysed again; what judges said stays beside the new categories.'];
  return (
    (await vscode.window.showInformationMessage(question, { modal: true, detail: detail.join('\n\n') }, sort)) === sort
  );
}

async function tellNothing(known: number, untitled: number, { name }: Taxonomy): Promise<void> {
  const classify = 'Classify Failing Examples';
  const what =
    known > 0
      ? `all ${counted(known, 'failing example')} with a title are sorted into “${name}” already.`
      : 'no failing example has a title yet, and titles are what is sorted.';
  const picked = await vscode.window.showInformationMessage(`ErrorAtlas: ${what}`, ...(untitled > 0 ? [classify] : []));
  if (picked === classify) await vscode.commands.executeCommand('errorAtlas.classifyFailing');
}

/** Not awaited by the command: a notice may stay for long. */
async function tellOutcome(
  { sorted, unassigned, known, reasons }: Reclassified,
  { id, name }: Taxonomy,
  { taxonomies }: TaxonomyParts,
): Promise<void> {
  const parts = [
    `${counted(sorted, 'failing example')} sorted into “${name}”`,
    ...(unassigned > 0 ? [`${unassigned} unassigned`] : []),
    ...(known > 0 ? [`${known} known already`] : []),
  ];
  const [use, why] = ['Use It', 'Show Reasons'];
  const entries = Object.entries(reasons);
  const picked = await vscode.window.showInformationMessage(
    `ErrorAtlas: ${parts.join(', ')}.`,
    ...(taxonomies.current.id === id ? [] : [use]),
    ...(entries.length > 0 ? [why] : []),
  );
  if (picked === use) await vscode.commands.executeCommand('errorAtlas.chooseTaxonomy', id);
  if (picked === why) {
    const items = entries.map(([label, detail]) => ({ label, detail }));
    await vscode.window.showQuickPick(items, { title: 'Titles without a category of their own', matchOnDetail: true });
  }
}
