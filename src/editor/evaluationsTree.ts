import { basename } from 'node:path';
import * as vscode from 'vscode';
import { categoryOf } from '../atlas/label';
import type { ExampleEntry } from '../model/entry';
import type { Problem } from '../model/example';
import { choiceOf, formatName } from '../readers/readers';
import type { Survey } from '../readers/survey';
import type { JudgmentStore } from '../store/judgmentStore';
import { categoryThemeColor } from './categoryColor';
import { coalesce } from './coalesce';
import { labelWords, NEEDS_A_JUDGE, placeOf, titleOf } from './describe';
import type { Evaluations } from './evaluations';
import type { FailingFilter } from './failingFilter';
import { shortPath, uriOf } from './place';
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
  filter: FailingFilter,
): vscode.Disposable {
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const update = () => {
    tree.refresh();
    const failing = evaluations.surveys().reduce((sum, survey) => sum + evaluations.failingOf(survey).length, 0);
    // The editor's types leave `undefined` out, though it is how a badge or a message is taken away.
    Object.assign(view, {
      badge:
        failing === 0
          ? undefined
          : { value: failing, tooltip: failing === 1 ? '1 failing example' : `${failing} failing examples` },
      message: evaluations.loading ? 'Reading evaluation files…' : tree.filterMessage(),
    });
  };
  const later = coalesce(REPAINT_MS, update);
  update();
  return vscode.Disposable.from(
    view,
    later,
    { dispose: evaluations.changes.listen(later) },
    { dispose: store.changes.listen(later) },
    { dispose: filter.changes.listen(later) },
  );
}

export class EvaluationsTree implements vscode.TreeDataProvider<TreeNode> {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  /** By file; until the next refresh. */
  private shown = new WeakMap<Survey, readonly ExampleEntry[]>();

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
    private readonly filter: FailingFilter,
  ) {}

  /** What is left out and how much; `undefined` where everything is shown. */
  filterMessage(): string | undefined {
    const message = this.filter.message();
    if (message === undefined) return undefined;
    const shown = this.evaluations.surveys().reduce((sum, survey) => sum + this.shownOf(survey).length, 0);
    return `${message} · ${shown === 0 ? 'nothing found' : `${shown} shown`}`;
  }

  refresh(): void {
    this.shown = new WeakMap();
    this.changed.fire(undefined);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) {
      const surveys = this.evaluations.surveys();
      const shown = this.filter.active ? surveys.filter((survey) => this.shownOf(survey).length > 0) : surveys;
      return shown.map((survey) => ({ kind: 'evaluation', survey }));
    }
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
    return survey.models
      .filter((model) => !this.filter.active || this.shownOf(survey, model).length > 0)
      .map((model) => ({ kind: 'model', survey, model }));
  }

  /** The failing examples that the filter leaves. */
  private shownOf(survey: Survey, model?: string): readonly ExampleEntry[] {
    let shown = this.shown.get(survey);
    if (!shown) {
      shown = this.evaluations.failingOf(survey).filter((entry) => this.filter.keeps(entry));
      this.shown.set(survey, shown);
    }
    return model === undefined ? shown : shown.filter((entry) => entry.model === model);
  }

  private categoriesOf(survey: Survey, model: string): TreeNode[] {
    const counts = new Map<string | null, number>();
    for (const entry of this.shownOf(survey, model)) {
      const category = categoryOf(this.store.label(entry.key));
      counts.set(category, (counts.get(category) ?? 0) + 1);
    }
    return [...counts]
      .sort(([a, m], [b, n]) => Number(a === null) - Number(b === null) || n - m || String(a).localeCompare(String(b)))
      .map(([category]) => ({ kind: 'category', survey, model, category }));
  }

  /** The failing examples of a category node. */
  examplesOf({ survey, model, category }: Extract<TreeNode, { kind: 'category' }>): ExampleEntry[] {
    return this.shownOf(survey, model).filter((entry) => categoryOf(this.store.label(entry.key)) === category);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.itemOf(node);
    item.id = idOf(node);
    return item;
  }

  private itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'evaluation':
        return evaluationItem(node.survey, {
          failing: this.evaluations.failingOf(node.survey).length,
          shown: this.filter.active ? this.shownOf(node.survey).length : undefined,
        });
      case 'model': {
        const failing = this.shownOf(node.survey, node.model).length;
        const item = new vscode.TreeItem(node.model, vscode.TreeItemCollapsibleState.Collapsed);
        item.description = this.filter.active ? `${failing} shown` : `${failing} failing`;
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
function evaluationItem(
  survey: Survey,
  { failing, shown }: { failing: number; shown: number | undefined },
): vscode.TreeItem {
  const { path, entries, models, datasets, format, formatVersion } = survey;
  const file = basename(path);
  const names = [datasets.join(', '), ...(models.length === 1 ? models : [])].filter((name) => name !== '');
  const item = new vscode.TreeItem(names.join(' · ') || file, vscode.TreeItemCollapsibleState.Collapsed);
  item.resourceUri = uriOf(path);
  const counts = shown === undefined ? `${failing} of ${entries.length} failing` : `${shown} of ${failing} shown`;
  item.description = entries.length === 0 ? 'no examples' : counts;
  item.tooltip = [
    shortPath(path),
    `${formatName(format)}${formatVersion === undefined ? '' : ` ${formatVersion}`}`,
    `Models: ${models.join(', ')}`,
    ...survey.notes,
  ].join('\n');
  // Menus ask for `evaluation`, and for what a user can choose about such files.
  item.contextValue = ['evaluation', choiceOf(format)].filter(Boolean).join('.');
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
    arguments: [uriOf(survey.path), { selection: new vscode.Range(line - 1, 0, line - 1, 0) }],
  };
  return item;
}
