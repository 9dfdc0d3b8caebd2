import * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import { type HostToList, type ListQuery, ListToHost } from '../../protocol';
import type { JudgmentStore } from '../../store/judgmentStore';
import { coalesce } from '../coalesce';
import type { Log } from '../log';
import { partsOf, refOf } from '../ref';
import { waitsForTexts } from '../search/match';
import { type ParsedQuery, parseQuery } from '../search/query';
import { runInSlices } from '../search/slices';
import { TextSearch } from '../search/textSearch';
import { receive } from '../webviews/channel';
import type { ListedFile } from './listedFile';
import { listRowOf } from './listRow';
import { ordered } from './order';
import { type Listing, select, survey } from './select';

/** Judgments and found texts stream in; the list follows in steps of this length, milliseconds. */
const FOLLOW_MS = 300;

export interface SessionParts {
  store: JudgmentStore;
  log: Log;
  openExample: (entry: ExampleEntry, file: ListedFile) => unknown;
  openRaw: (entry: ExampleEntry | undefined, file: ListedFile) => unknown;
}

interface Asked {
  queryId: number;
  query: ListQuery;
  parsed: ParsedQuery;
}

/** One page that lists a file's examples: answers its questions, and answers them anew when something changes. */
export class ListSession implements vscode.Disposable {
  private asked: Asked | undefined;
  private result: readonly ExampleEntry[] = [];
  private version = 0;
  private selected: string | null = null;
  private search: TextSearch | undefined;
  private searchedText: string | undefined;
  private foundSome = false;
  /** Counts what has changed in the file and its labels; `surveyed` is what the page has been told of. */
  private changes = 1;
  private surveyed = 0;
  private pass: AbortController | undefined;
  private again = false;
  private isReady = false;
  private isDisposed = false;
  private readonly follow = coalesce(FOLLOW_MS, () => this.followSearch());
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly webview: vscode.Webview,
    private readonly file: ListedFile,
    private readonly parts: SessionParts,
  ) {
    const changed = () => {
      this.changes += 1;
      this.work();
    };
    const relabelled = coalesce(FOLLOW_MS, changed);
    this.disposables = [
      this.follow,
      relabelled,
      receive(webview, ListToHost, parts.log, (message) => this.handle(message)),
      { dispose: file.changes.listen(changed) },
      { dispose: parts.store.changes.listen(relabelled) },
    ];
  }

  openRaw(): unknown {
    return this.parts.openRaw(this.selected === null ? undefined : this.find(this.selected), this.file);
  }

  private handle(message: ListToHost): unknown {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        this.surveyed = 0;
        return this.work();
      case 'query':
        this.asked = { ...message, parsed: parseQuery(message.query.text) };
        this.selected = message.selected;
        this.pass?.abort();
        return this.work();
      case 'rows':
        return this.sendRows(message);
      case 'select':
        this.selected = message.ref;
        return undefined;
      case 'search':
        if (message.go) this.search?.goOn();
        else this.search?.pause();
        return this.work();
      case 'openExample': {
        const entry = this.find(message.ref);
        return entry && this.parts.openExample(entry, this.file);
      }
      case 'openRaw':
        return this.parts.openRaw(message.ref === null ? undefined : this.find(message.ref), this.file);
      case 'command':
        return vscode.commands.executeCommand(message.command, this.file.uri);
    }
  }

  private find(ref: string): ExampleEntry | undefined {
    const key = partsOf(ref)?.key;
    const alike = this.file.entries.filter((entry) => entry.key === key);
    return alike.find((entry) => refOf(entry) === ref) ?? alike[0];
  }

  /** One pass over the examples after the other; a new question ends the one under way. */
  private work(): void {
    if (!this.isReady || this.isDisposed) return;
    this.again = true;
    if (!this.pass) void this.passes();
  }

  private async passes(): Promise<void> {
    while (this.again && !this.isDisposed) {
      this.again = false;
      this.pass = new AbortController();
      const { signal } = this.pass;
      try {
        await this.onePass(signal);
      } catch (error) {
        if (!signal.aborted) this.parts.log.error(error instanceof Error ? error : String(error));
      }
    }
    this.pass = undefined;
  }

  private async onePass(signal: AbortSignal): Promise<void> {
    const { file, asked } = this;
    const listing = this.listing();
    if (this.surveyed !== this.changes) {
      const { changes } = this;
      const { state, name, format, message, problems, notes, choice } = file;
      const { totals, facets } = await runInSlices(survey(listing), signal);
      this.surveyed = changes;
      this.post({
        type: 'file',
        state,
        name,
        format,
        ...(message !== undefined && { message }),
        totals,
        facets,
        problems,
        notes: [...notes],
        choice: choice ?? null,
      });
    }
    if (!asked) return;
    const { parsed, query } = asked;
    const search = this.searchFor(asked);
    this.foundSome = false;
    const { entries, unread } = await runInSlices(select(listing, query.filter, parsed, search?.answers), signal);
    const { sort } = query;
    this.result = sort === null ? entries : await runInSlices(ordered(entries, sort, listing), signal);
    this.version += 1;
    search?.want(unread);
    this.tellResult(asked);
  }

  private listing(): Listing {
    return {
      entries: this.file.entries,
      labelOf: (key) => this.parts.store.label(key),
    };
  }

  /** The search that belongs to a question; another text ends the one before. */
  private searchFor({ query, parsed }: Asked): TextSearch | undefined {
    const text = query.inTexts && parsed.terms.length > 0 ? query.text : undefined;
    if (text === this.searchedText) return this.search;
    this.search?.pause();
    this.searchedText = text;
    this.search = undefined;
    if (text === undefined) return undefined;
    const search = new TextSearch(
      parsed,
      (entry) => this.file.load(entry),
      (entry) => ({ entry, label: this.parts.store.label(entry.key) }),
      (found) => {
        this.foundSome ||= found;
        this.follow();
      },
    );
    this.search = search;
    return search;
  }

  /** What was found is shown in steps; as long as nothing is, only the count moves. */
  private followSearch(): void {
    const isRunning = this.search?.progress().running ?? false;
    if (this.foundSome || !isRunning) this.work();
    else if (this.asked && !this.pass) this.tellResult(this.asked);
  }

  private tellResult({ queryId, query, parsed }: Asked): void {
    const key = this.selected === null ? undefined : partsOf(this.selected)?.key;
    const at = this.result.findIndex((entry) => entry.key === key && refOf(entry) === this.selected);
    this.post({
      type: 'result',
      queryId,
      version: this.version,
      total: this.result.length,
      problems: parsed.problems,
      waiting: query.inTexts ? [] : waitsForTexts(parsed),
      search: this.search?.progress() ?? null,
      selected: at < 0 ? null : at,
    });
  }

  private sendRows({ version, offset, limit }: Extract<ListToHost, { type: 'rows' }>): void {
    // Of an older result: the page asks again when it hears of the newer one.
    if (version !== this.version) return;
    const rows = this.result
      .slice(offset, offset + limit)
      .map((entry) => listRowOf(entry, this.parts.store.label(entry.key)));
    this.post({ type: 'rows', version, offset, rows });
  }

  private post(message: HostToList): void {
    if (!this.isDisposed) void this.webview.postMessage(message);
  }

  dispose(): void {
    this.isDisposed = true;
    this.pass?.abort();
    this.search?.pause();
    for (const disposable of this.disposables) disposable.dispose();
  }
}
