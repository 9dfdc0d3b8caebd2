import { html, nothing, type TemplateResult } from 'lit';
import type { Example, Message } from '../../src/model/example';
import type { ExampleToHost } from '../../src/protocol';
import { counted } from '../format';
import { choiceMarks } from './choices';
import { isComparable, renderDifference } from './difference';
import { renderSectionHead } from './section';
import type { ExampleMessage } from './state';
import { modeSwitch, type ReadingView, renderText } from './textView';

/** Whether answer and reference are compared, and the switch. */
export interface ComparingView {
  comparing: boolean;
  compare: (comparing: boolean) => void;
}

/** What the output is measured by: the reference, the choices and the input. */
export function renderContext(
  message: ExampleMessage,
  send: (message: ExampleToHost) => void,
  view: ReadingView & ComparingView,
): TemplateResult {
  const { example } = message;
  const messages = taskMessages(message);
  const kind = messages.length > 0 ? 'chat' : 'plain';
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
          : example.references.map((reference) =>
              renderText(reference, { label: 'Reference', mode: view.reading.output }),
            )
      }
      ${renderComparison(message, view)}
    </section>
    ${example.choices === undefined || example.choices.length === 0 ? nothing : renderChoices(example.choices, example)}
    ${
      !saysMore(example)
        ? nothing
        : html`<section class="section" aria-labelledby="explanation-title">
            ${renderSectionHead({ id: 'explanation-title', title: 'What the grader said' })}
            ${renderText(example.explanation ?? '', { label: 'What the grader said', mode: 'raw' })}
          </section>`
    }
    <section class="section input" aria-labelledby="input-title" data-testid="input">
      ${renderSectionHead({
        id: 'input-title',
        title: 'Input',
        facts: [messages.length > 0 && counted(messages.length, 'message')],
        mode: modeSwitch(view, kind),
        copy: () => send({ type: 'copy', what: 'input' }),
      })}
      ${
        messages.length === 0
          ? renderText(example.input, { label: 'Input', mode: view.reading.plain })
          : html`<div class="conversation">${messages.map((one) => renderMessage(one, view))}</div>`
      }
    </section>
  `;
}

/** Who speaks has a side and a colour of their own, and a name that is read out. */
function renderMessage({ role, content }: Message, { reading }: ReadingView): TemplateResult {
  const side = role === 'assistant' ? 'model' : role === 'system' || role === 'developer' ? 'rule' : 'asker';
  return html`<div class="message ${side}">
    <h3>${role}</h3>
    ${content.trim() === '' ? html`<p class="nothing">Empty.</p>` : renderText(content, { label: `Message of ${role}`, mode: reading.chat })}
  </div>`;
}

/** The conversation without what has a section of its own: the output, and an agent's steps. */
function taskMessages({ example, steps }: ExampleMessage): Message[] {
  const messages = example.messages ?? [];
  const [first] = steps;
  if (first !== undefined) return messages.slice(0, first.act ?? first.observed[0]);
  const last = messages.at(-1);
  const isOutput = last?.role === 'assistant' && last.content.trim() === example.output.trim();
  return isOutput ? messages.slice(0, -1) : messages;
}

function renderComparison(
  { example, finalAnswer }: ExampleMessage,
  { comparing, compare }: ComparingView,
): TemplateResult | typeof nothing {
  const [reference = ''] = example.references;
  const answer = finalAnswer ?? example.output;
  if (!isComparable(answer, reference)) return nothing;
  return html`<button
      class="link compare"
      data-testid="compare"
      aria-expanded=${comparing}
      @click=${() => compare(!comparing)}
    >
      ${comparing ? 'Hide the comparison' : `Compare with the ${finalAnswer === null ? 'output' : 'final answer'}`}
    </button>
    ${comparing ? renderDifference(answer, reference) : nothing}`;
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
