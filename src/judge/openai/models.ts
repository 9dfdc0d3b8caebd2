import * as z from 'zod';
import { JudgeUnavailable } from '../judge';
import { checkEndpoint } from './endpoint';
import { failureOf } from './failure';
import type { LocalAddress } from './presets';
import { RequestFailed, requestJson } from './request';

/** A list is quick; who has none in that time is asked for a name instead. */
const LIST_TIMEOUT_MS = 15_000;
/** A server on this machine answers at once or isn't there. */
const LOCAL_TIMEOUT_MS = 700;

/** Servers add much to each model; nothing but its name is looked at. */
const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Models that answer no chat, by the names that OpenAI and local servers give them. */
const NOT_FOR_CHAT = /embed|whisper|tts|dall-e|image|moderation|transcribe|realtime|audio|sora|rerank/i;

export interface ModelsRequest {
  baseUrl: string;
  apiKey: string | undefined;
  timeoutMs?: number | undefined;
}

/**
 * The chat models of an endpoint (`GET /models`), sorted by name; nothing of the user's is sent.
 * Throws `JudgeUnavailable`, worded for people, when there is no such list, and `signal.reason`.
 */
export async function listModels(
  { baseUrl, apiKey, timeoutMs = LIST_TIMEOUT_MS }: ModelsRequest,
  signal: AbortSignal,
): Promise<string[]> {
  const endpoint = checkEndpoint(baseUrl, apiKey);
  try {
    const { data: list } = ModelList.safeParse(await requestJson(endpoint, '/models', { timeoutMs, signal }));
    if (!list) throw new JudgeUnavailable(`${endpoint.origin} gives no list of models.`);
    return list.data
      .map(({ id }) => id)
      .filter((id) => !NOT_FOR_CHAT.test(id))
      .sort();
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    if (error.answer.status === 404) throw new JudgeUnavailable(`${endpoint.origin} gives no list of models (404).`);
    throw failureOf(error.answer, endpoint, '', { tries: 1, othersGetThrough: false });
  }
}

export interface LocalServer extends LocalAddress {
  models: string[];
}

/**
 * Which of these servers on this machine are running. Asks each for its models, without a key, and
 * waits for none longer than a moment. Throws `signal.reason`.
 */
export async function findLocalServers(
  addresses: readonly LocalAddress[],
  signal: AbortSignal,
): Promise<LocalServer[]> {
  const found = await Promise.all(
    addresses.map(async (address) => {
      try {
        const { baseUrl } = address;
        return [
          { ...address, models: await listModels({ baseUrl, apiKey: undefined, timeoutMs: LOCAL_TIMEOUT_MS }, signal) },
        ];
      } catch {
        return [];
      }
    }),
  );
  signal.throwIfAborted();
  return found.flat();
}
