import * as vscode from 'vscode';
import * as z from 'zod';
import { titleJudge } from '../../errormap/apply';
import { buildTaxonomy } from '../../errormap/build';
import { estimateBuild } from '../../errormap/estimate';
import { buildOffline } from '../../errormap/offline/buildOffline';
import { BuildParameters, FEWEST_FAILURES } from '../../errormap/parameters';
import { type Populated, taxonomyOf } from '../../errormap/populate';
import { placedJudgments, titledFailures } from '../../errormap/titled';
import { type Failure, groupByTitle } from '../../errormap/titles';
import { idOf } from '../../errormap/tree';
import { Turns } from '../../errormap/turns';
import type { BuiltTaxonomy } from '../../model/builtTaxonomy';
import { builtinTaxonomies } from '../../model/taxonomies/builtin';
import { counted, percent } from './counts';
import { openTaxonomyEditor } from './editorProvider';
import { failingOf, type TaxonomyParts } from './parts';
import {
  maySendUnasked,
  progressText,
  replyFolder,
  type Sorter,
  sorterOf,
  telling,
  withCancel,
  workLines,
} from './work';

/** For scripts: what is not given is asked for. */
const Arguments = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
    name: z.string().min(1),
    /** Group titles by like words, whoever the judge is. */
    offline: z.boolean(),
    /** Don't ask whether to build. */
    confirmed: z.boolean(),
    parameters: BuildParameters.partial(),
  })
  .partial();
type Arguments = z.infer<typeof Arguments>;

interface Work {
  id: string;
  name: string;
  failures: readonly Failure[];
  parameters: BuildParameters;
  sorter: Sorter | undefined;
}

/** Build Taxonomy from Failures… (ErrorMap). Returns the record of the build; `undefined` when there is none. */
export function registerBuildTaxonomy(parts: TaxonomyParts): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.buildTaxonomy', async (given?: unknown) => {
    const options = Arguments.safeParse(given).data ?? {};
    await parts.evaluations.whenRead();
    const failures = await titledFailures(failingOf(parts), parts.store);
    if (failures.filter(({ title }) => title !== '').length < FEWEST_FAILURES) {
      void tellTooFew(failures);
      return undefined;
    }
    return telling(async () => {
      const work = await plan(parts, failures, options);
      if (!work) return undefined;
      const populated = await withCancel('Building a taxonomy', (signal, tell) => build(parts, work, signal, tell));
      return keep(parts, populated, work);
    });
  });
}

async function tellTooFew(failures: readonly Failure[]): Promise<void> {
  const titled = failures.filter(({ title }) => title !== '').length;
  const without = failures.length - titled;
  const [classify, use] = ['Classify Failing Examples', 'Use ErrorAtlas'];
  const picked = await vscode.window.showWarningMessage(
    `ErrorAtlas: a taxonomy needs at least ${FEWEST_FAILURES} failing examples whose error has a title; there ${titled === 1 ? 'is' : 'are'} ${titled}.${
      without > 0 ? ` ${counted(without, 'failing example')} have none: no judge has named their error.` : ''
    } For so few, ErrorAtlas’s 17 categories do.`,
    ...(without > 0 ? [classify] : []),
    use,
  );
  if (picked === classify) await vscode.commands.executeCommand('errorAtlas.classifyFailing');
  if (picked === use) await vscode.commands.executeCommand('errorAtlas.chooseTaxonomy', 'erroratlas');
}

/** Who builds what; asks with the cost in sight. `undefined`: the answer was no. */
async function plan(parts: TaxonomyParts, failures: readonly Failure[], options: Arguments): Promise<Work | undefined> {
  const parameters = BuildParameters.parse(options.parameters ?? {});
  const { groups, untitled } = await groupByTitle(failures, new Turns(new AbortController().signal));
  const sorter = options.offline ? undefined : await sorterOf(parts);
  const hasModel = sorter?.model !== undefined;
  const isAsked = !options.confirmed || (sorter !== undefined && !maySendUnasked(parts, sorter));
  let byModel = hasModel;
  if (isAsked) {
    const [build, words, choose] = ['Build', 'Group by Like Words', 'Choose Judge…'];
    const detail = [
      ...(untitled.length > 0
        ? [
            `${counted(untitled.length, 'failing example')} have no title yet and will be unassigned: classify them first to have them in.`,
          ]
        : []),
      ...(hasModel ? workLines(estimateBuild(groups, parameters), sorter.settings) : [OFFLINE]),
    ].join('\n\n');
    const answers = hasModel ? [build, words] : options.offline ? [words] : [words, choose];
    const picked = await vscode.window.showInformationMessage(
      `Build a taxonomy from ${counted(failures.length, 'failing example')} with ${counted(groups.length, 'distinct title')}?`,
      { modal: true, detail },
      ...answers,
    );
    if (picked === choose) await vscode.commands.executeCommand('errorAtlas.chooseJudge');
    if (picked === undefined || picked === choose) return undefined;
    byModel = picked === build;
  }
  const names = await nameOf(parts, failures, options);
  return names && { ...names, failures, parameters, sorter: byModel ? sorter : undefined };
}

const OFFLINE =
  'No model at an endpoint is chosen: titles are grouped by like words on this machine, free of charge. It knows no meaning, and “wrong sum” and “faulty addition” stay apart. A model as judge makes categories by meaning.';

async function nameOf(
  { taxonomies }: TaxonomyParts,
  failures: readonly Failure[],
  { id, name, confirmed }: Arguments,
): Promise<Pick<Work, 'id' | 'name'> | undefined> {
  const byCount = `ErrorMap of ${counted(failures.length, 'failing example')}`;
  if (id !== undefined || confirmed) return { id: id ?? 'errormap', name: name ?? byCount };
  const given = await vscode.window.showInputBox({
    title: 'Name of the new taxonomy',
    value: 'ErrorMap',
    prompt: 'Its file is .error-atlas/taxonomies/<name>.json',
    validateInput: (value) => {
      if (value.trim() === '') return 'A name, please.';
      if (builtinTaxonomies.has(idOf(value))) return `“${idOf(value)}” is built in: choose another name.`;
      const message = `${idOf(value)}.json is there already: it will be kept beside the new one, under its version.`;
      return taxonomies.find(idOf(value)) ? { message, severity: vscode.InputBoxValidationSeverity.Info } : undefined;
    },
  });
  return given === undefined ? undefined : { id: idOf(given), name: given.trim() };
}

function build(
  parts: TaxonomyParts,
  { sorter, ...work }: Work,
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<Populated> {
  const model = sorter?.model;
  if (!model) {
    const onProgress = ({ done, total }: { done: number; total: number }) =>
      tell(`Grouping ${done} of ${counted(total, 'title')}`);
    return buildOffline({ ...work, signal, onProgress });
  }
  const cache = replyFolder(parts);
  return buildTaxonomy({ ...work, model, cache, signal, onProgress: (progress) => tell(progressText(progress)) });
}

/** As a file, as a record of how it was built, and as judgments: whoever opens the atlas under it sees its counts. */
async function keep(parts: TaxonomyParts, populated: Populated, { sorter }: Work): Promise<BuiltTaxonomy> {
  const { taxonomies, store } = parts;
  const { built, places } = populated;
  const taxonomy = taxonomyOf(built);
  const path = await taxonomies.folder.keep(taxonomy);
  await taxonomies.folder.keepBuild(built);
  const judge = titleJudge(sorter?.model ?? { kind: 'offline', model: 'words' }, taxonomy);
  const keys = failingOf(parts).map(({ key }) => key);
  await store.append(await placedJudgments(keys, places, judge, store));
  await taxonomies.load();
  await openTaxonomyEditor(vscode.Uri.file(path));
  void tellBuilt(built);
  return built;
}

/** Not awaited by the command: a notice may stay for long. */
async function tellBuilt(built: BuiltTaxonomy): Promise<void> {
  const { named, other, hardToAnalyze, unassigned } = built.coverage;
  const parts = [
    `${percent(named)} of ${counted(built.failing, 'failing example')} have a category`,
    ...(other > 0 ? [`${percent(other)} are “Other”`] : []),
    ...(hardToAnalyze > 0 ? [`${percent(hardToAnalyze)} are hard to analyze`] : []),
    ...(unassigned > 0 ? [`${percent(unassigned)} are unassigned`] : []),
  ];
  const [use, why] = ['Use It', 'Show Unassigned'];
  const picked = await vscode.window.showInformationMessage(
    `ErrorAtlas: “${built.name}” has ${counted(built.categories.length, 'category', 'categories')}. ${parts.join(', ')}.`,
    use,
    ...(built.unassignedTitles.length > 0 ? [why] : []),
  );
  if (picked === use) await vscode.commands.executeCommand('errorAtlas.chooseTaxonomy', built.id);
  if (picked === why) await showUnassigned(built);
}

async function showUnassigned({ unassignedTitles }: BuiltTaxonomy): Promise<void> {
  const items = unassignedTitles.map(({ title, count, reason }) => ({
    label: title || '(no title)',
    description: counted(count, 'failing example'),
    detail: reason,
  }));
  await vscode.window.showQuickPick(items, { title: 'Failing examples that have no category', matchOnDetail: true });
}
