import type { Example } from '../../model/example';
import type { Correction, Judgment } from '../../model/judgment';
import type { JudgeContext } from '../judge';
import { kindsOf, type Redaction } from './redaction';
import { type RedactedText, Redactor } from './redactor';

/** An example and its context as a judge gets to see them. */
export interface ShownExample {
  example: Example;
  context: JudgeContext;
  /**
   * A judgment of `example` as one of the original: quotes and their places are the original's, and `redacted` says
   * how many details were taken out. Placeholders in titles and summaries stay: the words are the judge's.
   */
  restore(judgment: Judgment): Judgment;
}

/**
 * Takes details out of every text that a prompt may be built of. Placeholders are numbered in the order of the
 * example's texts, its context last: what a reply to `example` means can be told without the context.
 */
export function redactExample(example: Example, context: JudgeContext, redaction: Redaction): ShownExample {
  if (redaction === 'off') return { example, context, restore: (judgment) => judgment };
  const redactor = new Redactor(kindsOf(redaction), textsOf(example));
  const hide = (text: string) => redactor.redact(text).text;
  const input = hide(example.input);
  const output = redactor.redact(example.output);
  const messages = example.messages?.map(({ content }) => redactor.redact(content));
  const shown: Example = {
    ...example,
    ...{ input, output: output.text, references: example.references.map(hide) },
    ...(example.choices && { choices: example.choices.map(hide) }),
    ...(example.explanation !== undefined && { explanation: hide(example.explanation) }),
    ...(messages && {
      messages: example.messages?.map((message, i) => ({ ...message, content: messages[i]?.text ?? '' })) ?? [],
    }),
  };
  const correctPredictions = context.correctPredictions.map((one) => ({ ...one, output: hide(one.output) }));
  const exemplars = context.exemplars.map((one) => redactCorrection(one, hide));
  return {
    example: shown,
    context: { ...context, correctPredictions, exemplars },
    restore: (judgment) => restored(judgment, example, output, messages ?? [], redactor.count),
  };
}

function textsOf({ input, output, references, choices = [], explanation = '', messages = [] }: Example): string[] {
  return [input, output, ...references, ...choices, explanation, ...messages.map(({ content }) => content)];
}

function redactCorrection(correction: Correction, hide: (text: string) => string): Correction {
  const { note, title } = correction;
  return {
    ...correction,
    ...(note !== undefined && { note: hide(note) }),
    ...(title !== undefined && { title: hide(title) }),
  };
}

function restored(
  judgment: Judgment,
  original: Example,
  output: RedactedText,
  messages: readonly RedactedText[],
  count: number,
): Judgment {
  const quotes = new Map<string, string>();
  const place = <Place extends { quote: string; start: number; end: number }>(
    found: Place,
    text: string,
    shown: RedactedText | undefined,
  ): Place => {
    const [start, end] = shown?.toOriginal(found.start, found.end) ?? [found.start, found.end];
    const quote = text.slice(start, end);
    quotes.set(found.quote, quote);
    return { ...found, quote, start, end };
  };
  const stepEvidence = judgment.stepEvidence?.map((found) =>
    place(found, original.messages?.[found.message]?.content ?? '', messages[found.message]),
  );
  const evidence = judgment.evidence.map((found) => place(found, original.output, output));
  return {
    ...judgment,
    ...{
      evidence,
      criteria: judgment.criteria.map((one) => ({ ...one, evidence: quotes.get(one.evidence) ?? one.evidence })),
    },
    ...(stepEvidence && { stepEvidence }),
    ...(count > 0 && { redacted: count }),
  };
}
