import { join } from 'node:path';
import * as vscode from 'vscode';
import { ApiKeys } from './editor/apiKeys';
import { AtlasFilters } from './editor/atlasFilters';
import { AtlasModel } from './editor/atlasModel';
import { Batches } from './editor/batches';
import { registerBatchCommands } from './editor/commands/batch';
import { registerChangeCategory } from './editor/commands/changeCategory';
import { registerJudgeCommands } from './editor/commands/chooseJudge';
import { registerChooseMetric } from './editor/commands/chooseMetric';
import { registerClassifyCommands } from './editor/commands/classify';
import { registerCostEstimate } from './editor/commands/costEstimate';
import { registerExport } from './editor/commands/exportAtlas';
import { registerMapFields } from './editor/commands/mapFields';
import { registerMeasureJudge } from './editor/commands/measureJudge';
import { registerOpenCommands } from './editor/commands/openExample';
import { registerOpenSamples } from './editor/commands/openSamples';
import { readStore, registerResultCommands } from './editor/commands/results';
import { registerStepThrough } from './editor/commands/stepThrough';
import { CommandTargets } from './editor/commands/target';
import { DialectStore } from './editor/dialectStore';
import { registerEntryDocuments } from './editor/entryDocument';
import { Evaluations } from './editor/evaluations';
import { EvaluationsTree, registerEvaluationsTree } from './editor/evaluationsTree';
import { registerExampleList } from './editor/exampleList/exampleList';
import { FailingFilter } from './editor/failingFilter';
import { registerCodeLens } from './editor/inline/codeLens';
import { registerHover } from './editor/inline/hover';
import { registerInlineLabels } from './editor/inline/labels';
import { OpenEvaluations } from './editor/inline/openEvaluations';
import { EndpointSteps } from './editor/judgeChoice/endpointSteps';
import { JudgeChooser } from './editor/judgeChoice/judgeChooser';
import { Judges } from './editor/judges';
import { Judging } from './editor/judging';
import { createLog } from './editor/log';
import { ReadSettings } from './editor/readRules';
import { ReviewQueue } from './editor/review/reviewQueue';
import { registerStartReview } from './editor/review/startReview';
import { SendConsent } from './editor/sendConsent';
import { storageKind } from './editor/settings';
import { registerStatusBar } from './editor/statusBar';
import { watchStore } from './editor/storeWatch';
import { registerTaxonomies } from './editor/taxonomies/register';
import { Taxonomies } from './editor/taxonomies/taxonomies';
import { registerAtlas } from './editor/webviews/atlasViews';
import { ExampleView } from './editor/webviews/exampleView';
import { SurveyCache } from './readers/surveyCache';
import { BatchFolder } from './store/batchFolder';
import { JudgmentStore } from './store/judgmentStore';

/** Builds the objects, registers the surfaces, and starts reading. */
export async function activate(context: vscode.ExtensionContext) {
  const { extensionUri } = context;
  const log = createLog();
  const store = new JudgmentStore(storageFolder(context), (message) => log.warn(message));
  await readStore(store);
  const readSettings = new ReadSettings();
  const evaluations = new Evaluations(log, readSettings, surveyCache(context));
  const keys = new ApiKeys(context.secrets);
  const dialects = new DialectStore(context.globalState);
  const taxonomies = new Taxonomies(store);
  await taxonomies.load();
  const judges = new Judges(taxonomies, keys, dialects, context.languageModelAccessInformation);
  const judgeChooser = new JudgeChooser(new EndpointSteps(keys, dialects));
  const consent = new SendConsent(context.globalState);
  const judging = new Judging(evaluations, store, judges, consent);
  const folder = new BatchFolder(store.folder, (message) => log.warn(message));
  const batches = new Batches({ evaluations, store, judging, judges, keys, folder });
  const model = new AtlasModel(evaluations, store, judging);
  const open = new OpenEvaluations(evaluations);
  const filter = new FailingFilter(evaluations, store);
  const tree = new EvaluationsTree(evaluations, store, filter);
  const review = new ReviewQueue(evaluations, store, context.workspaceState);
  const memory = context.globalState;
  const exampleView = new ExampleView({ extensionUri, evaluations, store, judging, review, memory, log });
  const targets = new CommandTargets(evaluations, open, exampleView);
  const labels = registerInlineLabels(extensionUri, open, store, filter);
  const filters = new AtlasFilters(store, filter, context.workspaceState);

  context.subscriptions.push(
    log,
    readSettings,
    evaluations,
    judging,
    open,
    exampleView,
    filter,
    labels,
    registerAtlas({ extensionUri, evaluations, store, judging, model, filters, log }),
    watchStore(store, log),
    registerCodeLens(open, store, filter),
    registerHover(open, store, log),
    registerEvaluationsTree(tree, evaluations, store, filter),
    registerEntryDocuments(evaluations),
    registerExampleList({ extensionUri, evaluations, store, exampleView, log }),
    registerStatusBar(judging),
    registerOpenCommands(targets, exampleView),
    registerStepThrough(open, filter),
    registerClassifyCommands({ evaluations, store, judging, targets, tree }),
    registerChangeCategory(store, judging, targets),
    registerJudgeCommands(judgeChooser),
    registerCostEstimate(evaluations, judging, judges),
    registerBatchCommands(batches, evaluations),
    registerOpenSamples(context),
    registerExport({ extension: context.extension, evaluations, store, judging, model, log }),
    registerMapFields(evaluations, targets),
    registerChooseMetric(evaluations, targets),
    registerMeasureJudge(store),
    taxonomies,
    registerTaxonomies({ extensionUri, taxonomies, evaluations, store, model, judges, consent, log }),
    registerStartReview(review, evaluations, exampleView),
    registerResultCommands(store, evaluations, judging, log),
  );
  void evaluations.refresh();
  return {
    evaluations,
    store,
    judging,
    judgeChooser,
    consent,
    batches,
    keys,
    model,
    tree,
    labels,
    exampleView,
    review,
    filter,
    filters,
    taxonomies,
  };
}

/** Of the workspace and of this version's readers; someone who works on the readers wants to see what they read. */
function surveyCache({ storageUri, extension, extensionMode }: vscode.ExtensionContext): SurveyCache | undefined {
  if (!storageUri || extensionMode === vscode.ExtensionMode.Development) return undefined;
  return new SurveyCache(join(storageUri.fsPath, `surveys-${extension.packageJSON.version}`));
}

/** What other extensions and our tests inside the editor get. */
export type ErrorAtlasApi = Awaited<ReturnType<typeof activate>>;

/** In the first folder of the workspace, unless the user wants it left alone or there is none. */
function storageFolder(context: vscode.ExtensionContext): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder?.uri.scheme === 'file' && storageKind() === 'workspace') return join(folder.uri.fsPath, '.error-atlas');
  return (context.storageUri ?? context.globalStorageUri).fsPath;
}
