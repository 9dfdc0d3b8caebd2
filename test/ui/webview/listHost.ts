/** The extension's side of the example list, inside the page: answers windows of rows as fast as the page asks. */
import type { HostToList, ListRow } from '../../../src/protocol';
import type { WebviewPage } from './page';

type FileMessage = Extract<HostToList, { type: 'file' }>;
type ResultMessage = Extract<HostToList, { type: 'result' }>;

export const CATEGORIES = ['Computation Error', 'Output Formatting Error', 'Factual Error'];

export function file(total: number, change: Partial<FileMessage> = {}): FileMessage {
  return {
    type: 'file',
    state: 'ready',
    name: 'run.eval',
    format: 'Inspect AI 0.3.285',
    totals: { examples: total * 2, passed: total - 3, failing: total, errored: 2, unscored: 1 },
    facets: {
      models: ['gpt-5-mini', 'meta-llama/Llama-3.2-3B-Instruct'],
      datasets: ['gsm8k', 'ifeval'],
      finishReasons: ['length', 'stop'],
      categories: [...CATEGORIES.map((name, i) => ({ name, count: 30 - i })), { name: null, count: 12 }],
      corrected: 2,
      scored: true,
    },
    problems: 0,
    notes: [],
    choice: null,
    ...change,
  };
}

export function result(total: number, change: Partial<ResultMessage> = {}): ResultMessage {
  return {
    type: 'result',
    queryId: 1,
    version: 1,
    total,
    problems: [],
    waiting: [],
    search: null,
    selected: null,
    ...change,
  };
}

export const HOSTILE = '<img src=x onerror="window.pwned=1"> <b>bold</b> \u202e';

/** Answers every `rows` from now on, and every `query` with `total` rows. */
export async function playHost(view: WebviewPage, total: number, change: Partial<ListRow> = {}): Promise<void> {
  await view.receive(file(total));
  await view.page.evaluate(
    ([total, categories, change]) => {
      const there = window as unknown as { sent: { type: string; [name: string]: unknown }[] };
      const row = (i: number) => ({
        ref: `ref-${i}`,
        id: `item-${i}`,
        dataset: i % 2 ? 'gsm8k' : 'ifeval',
        model: i % 3 ? 'gpt-5-mini' : 'meta-llama/Llama-3.2-3B-Instruct',
        preview: `A train leaves at ${i % 24} o'clock and is ${i} km from where it should be; when does it arrive?`,
        category: i % 5 === 4 ? null : (categories[i % categories.length] ?? null),
        title: i % 5 === 4 ? '' : 'Arithmetic slip in the second step of the answer',
        status: i % 5 === 4 ? 'abstained' : 'judged',
        corrected: i % 7 === 3,
        confidence: 0.8,
        place: `run.eval:${i + 1}`,
        outcome: i % 11 === 10 ? 'errored' : i % 13 === 12 ? 'passed' : 'failing',
        score: i % 4 ? 0 : 1 / (i + 3),
        finishReason: i % 6 ? 'stop' : 'length',
        outputLength: i * 37,
        ...change,
      });
      const answer = (message: { type: string; [name: string]: unknown }) => {
        if (message.type === 'query') {
          const { queryId, selected } = message as unknown as { queryId: number; selected: string | null };
          const at = selected === null ? null : Number(selected.slice(4));
          const search = { done: 0, total: 0, unread: 0, running: false };
          window.postMessage({
            type: 'result',
            queryId,
            version: queryId,
            total,
            problems: [],
            waiting: [],
            search,
            selected: at,
          });
        }
        if (message.type !== 'rows') return;
        const { version, offset, limit } = message as unknown as { version: number; offset: number; limit: number };
        const count = Math.max(0, Math.min(limit, total - offset));
        window.postMessage({
          type: 'rows',
          version,
          offset,
          rows: Array.from({ length: count }, (_, i) => row(offset + i)),
        });
      };
      const earlier = there.sent.slice();
      const push = there.sent.push.bind(there.sent);
      there.sent.push = (...messages) => {
        for (const message of messages) answer(message);
        return push(...messages);
      };
      for (const message of earlier) answer(message);
    },
    [total, CATEGORIES, change] as const,
  );
  if (total > 0) await view.page.locator('[data-ref]').first().waitFor();
}
