import type { Prompt } from '../judge/languageModel';
import { estimateTokens } from '../judge/openai/tokens';

/** How servers say that a question is longer than the model can hold. */
const TOO_LONG = /context (?:length|window|size)|maximum context|prompt is too long|too many (?:input )?tokens|n_ctx/i;

/** The window as it stands behind such words, or before the word "context" (OpenAI, vLLM, llama.cpp, LM Studio). */
const WINDOW = /context (?:length|window|size)(?: (?:is|of|only|\(n_ctx\)))*[ :=(]*(\d[\d,]*)|n_ctx\D{0,4}(\d[\d,]*)/i;

/** Windows of small models, in tokens, for servers that don't tell. */
const USUAL = [32_768, 16_384, 8_192, 4_096, 2_048, 1_024];

/** Estimates count some texts too low. */
const USABLE = 0.85;

/**
 * The context window in tokens that an endpoint's complaint tells of: the one it names, or the largest usual one
 * below the question it would not take. `undefined` when the complaint is about something else.
 */
export function windowOf(complaint: string, prompt: Prompt): number | undefined {
  if (!TOO_LONG.test(complaint)) return undefined;
  const [, named, ofServer] = WINDOW.exec(complaint) ?? [];
  const tokens = Number((named ?? ofServer ?? '').replaceAll(',', ''));
  return tokens > 0 ? tokens : (USUAL.find((usual) => usual < tokensOf(prompt)) ?? USUAL.at(-1));
}

/** How many of `count` items fit into the window with their question and the reply to it; at least `fewest`. */
export function fitting(
  count: number,
  fewest: number,
  window: number,
  question: (items: number) => { prompt: Prompt; replyTokens: number },
): number {
  let items = count;
  while (items > fewest) {
    const { prompt, replyTokens } = question(items);
    if (tokensOf(prompt) + replyTokens <= USABLE * window) break;
    items = Math.max(fewest, Math.floor(items / 2));
  }
  return items;
}

function tokensOf({ system, user }: Prompt): number {
  return estimateTokens(system) + estimateTokens(user);
}
