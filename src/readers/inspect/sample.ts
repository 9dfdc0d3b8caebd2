import type { Message, RawExample, Source } from '../../model/example';
import { asText, asTexts, at, inputText, type Row, stringAt } from '../values';
import type { LogHeader } from './header';
import { isRefusal, renderContent, renderMessage, toolErrors, withAttachments } from './messages';
import { scoresOf, verdictOf } from './verdict';

/** Parts of a sample that no example needs: they are the bulk of a log and are not even parsed. */
export const UNREAD_PARTS = [
  'events',
  'events_data',
  'store',
  'transcript',
  'timelines',
  'model_usage',
  'role_usage',
  'error_retries',
];

export function toExample(sample: Row, header: LogHeader, source: Source): RawExample {
  const { attachments } = sample;
  const turns: unknown[] = Array.isArray(sample.messages) ? sample.messages : [];
  const messages = turns.map((turn) => renderMessage(turn, attachments));
  const answer = at(sample.output, 'choices', 0, 'message');
  const written = sample.scores ?? soleScore(sample, header);
  const { answer: scored, ...verdict } = verdictOf(written, header);
  const scores = scoresOf(written);
  const choices = asTexts(sample.choices);
  const finishReason = stringAt(sample.output, 'choices', 0, 'stop_reason');
  const error = errorOf(sample);
  return {
    id: asText(sample.id),
    // The task, not the dataset: it is always there, and two tasks over one dataset are scored differently.
    dataset: header.task,
    model: modelOf(sample, header),
    input: inputOf(sample, attachments),
    ...(messages.length === 0 ? {} : { messages }),
    output: outputOf(sample, answer, turns, messages),
    references: asTexts(sample.target).filter((target) => target !== ''),
    ...verdict,
    ...(scores.length < 2 ? {} : { scores }),
    ...(choices.length === 0 ? {} : { choices }),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(error === undefined ? {} : { error }),
    metadata: metadataOf(sample, scored, answer, turns),
    source,
  };
}

/** In version 1 of the format a sample has one `score`, and the log says whose it is. */
function soleScore({ score }: Row, { scorers }: LogHeader): Row | undefined {
  return score === undefined || score === null ? undefined : { [scorers[0] ?? 'score']: score };
}

function inputOf(sample: Row, attachments: unknown): string {
  if (!Array.isArray(sample.input)) return withAttachments(asText(sample.input), attachments);
  return inputText(sample.input.map((message) => renderMessage(message, attachments)));
}

/** The completion; where an agent's last turn is silent, the last text that it wrote. */
function outputOf(sample: Row, answer: unknown, turns: readonly unknown[], messages: readonly Message[]): string {
  const completion = stringAt(sample.output, 'completion') ?? renderContent(at(answer, 'content'), sample.attachments);
  const text = withAttachments(completion, sample.attachments);
  if (text.trim() !== '' || !turns.some((turn) => at(turn, 'role') === 'tool')) return text;
  const said = turns
    .filter((turn) => at(turn, 'role') === 'assistant')
    .map((turn) => renderContent(at(turn, 'content'), sample.attachments))
    .filter((content) => content.trim() !== '');
  return said.at(-1) ?? messages.findLast(({ role }) => role === 'assistant')?.content ?? text;
}

function errorOf(sample: Row): string | undefined {
  if (sample.error === null || sample.error === undefined) return undefined;
  return stringAt(sample.error, 'message') ?? (asText(sample.error) || 'error');
}

/** A log without a model of its own (`none/none`) says in each output which model answered. */
function modelOf(sample: Row, header: LogHeader): string {
  if (header.model !== '' && !/^none(\/none)?$/.test(header.model)) return header.model;
  return stringAt(sample.output, 'model') ?? header.model;
}

function metadataOf(sample: Row, scored: string | undefined, answer: unknown, turns: readonly unknown[]): Row {
  const errors = toolErrors(turns);
  const limit = stringAt(sample.limit, 'type') ?? sample.limit ?? undefined;
  return {
    ...(sample.epoch === undefined ? {} : { epoch: sample.epoch }),
    ...(limit === undefined ? {} : { limit, limitValue: at(sample.limit, 'limit') }),
    ...(isRefusal(answer) ? { refusal: true } : {}),
    ...(errors.length === 0 ? {} : { toolErrors: errors }),
    ...(scored === undefined ? {} : { scoredAnswer: scored }),
    ...(sample.invalidation ? { invalidation: sample.invalidation } : {}),
    ...(typeof sample.metadata === 'object' && sample.metadata !== null && Object.keys(sample.metadata).length > 0
      ? { sample: sample.metadata }
      : {}),
  };
}
