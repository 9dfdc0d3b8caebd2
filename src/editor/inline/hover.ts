import * as vscode from 'vscode';
import type { Criterion, Judgment } from '../../model/judgment';
import { messageOf } from '../../model/messageOf';
import type { JudgmentStore, Label } from '../../store/judgmentStore';
import { labelWords } from '../describe';
import type { Log } from '../log';
import { refOf } from '../ref';
import { EVALUATION_SELECTOR } from './codeLens';
import type { OpenEvaluations } from './openEvaluations';

/** Over the line of a failing example: what went wrong, by which criteria, and what to do. */
export function registerHover(open: OpenEvaluations, store: JudgmentStore, log: Log): vscode.Disposable {
  return vscode.languages.registerHoverProvider(EVALUATION_SELECTOR, {
    async provideHover(document, position) {
      const anchor = open.anchorsOf(document)?.between(position.line, position.line)[0];
      if (!anchor) return undefined;
      const label = store.label(anchor.entry.key);
      let judgment: Judgment | undefined;
      try {
        judgment = label?.judgment && (await store.details(label.judgment));
      } catch (error) {
        log.warn(`A judgment can't be read back: ${messageOf(error)}`);
      }
      return new vscode.Hover(hoverText(refOf(anchor.entry), label, judgment));
    },
  });
}

const COMMANDS = ['errorAtlas.openExample', 'errorAtlas.reclassifyExample', 'errorAtlas.changeCategory'];

function hoverText(ref: string, label: Label | undefined, judgment: Judgment | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString('', true);
  text.isTrusted = { enabledCommands: COMMANDS };
  text.appendMarkdown(`**${plain(labelWords(label))}**`);
  if (judgment?.status === 'error') text.appendMarkdown(`\n\nThe judge failed: ${plain(judgment.error ?? '')}`);
  else if (judgment) text.appendMarkdown(`\n\n${plain(judgment.summary)}`);
  if (label?.correction?.note) {
    text.appendMarkdown(`\n\n${plain(label.correction.author)}: ${plain(label.correction.note)}`);
  }
  if (judgment && judgment.criteria.length > 0) appendCriteria(text, judgment.criteria);
  const argument = encodeURIComponent(JSON.stringify([ref]));
  text.appendMarkdown(
    `\n\n[$(info) Show why](command:${COMMANDS[0]}?${argument}) · [$(refresh) Reclassify](command:${COMMANDS[1]}?${argument}) · [$(tag) Change category](command:${COMMANDS[2]}?${argument})`,
  );
  return text;
}

function appendCriteria(text: vscode.MarkdownString, criteria: readonly Criterion[]): void {
  text.appendMarkdown('\n\n| Criterion | In the output | Quality |\n|---|---|---|\n');
  for (const { criterion, presentInOutput, quality } of criteria) {
    text.appendMarkdown(`| ${plain(criterion)} | ${presentInOutput ? 'yes' : 'no'} | ${quality ?? '–'} |\n`);
  }
}

/** Judges quote files, and files are hostile: nothing of a text may act as Markdown, as a link or as an icon. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!|<>~$&:@/]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
