import { html, nothing, type TemplateResult } from 'lit';
import { Marked, type MarkedToken, type Token } from 'marked';
import { renderCode } from './code';
import { pictureAt } from './images';
import './formula';
import { type MathsToken, mathsExtensions } from './mathsTokens';

const marked = new Marked({ gfm: true, breaks: true, extensions: mathsExtensions });

type Shown = TemplateResult | string | typeof nothing;

/**
 * A text as Markdown. Its parts become templates, never markup: tags in it are shown as they are written,
 * links as text with their address, and pictures only if the text has them in itself.
 * A text that the lexer can't stand is shown as it is.
 */
export function renderMarkdown(text: string, pictures: readonly string[] = []): Shown | Shown[] {
  try {
    return blocks(marked.lexer(text), pictures);
  } catch {
    // Thousands of nested quotes, for example, are more than its stack holds.
    return html`<p class="as-written">${text}</p>`;
  }
}

function blocks(tokens: readonly Token[], pictures: readonly string[]): Shown[] {
  return tokens.map((token) => shown(token as MarkedToken | MathsToken, pictures));
}

function shown(token: MarkedToken | MathsToken, pictures: readonly string[]): Shown {
  const inner = (tokens: readonly Token[] | undefined, text: string) =>
    tokens === undefined ? text : blocks(tokens, pictures);
  switch (token.type) {
    case 'space':
    case 'def':
      return nothing;
    case 'hr':
      return html`<hr />`;
    case 'br':
      return html`<br />`;
    case 'code':
      return renderCode(token.text, token.lang);
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'maths':
      return html`<error-atlas-formula .tex=${token.text} .display=${token.display} .written=${token.raw}></error-atlas-formula>`;
    case 'heading':
      // The page has headings of its own: those of a text are no part of its outline.
      return html`<p class="heading level-${token.depth}">${inner(token.tokens, token.text)}</p>`;
    case 'paragraph':
      return html`<p>${inner(token.tokens, token.text)}</p>`;
    case 'blockquote':
      return html`<blockquote>${inner(token.tokens, token.text)}</blockquote>`;
    case 'list':
      return token.ordered
        ? html`<ol class="listed" start=${Number(token.start) || 1}>${token.items.map((item) => html`<li>${inner(item.tokens, item.text)}</li>`)}</ol>`
        : html`<ul class="listed">${token.items.map((item) => html`<li>${inner(item.tokens, item.text)}</li>`)}</ul>`;
    case 'list_item':
      return html`<p>${inner(token.tokens, token.text)}</p>`;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'table':
      return renderTable(token, inner);
    case 'strong':
      return html`<strong>${inner(token.tokens, token.text)}</strong>`;
    case 'em':
      return html`<em>${inner(token.tokens, token.text)}</em>`;
    case 'del':
      return html`<s>${inner(token.tokens, token.text)}</s>`;
    case 'link':
      return renderLink(token.href, token.text, inner(token.tokens, token.text));
    case 'image':
      return renderPicture(token.href, token.text, pictures);
    case 'text':
      return html`${inner(token.tokens, token.text)}`;
    case 'escape':
      return token.text;
    default:
      // Tags, and whatever the lexer may name one day: as written.
      return token.raw;
  }
}

/** Nothing navigates: who wants to go there sees where it leads, and can copy it. */
function renderLink(address: string, text: string, inner: Shown | Shown[]): TemplateResult {
  const isBare = text === address || `mailto:${text}` === address;
  return html`<span class="address">${inner}</span>${isBare ? nothing : html` <span class="muted">(${address})</span>`}`;
}

function renderPicture(address: string, name: string, pictures: readonly string[]): TemplateResult {
  const own = pictureAt(address, pictures);
  if (own !== null) return html`<img class="picture" src=${own} alt=${name === '' ? 'Picture in the text' : name} />`;
  return html`<span class="no-picture"
    ><span class="codicon codicon-file-media" aria-hidden="true"></span> picture ${name === '' ? nothing : `“${name}” `}<span
      class="muted"
      >(${address}), not loaded</span
    ></span
  >`;
}

function renderTable(
  { header, rows }: Extract<MarkedToken, { type: 'table' }>,
  inner: (tokens: readonly Token[] | undefined, text: string) => Shown | Shown[],
): TemplateResult {
  return html`<div class="table-box" tabindex="0" role="group" aria-label="Table in the text">
    <table>
      <thead>
        <tr>
          ${header.map((cell) => html`<th scope="col">${inner(cell.tokens, cell.text)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inner(cell.tokens, cell.text)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}
