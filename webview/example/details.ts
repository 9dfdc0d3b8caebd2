import { html, nothing, type TemplateResult } from 'lit';
import type { Judgment } from '../../src/model/judgment';
import type { JudgeAgreement } from '../../src/protocol';
import { count, counted, judgeName, time } from '../format';
import { agreementWords, renderHistory } from './history';
import type { ExampleMessage } from './state';
import { renderText } from './textView';

interface Disclosures {
  open: readonly string[];
  toggle: (name: string, isOpen: boolean) => void;
}

/** What one wants to know only sometimes: other models' answers, the judgment's and the example's facts. */
export function renderDetails(message: ExampleMessage, disclosures: Disclosures): TemplateResult {
  const { example, judgment, correctPredictions, rule, history, agreement, reading } = message;
  const block = (name: string, title: string, body: TemplateResult | TemplateResult[]) =>
    html`<details
      data-testid=${name}
      ?open=${disclosures.open.includes(name)}
      @toggle=${(event: Event) => disclosures.toggle(name, (event.target as HTMLDetailsElement).open)}
    >
      <summary>${title}</summary>
      <div class="details-body">${body}</div>
    </details>`;
  return html`<div class="details">
    ${
      correctPredictions.length === 0
        ? nothing
        : block(
            'correct-predictions',
            `Correct answers of ${counted(correctPredictions.length, 'other model')}`,
            correctPredictions.map(
              ({ model, output }) =>
                html`<div class="message">
                  <h3>${model}</h3>
                  ${renderText(output, { label: `Correct answer of ${model}`, mode: reading.output })}
                </div>`,
            ),
          )
    }
    ${history.length === 0 ? nothing : block('history', `What was said of it (${history.length})`, renderHistory(history))}
    ${judgment === null ? nothing : block('judgment', 'About this judgment', facts(judgmentFacts(judgment, agreement)))}
    ${block(
      'metadata',
      'About this example',
      facts([
        ['Fails by', rule],
        ['Score', example.score === null ? 'none' : String(example.score)],
        ['Metric', example.metric],
        ['Finish reason', example.finishReason],
        ['Error', example.error],
        ['File', example.source.path],
        ['Entry', example.source.entry],
        ['Line', example.source.line?.toString()],
        ['Format', example.source.format],
        ['Key', example.key],
        ...Object.entries(example.metadata ?? {}).map(([name, value]) => [name, shown(value)] as const),
      ]),
    )}
  </div>`;
}

function judgmentFacts(
  { judge, confidence, createdAt, usage, cost }: Judgment,
  agreement: JudgeAgreement | null,
): Fact[] {
  return [
    ['Judge', judgeName(judge)],
    ['Time', time(createdAt)],
    ['Confidence', confidence.toFixed(2)],
    ['Agreement', agreement === null ? undefined : agreementWords(agreement)],
    ['Prompt', judge.promptVersion],
    ['Taxonomy', judge.taxonomy],
    [
      'Tokens',
      usage === undefined ? undefined : `${count(usage.promptTokens)} in, ${count(usage.completionTokens)} out`,
    ],
    ['Cost', cost === undefined ? undefined : `US$ ${cost.toFixed(4)}`],
  ];
}

type Fact = readonly [name: string, value: string | undefined];

function facts(entries: readonly Fact[]): TemplateResult {
  return html`<dl class="facts-table">
    ${entries.map(([name, value]) => (value === undefined ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`))}
  </dl>`;
}

/** Metadata may hold anything; a large value is cut, the file has the rest. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? '');
  return text.length > 2_000 ? `${text.slice(0, 2_000)}… (${count(text.length)} characters)` : text;
}
