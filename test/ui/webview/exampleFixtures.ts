/** Messages to the example view for texts of all kinds, agents, the review queue, and hostile texts in every field. */
import type { HostToExample } from '../../../src/protocol';
import { correction, example, judgment } from './fixtures';

type ExampleMessage = Extract<HostToExample, { type: 'example' }>;

/** One red pixel. */
export const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==';

const ASKED = `# Task

Solve for $x$, then **explain** the \`solve\` call:

$$x^2 - 5x + 6 = 0 \\implies x = \\frac{5 \\pm 1}{2}$$

\`\`\`python
def solve(a, b):
    # roots
    return sorted({a, b})
\`\`\`

| name | value |
| ---- | ----- |
| low  | 2     |

- read [the page](https://example.org/page)
- [ ] see ![a dot](${PICTURE}) and ![far away](https://example.org/pixel.png)

A beer is $5 and a wine $7.`;

export function rich(): ExampleMessage {
  return example({
    example: {
      messages: [
        { role: 'system', content: 'You are a *careful* tutor.' },
        { role: 'user', content: ASKED },
        { role: 'assistant', content: 'Which roots?' },
        { role: 'user', content: 'Both.' },
      ],
    },
  });
}

export function compared(): ExampleMessage {
  const output = 'The treaty was signed in Paris in 1783.\nFinal answer: the Treaty of Paris of 1783';
  return example({
    example: { messages: [], output, references: ['the Treaty of Versailles of 1783'] },
    finalAnswer: 'the Treaty of Paris of 1783',
    judgment: judgment({ criteria: [], evidence: [] }),
  });
}

export function agent(): ExampleMessage {
  const acted = '→ call run_tests({"path": "src"})\nI will run all tests first.';
  return example({
    example: {
      messages: [
        { role: 'system', content: 'You fix bugs in a repository.' },
        { role: 'user', content: 'The function `total` ignores the discount.' },
        { role: 'assistant', content: acted },
        { role: 'tool', content: '2 failed, 14 passed\nE  assert 44 == 30' },
        { role: 'assistant', content: '→ call edit({"file": "total.py"})' },
        { role: 'tool', content: 'ok' },
      ],
      output: 'I have fixed the discount.',
    },
    finalAnswer: null,
    steps: [
      { act: 2, observed: [3] },
      { act: 4, observed: [5] },
    ],
    judgment: judgment({
      title: 'Edits before it has read the failing assertion',
      criteria: [
        {
          criterion: 'Reads why the test fails',
          presentInOutput: false,
          quality: null,
          evidence: 'assert 44 == 30',
          comment: 'It is there, and not used.',
        },
      ],
      evidence: [],
      stepEvidence: [{ quote: 'assert 44 == 30', start: 23, end: 38, step: 1, message: 3 }],
    }),
  });
}

export function talkedAbout(): ExampleMessage {
  return example({
    correction: correction(),
    agreement: { same: 12, named: 15, kappa: 0.72 },
    history: [
      {
        ...{ by: 'person', who: 'ana', category: 'Logical Reasoning Error', title: '', note: 'Drops step 2.' },
        ...{ confidence: null, status: 'corrected', createdAt: '2026-11-25T14:10:00.000Z', version: '', counts: true },
      },
      {
        ...{ by: 'judge', who: 'gpt-5-mini', category: 'Computation Error', title: 'Adds 18 and 24 to 44' },
        ...{ confidence: 0.86, status: 'judged', createdAt: '2026-11-25T13:02:11.000Z', counts: false },
        version: 'v2-a8a7cb, erroratlas@1',
      },
      {
        ...{ by: 'judge', who: 'Offline rules', category: null, title: '', confidence: null, status: 'abstained' },
        ...{ createdAt: '2026-11-25T12:00:00.000Z', version: 'r9, erroratlas@1', counts: false },
      },
    ],
  });
}

export function inReview(change: Partial<NonNullable<ExampleMessage['review']>> = {}): ExampleMessage {
  const review = { index: 3, total: 30, answered: 2, answer: null, category: 'Computation Error', ...change };
  return example({ review });
}

export function reviewed(): Extract<HostToExample, { type: 'reviewed' }> {
  return {
    type: 'reviewed',
    result: {
      total: 30,
      answered: 27,
      skipped: 2,
      strata: [
        { stratum: 'disagreement', drawn: 8, compared: 7, same: 3, interval: [0.158, 0.75] },
        { stratum: 'labelNoise', drawn: 4, compared: 4, same: 3, interval: [0.3, 0.954] },
        { stratum: 'lowConfidence', drawn: 8, compared: 7, same: 5, interval: [0.359, 0.918] },
        { stratum: 'control', drawn: 10, compared: 9, same: 8, interval: [0.572, 0.98] },
      ],
    },
  };
}

/** A text in every field that comes from a file, a judge, a person or the settings. */
export function everywhere(text: string, mode: 'raw' | 'rendered'): ExampleMessage {
  const whole = { quote: text, start: 0, end: text.length };
  return example({
    example: {
      ...{ id: text, dataset: text, model: text, input: text, output: text, references: [text, `${text} `] },
      messages: [
        { role: text, content: text },
        { role: 'assistant', content: `→ call ${text}` },
        { role: 'tool', content: text },
      ],
      ...{ choices: [text, 'other'], explanation: `${text}!`, error: text, metric: text, finishReason: text },
      metadata: { [text]: { nested: text } },
      source: { path: text, format: 'generic-jsonl', line: 1, entry: text },
    },
    judgment: judgment({
      ...{ category: text, subcategory: text, title: text, summary: text },
      ...{ suspectedLabelNoise: text, suspectedInjection: text },
      criteria: [{ criterion: text, presentInOutput: true, quality: 'incorrect', evidence: text, comment: text }],
      evidence: [whole],
      stepEvidence: [{ ...whole, step: 1, message: 2 }],
      judge: { kind: 'openai', model: text, promptVersion: text, taxonomy: text },
    }),
    correction: correction({ category: text, note: text, author: text }),
    correctPredictions: [{ model: text, output: text }],
    categories: [{ name: text, description: text }],
    rule: text,
    judge: { label: text, running: null },
    finalAnswer: `${text}.`,
    steps: [{ act: 1, observed: [2] }],
    history: [
      {
        ...{ by: 'judge', who: text, category: text, title: text, note: text, confidence: 0.5, status: 'judged' },
        ...{ createdAt: '2026-11-25T12:00:00.000Z', version: text, counts: true },
      },
    ],
    agreement: { same: 1, named: 2, kappa: null },
    reading: { chat: mode, plain: mode, output: mode },
    review: { index: 1, total: 2, answered: 0, answer: null, category: text },
  });
}
