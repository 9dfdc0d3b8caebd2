import { html, nothing, type TemplateResult } from 'lit';
import type { Judgment } from '../../src/model/judgment';
import type { ExampleToHost } from '../../src/protocol';
import { confidenceDots } from '../confidence';
import { confidenceLevel, fileName, judgeName, time } from '../format';
import { categoryClass } from '../palette';
import { activeCorrection, categoryOf, type ExampleMessage } from './state';

interface VerdictView {
  message: ExampleMessage;
  send: (message: ExampleToHost) => void;
  pick: (picking: boolean) => void;
}

/** The head of the page: which error, in whose words, how sure. */
export function renderVerdict(view: VerdictView): TemplateResult {
  const { message } = view;
  const category = categoryOf(message);
  const judged = message.judgment?.status === 'judged' ? message.judgment : null;
  return html`<header class="verdict ${categoryClass(category)}">
    <p class="label-line">
      <span class="category-label ${category === null ? 'open' : ''}" data-testid="category">${
        category ?? openLabel(message.judgment)
      }</span>
      ${judged?.subcategory === undefined ? nothing : html`<span class="subcategory">${judged.subcategory}</span>`}
      ${renderCorrectionMark(message)}
    </p>
    ${judged === null ? renderOpen(view, category) : html`<h1>${judged.title}</h1><p class="summary">${judged.summary}</p>`}
    ${renderDoubts(message.judgment)}
    ${renderNote(message)}
    <p class="facts">
      ${judged === null ? nothing : renderJudge(judged)}
      <span>${message.example.model}</span><span>${message.example.dataset}</span><span>${message.example.id}</span>
      <span class="place-line"><button class="link place" title=${`Open ${message.example.source.path}`} @click=${() => view.send({ type: 'openSource' })}>
        ${place(message.example.source)}
      </button></span>
    </p>
  </header>`;
}

/** What speaks against the test item, or for a closer look by a person. */
function renderDoubts(judgment: Judgment | null): TemplateResult | typeof nothing {
  const { suspectedLabelNoise: noise, suspectedInjection: injection } = judgment ?? {};
  return html`${noise === undefined ? nothing : renderDoubt('label-noise', 'The test item may be wrong.', noise)}
    ${injection === undefined ? nothing : renderDoubt('injection', 'This may be a prompt injection.', injection)}`;
}

function renderDoubt(test: string, name: string, why: string): TemplateResult {
  return html`<p class="doubt" data-testid=${test}>
    <span class="codicon codicon-warning" aria-hidden="true"></span> <strong>${name}</strong> ${why}
  </p>`;
}

function openLabel(judgment: Judgment | null): string {
  if (judgment === null) return 'Not classified yet';
  return judgment.status === 'error' ? 'The judge failed' : 'Needs a judge';
}

function renderJudge(judgment: Judgment): TemplateResult {
  return html`<span class="sure"
      >${confidenceDots(judgment.confidence)} ${confidenceLevel(judgment.confidence).word} confidence</span
    >
    <span title=${`Prompt ${judgment.judge.promptVersion}, taxonomy ${judgment.judge.taxonomy}`}
      >${judgeName(judgment.judge)}, ${time(judgment.createdAt)}</span
    >`;
}

function renderCorrectionMark(message: ExampleMessage): TemplateResult | typeof nothing {
  const correction = activeCorrection(message);
  if (correction === null) return nothing;
  const { judgment } = message;
  const before = judgment?.status === 'judged' && judgment.category !== correction.category ? judgment.category : null;
  return html`<span class="mark-corrected" data-testid="corrected" title=${time(correction.createdAt)}
    ><span class="codicon codicon-edit" aria-hidden="true"></span>${
      before === null ? `Confirmed by ${correction.author}` : `Corrected by ${correction.author}`
    }</span
  >${before === null ? nothing : html`<span class="muted">the judge said ${before}</span>`}`;
}

function renderNote(message: ExampleMessage): TemplateResult | typeof nothing {
  const note = activeCorrection(message)?.note;
  return note === undefined || note === '' ? nothing : html`<blockquote class="note">${note}</blockquote>`;
}

/** Instead of a title and a summary: why there is none, and what to do. */
function renderOpen({ message, send, pick }: VerdictView, category: string | null): TemplateResult {
  const { judgment, judge } = message;
  const byHand = html`<vscode-button appearance="secondary" data-testid="name-it" @click=${() => pick(true)}
    >Name the error yourself</vscode-button
  >`;
  const classify = (label: string) =>
    html`<vscode-button data-testid="classify" ?disabled=${judge.running !== null} @click=${() => send({ type: 'reclassify' })}
      >${label}</vscode-button
    >`;
  const choose = (appearance: 'primary' | 'secondary') =>
    html`<vscode-button appearance=${appearance} data-testid="choose-judge" @click=${() => send({ type: 'chooseJudge' })}
      >Choose another judge</vscode-button
    >`;
  if (judgment === null) {
    return html`<h1>${message.example.id}</h1>
      ${category === null ? html`<p class="summary">No judge has read this failing example.</p>` : nothing}
      <div class="state-actions">${classify(`Classify with ${judge.label}`)} ${category === null ? byHand : nothing}</div>`;
  }
  if (judgment.status === 'error') {
    return html`<h1>No judgment came about</h1>
      <p class="summary failed" data-testid="judge-error"><span class="codicon codicon-error" aria-hidden="true"></span> ${judgment.error ?? judgment.summary}</p>
      <div class="state-actions">${classify('Try again')} ${choose('secondary')} ${category === null ? byHand : nothing}</div>`;
  }
  return html`<h1>${judgment.title === '' ? `${judgeName(judgment.judge)} could not tell why this fails` : judgment.title}</h1>
    <p class="summary">
      ${judgment.summary === '' ? 'It names an error only where it can prove it. A language model as judge reads every example.' : judgment.summary}
    </p>
    <div class="state-actions">${choose('primary')} ${category === null ? byHand : nothing}</div>`;
}

function place(source: ExampleMessage['example']['source']): string {
  const file = source.entry === undefined ? fileName(source.path) : `${fileName(source.path)} › ${source.entry}`;
  return source.line === undefined ? file : `${file}:${source.line}`;
}
