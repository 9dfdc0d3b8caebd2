import { createHash } from 'node:crypto';
import type { Answer, RecordedRequest } from './judgeServer';

/** What can go wrong between us and a judge; each as real endpoints, gateways and models do it. */
export const FAULTS = {
  'too many requests': (): Answer => ({
    kind: 'status',
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' } },
  }),
  'server error': (): Answer => ({
    kind: 'status',
    status: 500,
    body: { error: { message: 'The server had an error while processing your request.', type: 'server_error' } },
  }),
  'connection reset': (): Answer => ({ kind: 'drop' }),
  stall: (): Answer => ({ kind: 'hang' }),
  'truncated JSON': (): Answer => ({ kind: 'reply', content: '{"criteria":[{"need":"adds both numbers","pres' }),
  'wrong category': (): Answer => ({
    kind: 'reply',
    content: JSON.stringify({
      criteria: [],
      summary: 'The model took the wrong path.',
      title: 'Wrong path',
      category: 'Bad Vibes',
      confidence: 0.9,
    }),
  }),
  'prose around JSON': (): Answer => ({
    kind: 'wrapped',
    before: 'Sure! Here is the analysis you asked for:\n\n',
    after: '\n\nLet me know if you need {more} details.',
  }),
  'empty choices': (): Answer => ({
    kind: 'status',
    status: 200,
    body: {
      id: 'chatcmpl-0',
      object: 'chat.completion',
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: 0 },
    },
  }),
  'HTML page': (): Answer => ({
    kind: 'status',
    status: 200,
    headers: { 'content-type': 'text/html' },
    body: '<!doctype html><html><head><title>Bad gateway</title></head><body>Try again later.</body></html>',
  }),
  refusal: (): Answer => ({ kind: 'reply', content: null, refusal: "I'm sorry, I can't assist with that." }),
  'reply of 5 MB': (): Answer => ({ kind: 'reply', content: FIVE_MB }),
} satisfies Record<string, () => Answer>;
export type Fault = keyof typeof FAULTS;

const FIVE_MB = 'word '.repeat(1_000_000);

export interface FaultyAnswers {
  /** For the server's options. */
  answer: (call: number, request: RecordedRequest) => Answer | undefined;
  /** How often each example was asked about, by a hash of the prompt. */
  asked: ReadonlyMap<string, number>;
  /** How often each fault was played. */
  played: ReadonlyMap<Fault, number>;
}

/**
 * Answers of which each kind of fault gets a share (0.05: one in twenty). Whether a call goes wrong depends
 * on seed, example, and how often that example was asked about: not on the order in which calls arrive.
 */
export function faultyAnswers(seed: number, share: number): FaultyAnswers {
  const kinds = Object.keys(FAULTS) as Fault[];
  const asked = new Map<string, number>();
  const played = new Map<Fault, number>();
  return {
    asked,
    played,
    answer: (_call, request) => {
      const example = exampleOf(request);
      const times = (asked.get(example) ?? 0) + 1;
      asked.set(example, times);
      const kind = kinds[Math.floor(draw(`${seed} ${example} ${times}`) / share)];
      if (kind === undefined) return undefined;
      played.set(kind, (played.get(kind) ?? 0) + 1);
      return FAULTS[kind]();
    },
  };
}

/** A second try after a broken reply asks about the same example. */
export function exampleOf({ body }: RecordedRequest): string {
  const prompt = body.messages.find(({ role }) => role === 'user')?.content ?? '';
  return createHash('sha256').update(prompt).digest('base64');
}

/** 0 ≤ number < 1. */
function draw(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
