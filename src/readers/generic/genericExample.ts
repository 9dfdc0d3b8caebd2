import { createHash } from 'node:crypto';
import type { RawExample, Source } from '../../model/example';
import { asMessages, asText, asTexts, contentText, inputText, messagesInText, type Row } from '../values';
import { type FieldMapping, fieldValue, ROLES, type Role } from './mapping';
import { type VerdictValue, verdictValue } from './verdictValue';

const SMALL_FIELD = 500;
const NO_ERROR = /^(|none|null|nan|false|0|no)$/i;

/** A row of any table as an example; `stem` stands in for the model and the dataset that no column names. */
export function genericExample(row: Row, mapping: FieldMapping, stem: string, source: Source): RawExample {
  const field = (role: Role) => fieldValue(row, mapping[role]);
  const asked = inputOf(field('input'));
  const said = saidOf(field, mapping);
  const error = errorOf(field('error'));
  const choices = asTexts(field('choices'));
  const finishReason = asText(field('finishReason'));
  const explanation = asText(field('explanation'));
  const references = asTexts(field('reference'));
  return {
    id: asText(field('id')) || idOf(asked.input, references, source),
    dataset: asText(field('dataset')) || stem,
    model: asText(field('model')) || stem,
    ...asked,
    output: outputOf(field('output')),
    references,
    ...said,
    ...(mapping.verdict === undefined ? {} : { metric: mapping.verdict }),
    ...(choices.length === 0 ? {} : { choices }),
    ...(finishReason === '' ? {} : { finishReason }),
    ...(explanation === '' ? {} : { explanation }),
    ...(error === undefined ? {} : { error }),
    ...metadataOf(row, mapping),
    source,
  };
}

const UNSCORED: VerdictValue = { score: null, verdict: null };

function saidOf(field: (role: Role) => unknown, mapping: FieldMapping): VerdictValue {
  const said = verdictValue(field('verdict')) ?? UNSCORED;
  const judged = mapping.direction === 'lower' ? reversed(said) : said;
  if (mapping.score === undefined) return judged;
  const { score } = verdictValue(field('score')) ?? UNSCORED;
  return { verdict: judged.verdict ?? null, score };
}

/** Where less is better, "yes" and 1 fail. No threshold says when another number is too high: it has no verdict. */
function reversed({ score, verdict }: VerdictValue): VerdictValue {
  if (typeof verdict === 'boolean') return { score, verdict: !verdict };
  return { score, verdict: score === 0 ? true : score === 1 ? false : null };
}

/** Throws for a row that has none of the fields that a user's mapping names: it is of another table. */
export function requireFields(row: Row, { output, verdict, input, reference }: FieldMapping): void {
  const needed = [output, verdict, input, reference].filter((name) => name !== undefined);
  if (needed.some((name) => fieldValue(row, name) !== undefined)) return;
  throw new Error(`the row has none of the mapped fields ${needed.map((name) => `"${name}"`).join(', ')}`);
}

/** For an example that nothing else names; then it is another example on another line. */
export function isNamedByLine({ id, source }: Pick<RawExample, 'id' | 'source'>): boolean {
  return id === nameByLine(source);
}

function nameByLine({ line }: Source): string {
  return `line-${line ?? 0}`;
}

function inputOf(value: unknown): Pick<RawExample, 'input' | 'messages'> {
  const messages = asMessages(value) ?? (typeof value === 'string' ? messagesInText(value) : null);
  if (messages) return { input: inputText(messages), messages };
  return { input: typeof value === 'string' ? value : asText(value) };
}

function outputOf(value: unknown): string {
  const messages = asMessages(value);
  if (messages) return messages.at(-1)?.content ?? '';
  if (Array.isArray(value) && value.length === 1) return contentText(value[0]);
  return asText(value);
}

/**
 * The name of a question that the table doesn't number: made of its text, so that it is the same in
 * another model's file and after the rows were reordered.
 */
function idOf(input: string, references: readonly string[], source: Source): string {
  const text = input || references.join('\n');
  if (text === '') return nameByLine(source);
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function errorOf(value: unknown): string | undefined {
  const text = asText(value).trim();
  return NO_ERROR.test(text) ? undefined : text;
}

/** The short fields that have no role of their own. */
function metadataOf(row: Row, mapping: FieldMapping): { metadata?: Row } {
  const used = new Set<unknown>(ROLES.map((role) => mapping[role]));
  const rest = Object.entries(row).filter(([name, value]) => !used.has(name) && asText(value).length <= SMALL_FIELD);
  return rest.length === 0 ? {} : { metadata: Object.fromEntries(rest) };
}
