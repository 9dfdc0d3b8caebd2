import type { Message } from '../../model/example';
import { parsePythonLiteral } from '../pythonLiteral';
import { asNumber, asText, asTexts, at, inputText, isRow, messagesInText, type Row } from '../values';

/** What the model was asked and what it gave, of any of the tool's request types. */
export interface Exchange {
  input: string;
  messages?: Message[];
  output: string;
  references: string[];
  choices?: string[];
  /** `loglikelihood`: no text was generated, the output is the likeliest choice. */
  outputType: 'generate' | 'loglikelihood';
  /** The generation's settings (`until`, `max_gen_toks`), empty for log-likelihoods. */
  settings: Row;
}

interface Request {
  prompt: unknown;
  continuation: unknown;
}

export function exchangeOf(row: Row): Exchange {
  const requests = requestsOf(row.arguments);
  const logLikelihoods = logLikelihoodsOf(row.resps);
  const prompt = promptOf(requests[0]?.prompt);
  if (logLikelihoods) return choiceExchange(row, requests, logLikelihoods, prompt);
  const settings = requests[0]?.continuation;
  return {
    ...prompt,
    output: asText(at(row.resps, 0, 0) ?? at(row.resps, 0) ?? at(row.filtered_resps, 0)),
    references: targetsOf(row.target),
    outputType: 'generate',
    settings: isRow(settings) ? settings : {},
  };
}

function choiceExchange(
  row: Row,
  requests: Request[],
  logLikelihoods: number[],
  prompt: Pick<Exchange, 'input' | 'messages'>,
): Exchange {
  const choices = choiceTexts(requests);
  const best = logLikelihoods.slice(0, choices.length).reduce((top, value, index, all) => {
    return value > (all[top] ?? Number.NEGATIVE_INFINITY) ? index : top;
  }, 0);
  const lone = choices.length < 2;
  return {
    ...prompt,
    output: lone ? '' : (choices[best] ?? ''),
    references: targetsOf(row.target, 'number').map((target) => choiceOf(target, choices)),
    ...(lone ? {} : { choices }),
    outputType: 'loglikelihood',
    settings: {},
  };
}

/** `arguments` is a list of lists, or in newer versions an object of `gen_args_<n>` with `arg_<n>`. */
function requestsOf(value: unknown): Request[] {
  const list = Array.isArray(value) ? value : isRow(value) ? Object.values(value) : [];
  return list.map((request: unknown) => ({
    prompt: at(request, 0) ?? at(request, 'arg_0'),
    continuation: at(request, 1) ?? at(request, 'arg_1'),
  }));
}

/** With a chat template the prompt is a list of one string, the JSON of the messages. */
function promptOf(prompt: unknown): Pick<Exchange, 'input' | 'messages'> {
  const text = asText(Array.isArray(prompt) && prompt.length === 1 ? prompt[0] : prompt);
  const messages = messagesInText(text);
  return messages ? { input: inputText(messages), messages } : { input: text };
}

/** `[[[-0.26, false]], …]`, since 0.4.13 with strings inside; null for generated text. */
function logLikelihoodsOf(resps: unknown): number[] | null {
  if (!Array.isArray(resps) || resps.length === 0) return null;
  const values: number[] = [];
  for (const resp of resps) {
    const pair = at(resp, 0);
    if (!Array.isArray(pair) || pair.length !== 2 || !/^(true|false)$/i.test(String(pair[1]))) return null;
    // A choice of probability 0 has -inf, which no JSON number can say.
    values.push(asNumber(pair[0]) ?? Number.NEGATIVE_INFINITY);
  }
  return values;
}

function choiceTexts(requests: Request[]): string[] {
  const continuations = requests.map(({ continuation }) => asText(continuation).trim());
  const half = continuations.length / 2;
  // Mutual-information metrics ask for every choice once more, without the question.
  const asksTwice =
    half >= 2 &&
    Number.isInteger(half) &&
    continuations.slice(0, half).every((text, n) => text === continuations[n + half]);
  const sameTwice = asksTwice && requests[0]?.prompt !== requests[half]?.prompt;
  if (sameTwice && continuations.some((text) => text !== continuations[0])) return continuations.slice(0, half);
  // Tasks such as winogrande put the choice into the prompt and ask for one and the same continuation.
  const choiceInPrompt = requests.length > 1 && continuations.every((text) => text === continuations[0]);
  return choiceInPrompt ? requests.map(({ prompt }) => promptOf(prompt).input) : continuations;
}

/** Several accepted answers are a list, since 0.4.13 as the text of a Python list; those of choices may be numbers. */
function targetsOf(target: unknown, member: 'string' | 'number' = 'string'): string[] {
  if (typeof target !== 'string' || !target.startsWith('[')) return asTexts(target);
  const listed = parsePythonLiteral(target);
  const isList = Array.isArray(listed) && listed.length > 0 && listed.every((one) => typeof one === member);
  return isList ? asTexts(listed) : [target];
}

/** The target is an index of a choice (as a string since 0.4.13) or a text. */
function choiceOf(target: string, choices: string[]): string {
  const text = target.trim();
  return (/^\d+$/.test(text) ? choices[Number(text)] : undefined) ?? text;
}
