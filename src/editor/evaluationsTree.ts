import { basename } from 'node:path';
import * as vscode from 'vscode';
import { categoryOf } from '../atlas/label';
import type { ExampleEntry } from '../model/entry';
import { outcomeOf, type Problem } from '../model/example';
import { formatName } from '../readers/readers';
import type { Survey } from '../readers/survey';
import type { JudgmentStore } from '../store/judgmentStore';
import { categoryThemeColor } from './categoryColor';
import { coalesce } from './coalesce';
import { labelWords, NEEDS_A_JUDGE, placeOf, titleOf } from './describe';
import type { Evaluations } from './evaluations';
import { refOf } from './ref';

export type TreeNode =
  | { kind: 'evaluation'; survey: Survey }
  | { kind: 'model'; survey: Survey; model: string }
  | { kind: 'category'; survey: Survey; model: string; category: string | null }
  | { kind: 'range'; of: Extract<TreeNode, { kind: 'category' }>; first: number; entries: ExampleEntry[] }
  | { kind: 'example'; entry: ExampleEntry }
  | { kind: 'problems'; survey: Survey }
  | { kind: 'problem'; survey: Survey; problem: Problem };

const VIEW = 'errorAtlas.evaluations';
const REPAINT_MS = 250;
/** A category with more examples than that is a list of ranges: the view asks for all children of a node at once. */
const MAX_CHILDREN = 500;

/** Files → models → categories → failing examples, with counts. */
export function registerEvaluationsTree(
  tree: EvaluationsTree,
  evaluations: Evaluations,
  store: JudgmentStore,
): vscode.Disposable {
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const update = () => {
    tree.refresh();
    const failing = evaluations.surveys().reduce((sum, survey) => sum + failingOf(survey).length, 0);
    // The editor's types leave `undefined` out, though it is how a badge or a message is taken away.
    Object.assign(view, {
      badge:
        failing === 0
          ? undefined
          : { value: failing, tooltip: failing === 1 ? '1 failing example' : `${failing} failing examples` },
      message: evaluations.loading ? 'Reading evaluation files…' : undefined,
    });
  };
  const later = coalesce(REPAINT_MS, update);
  update();
  return vscode.Disposable.from(
    view,
    later,
    { dispose: evaluations.changes.listen(later) },
    { dispose: store.changes.listen(later) },
  );
}

export class EvaluationsTree implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
  ) {}

  refresh(): void {
    this.changed.fire(undefined);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return this.evaluations.surveys().map((survey) => ({ kind: 'evaluation', survey }));
    switch (node.kind) {
      case 'evaluation':
        return [...this.modelsOf(node.survey), ...problemsOf(node.survey)];
      case 'model':
        return this.categoriesOf(node.survey, node.model);
      case 'category':
        return rangesOf(node, this.examplesOf(node));
      case 'range':
        return node.entries.map((entry) => ({ kind: 'example', entry }));
      case 'problems':
        return node.survey.problems.map((problem) => ({ kind: 'problem', survey: node.survey, problem }));
      default:
        return [];
    }
  }

  /** A file of one model needs no level for it. */
  private modelsOf(survey: Survey): TreeNode[] {
    const [only, ...more] = survey.models;
    if (only !== undefined && more.length === 0) return this.categoriesOf(survey, only);
    return survey.models.map((model) => ({ kind: 'model', survey, model }));
  }

  private categoriesOf(survey: Survey, model: string): TreeNode[] {
    const counts = new Map<string | null, number>();
    for (const entry of failingOf(survey, model)) {
      const category = categoryOf(this.store.label(entry.key));
      counts.set(category, (counts.get(category) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a, m], [b, n]) => Number(a === null) - Number(b === null) || n - m || String(a).localeCompare(String(b)))
      .map(([category]) => ({ kind: 'category', survey, model, category }));
  }

  /** The failing examples of a category node. */
  examplesOf({ survey, model, category }: Extract<TreeNode, { kind: 'category' }>): ExampleEntry[] {
    return failingOf(survey, model).filter((entry) => categoryOf(this.store.label(entry.key)) === category);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.itemOf(node);
    item.id = idOf(node);
    return item;
  }

  private itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'evaluation':
        return evaluationItem(node.survey);
      case 'model': {
        const failing = failingOf(node.survey, node.model).length;
        const item = new vscode.TreeItem(node.model, vscode.TreeItemCollapsibleState.Collapsed);
        item.description = `${failing} failing`;
        item.iconPath = new vscode.ThemeIcon('hubot');
        return item;
      }
      case 'category':
        return this.categoryItem(node);
      case 'range':
        return new vscode.TreeItem(
          `${node.first + 1} – ${node.first + node.entries.length}`,
          vscode.TreeItemCollapsibleState.Collapsed,
        );
      case 'example':
        return this.exampleItem(node.entry);
      case 'problems': {
        const count = node.survey.problems.length;
        const item = new vscode.TreeItem(
          count === 1 ? '1 place could not be read' : `${count} places could not be read`,
          vscode.TreeItemCollapsibleState.Collapsed,
        );
        item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
        return item;
      }
      case 'problem':
        return problemItem(node.survey, node.problem);
    }
  }

  private categoryItem(node: Extract<TreeNode, { kind: 'category' }>): vscode.TreeItem {
    const item = new vscode.TreeItem(node.category ?? NEEDS_A_JUDGE, vscode.TreeItemCollapsibleState.Collapsed);
    item.description = String(this.examplesOf(node).length);
    item.contextValue = node.category === null ? 'unclassified' : 'category';
    item.iconPath =
      node.category === null
        ? new vscode.ThemeIcon('question')
        : new vscode.ThemeIcon('circle-filled', categoryThemeColor(node.category));
    return item;
  }

  private exampleItem(entry: ExampleEntry): vscode.TreeItem {
    const label = this.store.label(entry.key);
    const item = new vscode.TreeItem(`${entry.id}: ${entry.preview}`);
    item.description = titleOf(label);
    item.tooltip = `${labelWords(label)}\n${entry.dataset} · ${entry.model} · ${placeOf(entry)}`;
    item.contextValue = 'example';
    item.iconPath = new vscode.ThemeIcon('error', categoryThemeColor(categoryOf(label)));
    item.command = { command: 'errorAtlas.openExample', title: 'Show why it fails', arguments: [refOf(entry)] };
    return item;
  }
}

/** By its id VS Code knows a node again after a refresh, and leaves it expanded. */
function idOf(node: TreeNode): string {
  switch (node.kind) {
    case 'evaluation':
    case 'problems':
      return `${node.kind}|${node.survey.path}`;
    case 'model':
      return JSON.stringify(['model', node.survey.path, node.model]);
    case 'category':
      return JSON.stringify(['category', node.survey.path, node.model, node.category]);
    case 'range':
      return `${idOf(node.of)}|${node.first}`;
    case 'example':
      return `example|${refOf(node.entry)}`;
    case 'problem':
      return `problem|${node.survey.path}|${node.survey.problems.indexOf(node.problem)}`;
  }
}

function failingOf(survey: Survey, model?: string): ExampleEntry[] {
  return survey.entries.filter(
    (entry) => outcomeOf(entry) === 'failing' && (model === undefined || entry.model === model),
  );
}

function rangesOf(of: Extract<TreeNode, { kind: 'category' }>, entries: ExampleEntry[]): TreeNode[] {
  if (entries.length <= MAX_CHILDREN) return entries.map((entry) => ({ kind: 'example', entry }));
  return Array.from({ length: Math.ceil(entries.length / MAX_CHILDREN) }, (_, i) => {
    const first = i * MAX_CHILDREN;
    return { kind: 'range', of, first, entries: entries.slice(first, first + MAX_CHILDREN) };
  });
}

function problemsOf(survey: Survey): TreeNode[] {
  return survey.problems.length === 0 ? [] : [{ kind: 'problems', survey }];
}

/** Named by what was evaluated: the file names of most tools begin alike and end in a time. */
function evaluationItem(survey: Survey): vscode.TreeItem {
  const { path, entries, models, datasets, format, formatVersion } = survey;
  const file = basename(path);
  const names = [datasets.join(', '), ...(models.length === 1 ? models : [])].filter((name) => name !== '');
  const item = new vscode.TreeItem(names.join(' · ') || file, vscode.TreeItemCollapsibleState.Collapsed);
  item.resourceUri = vscode.Uri.file(path);
  item.description = entries.length === 0 ? 'no examples' : `${failingOf(survey).length} of ${entries.length} failing`;
  item.tooltip = [
    vscode.workspace.asRelativePath(path),
    `${formatName(format)}${formatVersion === undefined ? '' : ` ${formatVersion}`}`,
    `Models: ${models.join(', ')}`,
    ...survey.notes,
  ].join('\n');
  item.contextValue = 'evaluation';
  item.iconPath = vscode.ThemeIcon.File;
  return item;
}

function problemItem(survey: Survey, problem: Problem): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message);
  const line = problem.line ?? 1;
  if (problem.line !== undefined) item.description = `line ${problem.line}`;
  item.tooltip = `${survey.path}:${line}\n${problem.message}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.command = {
    command: 'vscode.open',
    title: 'Go to the line',
    arguments: [vscode.Uri.file(survey.path), { selection: new vscode.Range(line - 1, 0, line - 1, 0) }],
  };
  return item;
}
