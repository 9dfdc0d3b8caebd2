import * as vscode from 'vscode';
import { ChangeSignal } from '../model/change';
import type { ExampleEntry } from '../model/entry';
import type { JudgmentStore } from '../store/judgmentStore';
import { coalesce } from './coalesce';
import type { Evaluations } from './evaluations';
import { answerWithoutTexts, type Listed } from './search/match';
import { type ParsedQuery, parseQuery } from './search/query';
import { TextSearch } from './search/textSearch';

const FILTER_CONTEXT = 'errorAtlas.filtered';
/** What is found in texts shows up in steps of this length, milliseconds. */
const SHOW_MS = 400;

/** What another surface wants to see besides, such as the atlas with its chips. */
export interface FurtherFilter {
  /** What it asks for, for people. */
  readonly words: string;
  keeps(entry: ExampleEntry): boolean;
  /** The user wants to see everything. */
  clear(): void;
}

/**
 * Which failing examples the tree and the editors show: those that a query finds, in the language of the example
 * list's search box. What only the texts can tell is looked up in them, a few at a time.
 */
export class FailingFilter implements vscode.Disposable {
  /** Another filter, and more found by the same. */
  readonly changes = new ChangeSignal<void>();
  private current: { text: string; query: ParsedQuery; search: TextSearch } | undefined;
  private further: FurtherFilter | undefined;
  private readonly found = coalesce(SHOW_MS, () => this.changes.send());
  private readonly looked = coalesce(SHOW_MS, () => this.lookIntoTexts());
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly evaluations: Evaluations,
    private readonly store: JudgmentStore,
  ) {
    this.disposables = [
      this.found,
      this.looked,
      { dispose: evaluations.changes.listen(this.looked) },
      { dispose: store.changes.listen(this.looked) },
      vscode.commands.registerCommand('errorAtlas.filterFailing', (text?: unknown) => this.ask(text)),
      vscode.commands.registerCommand('errorAtlas.clearFilter', () => this.clear()),
    ];
  }

  get text(): string {
    return this.current?.text ?? '';
  }

  /** Whether anything is left out. */
  get active(): boolean {
    return this.current !== undefined || this.further !== undefined;
  }

  /** Whether a failing example is shown. */
  keeps(entry: ExampleEntry): boolean {
    if (this.further && !this.further.keeps(entry)) return false;
    if (!this.current) return true;
    const answer = answerWithoutTexts(this.current.query, this.listed(entry));
    return answer === 'unknown' ? this.current.search.answers.get(entry) === true : answer === 'yes';
  }

  /** What the filter is and how far it has come, for people; `undefined` without one. */
  message(): string | undefined {
    if (!this.current) return this.further?.words;
    const { done, total, unread, running } = this.current.search.progress();
    const parts = [`Filter: ${this.current.text}`];
    if (running) parts.push(`${done} of ${total} texts searched…`);
    if (unread > 0) parts.push(`${unread} could not be read`);
    if (this.further) parts.push(this.further.words);
    return parts.join(' · ');
  }

  /** An empty text takes the filter away. What means nothing in it is left out; see `parseQuery`. */
  set(text: string): void {
    this.current?.search.pause();
    const query = parseQuery(text);
    this.current =
      query.terms.length === 0
        ? undefined
        : {
            text: text.trim(),
            query,
            search: new TextSearch(
              query,
              (entry) => this.evaluations.load(entry),
              (entry) => this.listed(entry),
              () => this.found(),
            ),
          };
    this.lookIntoTexts();
    this.tell();
  }

  /** Shown is then what both keep; `undefined` takes it away. */
  setFurther(further: FurtherFilter | undefined): void {
    if (!further && !this.further) return;
    this.further = further;
    this.tell();
  }

  private clear(): void {
    this.further?.clear();
    this.set('');
  }

  private tell(): void {
    void vscode.commands.executeCommand('setContext', FILTER_CONTEXT, this.active);
    this.changes.send();
  }

  /** Searches the texts of those of which nothing else can tell. */
  private lookIntoTexts(): void {
    if (!this.current) return;
    const { query, search } = this.current;
    const unknown = this.evaluations
      .failing()
      .filter((entry) => !search.answers.has(entry) && answerWithoutTexts(query, this.listed(entry)) === 'unknown');
    search.want(unknown);
    this.found();
  }

  private listed(entry: ExampleEntry): Listed {
    return { entry, label: this.store.label(entry.key) };
  }

  private async ask(given: unknown): Promise<void> {
    const text = typeof given === 'string' ? given : await askForQuery(this.text);
    if (text !== undefined) this.set(text);
  }

  dispose(): void {
    this.current?.search.pause();
    for (const disposable of this.disposables) disposable.dispose();
  }
}

function askForQuery(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Filter Failing Examples',
    prompt: 'Words, or model:… category:… dataset:… stop:… score<0.5 length>1000 meta.name:… Empty shows all.',
    placeHolder: 'model:llama category:"computation error" -refus',
    value,
    validateInput: (text) => parseQuery(text).problems.join(' ') || undefined,
  });
}
