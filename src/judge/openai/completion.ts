import type { Usage } from '../../model/judgment';
import { redact } from './endpoint';
import type { PromptMessage } from './prompt';
import { estimateTokens } from './tokens';

/** What one HTTP answer with status 200 comes down to. */
export interface Completion {
  /** Empty when there is none. */
  text: string;
  usage: Usage;
  /** Why no reply will come of this, however often it's asked for. */
  refusal?: string | undefined;
  /** The token limit ended the reply. */
  cutOff: boolean;
}

/** How much of a server's words is passed on, in characters. */
const SHOWN = 300;

/** The SDK doesn't check what comes back, and compatible servers differ: nothing is taken for granted. */
export function readCompletion(
  response: unknown,
  messages: readonly PromptMessage[],
  apiKey: string | undefined,
): Completion {
  const choice = at(field(response, 'choices'), 0);
  const message = field(choice, 'message');
  const finish = field(choice, 'finish_reason');
  const text = redact(contentText(field(message, 'content')), apiKey);
  // OpenRouter reports a failing provider in the body of a 200.
  const error = field(response, 'error') ?? field(choice, 'error');
  const refusal = refusalOf(error, field(message, 'refusal'), finish);
  return {
    text,
    usage: usageOf(field(response, 'usage')) ?? estimatedUsage(messages, text),
    refusal: refusal && redact(refusal, apiKey).slice(0, SHOWN),
    cutOff: finish === 'length',
  };
}

function refusalOf(error: unknown, refusal: unknown, finish: unknown): string | undefined {
  if (error !== undefined && error !== null) {
    const words = field(error, 'message') ?? error;
    return `The judge answered with an error: ${typeof words === 'string' ? words : JSON.stringify(words)}`;
  }
  if (typeof refusal === 'string' && refusal !== '') return `The judge refused: ${refusal}`;
  if (finish === 'content_filter') return "The judge's content filter stopped the reply.";
  return undefined;
}

/** Some servers send content in parts. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => field(part, 'text')).join('');
}

function usageOf(usage: unknown): Usage | undefined {
  const promptTokens = field(usage, 'prompt_tokens');
  if (typeof promptTokens !== 'number') return undefined;
  // DeepSeek has a name of its own for it.
  const cached =
    field(field(usage, 'prompt_tokens_details'), 'cached_tokens') ?? field(usage, 'prompt_cache_hit_tokens');
  return {
    promptTokens: count(promptTokens),
    completionTokens: count(field(usage, 'completion_tokens')),
    ...(typeof cached === 'number' && { cachedTokens: Math.min(count(cached), count(promptTokens)) }),
  };
}

/** For servers that don't count: a budget has to hold there too. */
function estimatedUsage(messages: readonly PromptMessage[], text: string): Usage {
  const promptTokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  return { promptTokens, completionTokens: estimateTokens(text) };
}

/** The sum over the calls for one example. */
export function addUsage(sum: Usage | undefined, more: Usage): Usage {
  if (sum === undefined) return more;
  const cached = sum.cachedTokens ?? more.cachedTokens;
  return {
    promptTokens: sum.promptTokens + more.promptTokens,
    completionTokens: sum.completionTokens + more.completionTokens,
    ...(cached !== undefined && { cachedTokens: (sum.cachedTokens ?? 0) + (more.cachedTokens ?? 0) }),
  };
}

function count(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? value : 0;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function at(value: unknown, index: number): unknown {
  return Array.isArray(value) ? value[index] : undefined;
}
