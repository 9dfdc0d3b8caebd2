import { join } from 'node:path';
import * as vscode from 'vscode';
import { ApiKeys } from './editor/apiKeys';
import { AtlasModel } from './editor/atlasModel';
import { registerChangeCategory } from './editor/commands/changeCategory';
import { registerJudgeCommands } from './editor/commands/chooseJudge';
import { registerClassifyCommands } from './editor/commands/classify';
import { registerExport } from './editor/commands/exportAtlas';
import { registerOpenCommands } from './editor/commands/openExample';
import { readStore, registerResultCommands } from './editor/commands/results';
import { registerStepThrough } from './editor/commands/stepThrough';
import { CommandTargets } from './editor/commands/target';
import { registerEntryDocuments } from './editor/entryDocument';
import { Evaluations } from './editor/evaluations';
import { EvaluationsTree, registerEvaluationsTree } from './editor/evaluationsTree';
import { registerExampleList } from './editor/exampleList/exampleList';
import { registerCodeLens } from './editor/inline/codeLens';
import { registerHover } from './editor/inline/hover';
import { registerInlineLabels } from './editor/inline/labels';
import { OpenEvaluations } from './editor/inline/openEvaluations';
import { Judging } from './editor/judging';
import { createLog } from './editor/log';
import { ReadSettings } from './editor/readRules';
import { storageKind } from './editor/settings';
import { registerStatusBar } from './editor/statusBar';
import { watchStore } from './editor/storeWatch';
import { registerAtlas } from './editor/webviews/atlasSurface';
import { ExampleView } from './editor/webviews/exampleView';
import { SurveyCache } from './readers/surveyCache';
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
  const judging = new Judging(evaluations, store, keys);
  const model = new AtlasModel(evaluations, store, judging);
  const open = new OpenEvaluations(evaluations);
  const tree = new EvaluationsTree(evaluations, store);
  const exampleView = new ExampleView({ extensionUri, evaluations, store, judging, log });
  const targets = new CommandTargets(evaluations, open, exampleView);
  const labels = registerInlineLabels(extensionUri, open, store);
  const atlas = registerAtlas({ extensionUri, evaluations, store, judging, model, log });

  context.subscriptions.push(
    log,
    readSettings,
    evaluations,
    judging,
    open,
    exampleView,
    labels,
    atlas,
    watchStore(store, log),
    registerCodeLens(open, store),
    registerHover(open, store, log),
    registerEvaluationsTree(tree, evaluations, store),
    registerEntryDocuments(evaluations),
    registerExampleList({ extensionUri, evaluations, store, exampleView, log }),
    registerStatusBar(judging),
    registerOpenCommands(targets, exampleView),
    registerStepThrough(open),
    registerClassifyCommands({ evaluations, store, judging, targets, tree }),
    registerChangeCategory(store, judging, targets),
    registerJudgeCommands(keys),
    registerExport({ extension: context.extension, evaluations, store, judging, model, log }),
    registerResultCommands(store, evaluations, judging, log),
    vscode.commands.registerCommand('errorAtlas.openAtlas', atlas.open),
  );
  void evaluations.refresh();
  return { evaluations, store, judging, keys, model, tree, labels, exampleView };
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
