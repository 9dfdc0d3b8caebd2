import { html, nothing, type TemplateResult } from 'lit';
import type { Evidence } from '../../src/model/judgment';
import type { ExampleToHost } from '../../src/protocol';
import { count, counted } from '../format';
import './longText';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';

/** The model's output with the judge's evidence marked in it. */
export function renderAnswer(
  { example, judgment }: ExampleMessage,
  send: (message: ExampleToHost) => void,
): TemplateResult {
  const evidence: readonly Evidence[] = judgment?.status === 'judged' ? judgment.evidence : [];
  const dropped = judgment?.droppedEvidence ?? 0;
  return html`<section class="section output" aria-labelledby="output-title" data-testid="output">
    ${renderSectionHead({
      id: 'output-title',
      title: 'Output',
      facts: [
        counted(example.output.length, 'character'),
        evidence.length > 0 && counted(evidence.length, 'marked passage'),
        cutOff(example.finishReason) && html`<span class="warn">cut off: ${example.finishReason}</span>`,
      ],
      copy: example.output === '' ? undefined : () => send({ type: 'copy', what: 'output' }),
    })}
    ${
      example.output === ''
        ? html`<p class="nothing">The model returned nothing.</p>`
        : html`<error-atlas-text .text=${example.output} .evidence=${evidence} .label=${'Output'}></error-atlas-text>`
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

/** Providers' words for an answer that reached the token limit. */
function cutOff(finishReason: string | undefined): boolean {
  return finishReason === 'length' || finishReason === 'max_tokens' || finishReason === 'MAX_TOKENS';
}
