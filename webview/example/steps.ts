import { html, nothing, type TemplateResult } from 'lit';
import { counted } from '../format';
import { type Quote, quotesOf } from './evidence';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';
import { modeSwitch, type ReadingView, renderText } from './textView';

/** Up to so many steps stand open at first. */
const FEW = 4;

/** What an agent did and saw, step by step; those with evidence stand open. */
export function renderSteps(message: ExampleMessage, view: ReadingView): TemplateResult | typeof nothing {
  const { steps, example, judgment } = message;
  if (steps.length === 0) return nothing;
  const quotes = quotesOf(judgment);
  return html`<section class="section steps-section" aria-labelledby="steps-title" data-testid="steps">
    ${renderSectionHead({
      id: 'steps-title',
      title: 'Steps',
      facts: [counted(steps.length, 'step'), 'of the agent'],
      mode: modeSwitch(view, 'chat'),
    })}
    <ol class="agent-steps">
      ${steps.map(({ act, observed }, i) => {
        const own = [...(act === null ? [] : [act]), ...observed];
        const marked = quotes.filter((quote) => quote.message !== undefined && own.includes(quote.message));
        const part = (kind: 'act' | 'observe', index: number) => {
          const content = example.messages?.[index]?.content ?? '';
          return renderPart(kind, content, {
            label: `Step ${i + 1}, ${kind}`,
            // Marks are offsets in the raw text.
            mode: marked.some((quote) => quote.message === index) ? 'raw' : view.reading.chat,
            marks: marked.filter((quote) => quote.message === index),
          });
        };
        return html`<li>
          <details class="agent-step" ?open=${steps.length <= FEW || marked.length > 0}>
            <summary>
              <span class="step-number">Step ${i + 1}</span>
              <span class="step-preview">${preview(act === null ? '' : (example.messages?.[act]?.content ?? ''))}</span>
              ${marked.length === 0 ? nothing : html`<span class="muted">${counted(marked.length, 'marked passage')}</span>`}
            </summary>
            ${act === null ? nothing : part('act', act)} ${observed.map((index) => part('observe', index))}
          </details>
        </li>`;
      })}
    </ol>
  </section>`;
}

function renderPart(
  kind: 'act' | 'observe',
  content: string,
  options: { label: string; mode: 'raw' | 'rendered'; marks: readonly Quote[] },
): TemplateResult {
  return html`<div class="message ${kind}">
    <h3>${kind === 'act' ? 'Action' : 'Observation'}</h3>
    ${content.trim() === '' ? html`<p class="nothing">Empty.</p>` : renderText(content, options)}
  </div>`;
}

function preview(text: string): string {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}
