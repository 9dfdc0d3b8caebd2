import { html, nothing, type TemplateResult } from 'lit';
import type { Example, Message } from '../../src/model/example';
import type { ExampleToHost } from '../../src/protocol';
import { counted } from '../format';
import { choiceMarks } from './choices';
import './longText';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';

/** What the output is measured by: the reference, the choices and the input. */
export function renderContext({ example }: ExampleMessage, send: (message: ExampleToHost) => void): TemplateResult {
  const messages = example.messages ?? [];
  return html`
    <section class="section reference" aria-labelledby="reference-title" data-testid="reference">
      ${renderSectionHead({
        id: 'reference-title',
        title: 'Reference',
        facts: [example.references.length > 1 && counted(example.references.length, 'accepted answer')],
      })}
      ${
        example.references.length === 0
          ? html`<p class="nothing">The evaluation has no reference answer.</p>`
          : example.references.map(
              (reference) => html`<error-atlas-text .text=${reference} .label=${'Reference'}></error-atlas-text>`,
            )
      }
    </section>
    ${example.choices === undefined || example.choices.length === 0 ? nothing : renderChoices(example.choices, example)}
    ${
      !saysMore(example)
        ? nothing
        : html`<section class="section" aria-labelledby="explanation-title">
            ${renderSectionHead({ id: 'explanation-title', title: 'What the grader said' })}
            <error-atlas-text .text=${example.explanation ?? ''} .label=${'What the grader said'}></error-atlas-text>
          </section>`
    }
    <section class="section input" aria-labelledby="input-title" data-testid="input">
      ${renderSectionHead({
        id: 'input-title',
        title: 'Input',
        facts: [messages.length > 0 && counted(messages.length, 'message')],
        copy: () => send({ type: 'copy', what: 'input' }),
      })}
      ${
        messages.length === 0
          ? html`<error-atlas-text .text=${example.input} .label=${'Input'}></error-atlas-text>`
          : html`<div class="conversation">${messages.map(renderMessage)}</div>`
      }
    </section>
  `;
}

function renderMessage({ role, content }: Message): TemplateResult {
  return html`<div class="message">
    <h3>${role}</h3>
    <error-atlas-text .text=${content} .label=${`Message of ${role}`}></error-atlas-text>
  </div>`;
}

function renderChoices(choices: readonly string[], example: ExampleMessage['example']): TemplateResult {
  const marks = choiceMarks(choices, example);
  return html`<section class="section" aria-labelledby="choices-title" data-testid="choices">
    ${renderSectionHead({ id: 'choices-title', title: 'Choices' })}
    <ol class="choices">
      ${choices.map(
        (choice, i) =>
          html`<li class=${marks[i] ?? ''}>
            <span class="choice-letter" aria-hidden="true">${String.fromCharCode(65 + i)}</span>
            <span class="choice-text">${choice}</span>
            ${
              marks[i] === 'correct'
                ? html`<span class="choice-mark"><span class="codicon codicon-check" aria-hidden="true"></span>reference</span>`
                : marks[i] === 'chosen'
                  ? html`<span class="choice-mark">the model's</span>`
                  : nothing
            }
          </li>`,
      )}
    </ol>
  </section>`;
}

/** Some graders give the output back as their explanation; once is enough. */
function saysMore({ explanation, output }: Example): boolean {
  return explanation !== undefined && explanation.trim() !== '' && explanation.trim() !== output.trim();
}
