import { createHash } from 'node:crypto';
import type { RawExample, Source } from '../../model/example';
import { asNumber, asText, at, inputText, isRow, messagesInText, type Row, stringAt } from '../values';

/** `failureReason` of a result whose provider or assertion crashed. */
const FAILURE_ERROR = 2;

/** Assertions whose value is an accepted answer; a `not-` before them turns that around. */
const REFERENCE_TYPES =
  /^(equals|i?contains(-(any|all))?|starts-with|levenshtein|similar|rouge-n|bleu|gleu|meteor|factuality|model-graded-factuality|answer-relevance|context-recall|model-graded-closedqa)$/;

/** One result of promptfoo, of any version's file, as an example. */
export function toExample(result: Row, dataset: string, source: Source): RawExample {
  const prompt = stringAt(result, 'prompt', 'raw') ?? asText(at(result, 'prompt', 'raw') ?? result.prompt);
  const messages = messagesInText(prompt);
  const output = at(result, 'response', 'output');
  const errored = isErrored(result);
  const finishReason = stringAt(result, 'response', 'finishReason');
  const reason = stringAt(result, 'gradingResult', 'reason');
  return {
    id: idOf(result),
    dataset,
    model: modelOf(result.provider),
    input: messages ? inputText(messages) : prompt,
    ...(messages ? { messages } : {}),
    output: asText(output),
    references: [...new Set(assertionsOf(result).flatMap(referencesOf))],
    score: asNumber(result.score ?? at(result, 'gradingResult', 'score')),
    ...verdictOf(result),
    metric: 'success',
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(reason === undefined ? {} : { explanation: reason }),
    ...(errored ? { error: errorOf(result) } : {}),
    metadata: metadataOf(result),
    source,
  };
}

function verdictOf(result: Row): { verdict: boolean | null } {
  const verdict = result.success ?? at(result, 'gradingResult', 'pass');
  return { verdict: typeof verdict === 'boolean' ? verdict : null };
}

/** Old files have no `failureReason`: there a result with an error and no grading crashed. */
function isErrored(result: Row): boolean {
  if (result.success === true) return false;
  if (typeof result.failureReason === 'number') return result.failureReason === FAILURE_ERROR;
  return stringAt(result, 'response', 'error') !== undefined || (!isRow(result.gradingResult) && Boolean(result.error));
}

function errorOf(result: Row): string {
  return asText(result.error) || stringAt(result, 'response', 'error') || 'error';
}

/** The test's own id, else its number; files before version 3 number nothing, there the variables name the test. */
function idOf(result: Row): string {
  const own = at(result, 'vars', 'id') ?? result.testIdx;
  if (own !== undefined && own !== null) return asText(own);
  return createHash('sha256').update(asText(result.vars)).digest('hex').slice(0, 8);
}

function modelOf(provider: unknown): string {
  if (typeof provider === 'string') return provider;
  return stringAt(provider, 'label') ?? stringAt(provider, 'id') ?? 'unknown';
}

function assertionsOf(result: Row): unknown[] {
  const asserted = at(result, 'testCase', 'assert');
  if (Array.isArray(asserted) && asserted.length > 0) return asserted;
  const graded = at(result, 'gradingResult', 'componentResults');
  return Array.isArray(graded) ? graded.map((component) => at(component, 'assertion')) : [];
}

function referencesOf(assertion: unknown): string[] {
  const inner = at(assertion, 'assert');
  if (Array.isArray(inner)) return inner.flatMap(referencesOf);
  if (!REFERENCE_TYPES.test(stringAt(assertion, 'type') ?? '')) return [];
  const value = at(assertion, 'value');
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(asText) : [asText(value)];
}

function metadataOf(result: Row): Row {
  const components = at(result, 'gradingResult', 'componentResults');
  const failed = Array.isArray(components) ? components.filter((component) => at(component, 'pass') === false) : [];
  return {
    ...(result.testIdx === undefined ? {} : { testIdx: result.testIdx }),
    ...(result.promptIdx === undefined ? {} : { promptIdx: result.promptIdx }),
    ...(failed.length === 0
      ? {}
      : {
          failedAssertions: failed.map((component) => ({
            type: at(component, 'assertion', 'type'),
            reason: at(component, 'reason'),
          })),
        }),
    ...(at(result, 'response', 'isRefusal') === true ? { refusal: true } : {}),
  };
}
