import { html, nothing, type TemplateResult } from 'lit';
import type { ExampleToHost } from '../../src/protocol';
import { count, counted } from '../format';
import { quotesOf } from './evidence';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';
import { modeSwitch, type ReadingView, renderText } from './textView';

/** The model's output with the judge's evidence marked in it. */
export function renderAnswer(
  { example, judgment }: ExampleMessage,
  send: (message: ExampleToHost) => void,
  view: ReadingView,
): TemplateResult {
  const marks = quotesOf(judgment).filter(({ message }) => message === undefined);
  const dropped = judgment?.droppedEvidence ?? 0;
  const mode = view.reading.output;
  return html`<section class="section output" aria-labelledby="output-title" data-testid="output">
    ${renderSectionHead({
      id: 'output-title',
      title: 'Output',
      facts: [
        counted(example.output.length, 'character'),
        marks.length > 0 && counted(marks.length, 'marked passage'),
        marks.length > 0 && mode === 'rendered' && 'marked in the raw text',
        finish(example.finishReason),
      ],
      ...(example.output !== '' && {
        mode: modeSwitch(view, 'output'),
        copy: () => send({ type: 'copy', what: 'output' }),
      }),
    })}
    ${
      example.output === ''
        ? html`<p class="nothing">The model returned nothing.</p>`
        : renderText(example.output, { label: 'Output', mode, marks })
    }
    ${
      dropped > 0
        ? html`<p class="hint">
            ${count(dropped)} ${dropped === 1 ? 'quote' : 'quotes'} of the judge ${dropped === 1 ? 'is' : 'are'} not in the
            output and ${dropped === 1 ? 'was' : 'were'} dropped.
          </p>`
        : nothing
    }
  </section>`;
}

/** Why the model stopped, where that is worth knowing. */
function finish(finishReason: string | undefined): TemplateResult | string | false {
  if (finishReason === undefined || finishReason === 'stop' || finishReason === 'end_turn') return false;
  return cutOff(finishReason)
    ? html`<span class="cut-off"><span class="codicon codicon-warning" aria-hidden="true"></span> cut off: ${finishReason}</span>`
    : `finish reason: ${finishReason}`;
}

/** Providers' words for an answer that reached the token limit. */
function cutOff(finishReason: string): boolean {
  return finishReason === 'length' || finishReason === 'max_tokens' || finishReason === 'MAX_TOKENS';
}
