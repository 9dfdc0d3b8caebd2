import { dryRun } from '../judge/dryRun';
import { isLoopback, originOf } from '../judge/openai/origin';
import { PRICES_DATE } from '../judge/openai/price';
import { redactionNote, redactionOf } from '../judge/redact/redaction';
import type { ExampleEntry } from '../model/entry';
import type { JudgingWork } from './judging';
import type { Sending } from './sendConsent';
import type { JudgeSettings } from './settings';

/** So many examples are read for an estimate; the others are like them. */
const SAMPLE = 40;

/** Who gets to see texts, for people; `undefined` when they stay on this machine. */
export function receiverOf({ kind, baseUrl, model }: JudgeSettings): string | undefined {
  if (kind === 'offline') return undefined;
  if (kind === 'editor') return `${model}, a language model of the editor`;
  return isLoopback(baseUrl) ? undefined : originOf(baseUrl);
}

/** What a run would send, by a sample of its examples; calls nothing. `priceShare`: what is paid of the price. */
export async function estimateSending(
  work: JudgingWork,
  { model, prices }: Pick<JudgeSettings, 'model' | 'prices'>,
  priceShare = 1,
): Promise<Omit<Sending, 'to'>> {
  const pending = pendingOf(work);
  const step = Math.max(1, pending.length / SAMPLE);
  const sample = Array.from({ length: Math.min(SAMPLE, pending.length) }, (_, i) => pending[Math.floor(i * step)]);
  const failing = sample.filter((entry) => entry !== undefined);
  const { calls, usage, cost } = await dryRun({ ...work, failing, reclassify: true });
  const scale = calls === 0 ? 0 : pending.length / calls;
  return {
    count: pending.length,
    model,
    promptTokens: Math.round(usage.promptTokens * scale),
    completionTokens: Math.round(usage.completionTokens * scale),
    redaction: redactionNote(redactionOf(work.judge.identity)),
    cost: cost === null ? null : cost * scale * priceShare,
    priceNote:
      cost === null ? '' : model in prices ? ' at the price of your settings' : ` at list prices of ${PRICES_DATE}`,
  };
}

/** Each key once, without what this judge has judged. */
function pendingOf({ failing, journal, judge, reclassify }: JudgingWork): ExampleEntry[] {
  const byKey = new Map(failing.map((entry) => [entry.key, entry]));
  const all = [...byKey.values()];
  return reclassify ? all : all.filter(({ key }) => !journal.find(key, judge.identity));
}
