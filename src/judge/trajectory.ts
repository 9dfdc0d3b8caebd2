import type { Example, Message } from '../model/example';
import type { StepEvidence } from '../model/judgment';
import { locateEvidence } from './evidence';
import { cutMiddle } from './openai/text';

/** Longest action and observation that a judge is shown, in UTF-16 units; the agent study cut observations there. */
const ACTION = 1_500;
const OBSERVATION = 1_500;
/** All steps together; of longer trajectories the middle is left out. */
const TRAJECTORY = 16_000;

/** A stretch of a serialised trajectory that shows one message, or the kept ends of it. */
export interface ShownPart {
  /** From 1. */
  step: number;
  kind: 'act' | 'observe';
  /** Index in the example's messages. */
  message: number;
  /** UTF-16 offsets in the serialised text. */
  start: number;
  end: number;
}

export interface Trajectory {
  text: string;
  /** Steps in all, those that are left out too. */
  steps: number;
  parts: ShownPart[];
}

/** Roles by which logs name what an agent gets back from its environment. */
const OBSERVING: ReadonlySet<string> = new Set(['tool', 'function', 'observation', 'environment', 'ipython']);
const CALL = /^→ call /m;

/** Whether an example's messages are those of an agent: it has called tools, or seen what they answer. */
export function isTrajectory({ messages = [] }: Pick<Example, 'messages'>): boolean {
  return messages.some(({ role, content }) => OBSERVING.has(role) || (role === 'assistant' && CALL.test(content)));
}

/**
 * The messages of an agent as numbered steps, each an action and what was observed after it, with long ones cut in
 * their middle; `parts` leads from the text back to the messages. What comes before the first action is the task,
 * and not part of it.
 */
export function serialiseTrajectory(messages: readonly Message[], limit = TRAJECTORY): Trajectory {
  const steps = stepsOf(messages);
  const blocks = steps.map((step, i) => blockOf(step, i + 1, messages));
  const shown = fitting(blocks, limit);
  const parts: ShownPart[] = [];
  let text = '';
  for (const [i, { from, block }] of shown.entries()) {
    const missing = from - (i === 0 ? 0 : (shown[i - 1]?.from ?? 0) + 1);
    if (missing > 0) text += `[… ${missing} step${missing === 1 ? '' : 's'} left out …]\n`;
    for (const part of block.parts)
      parts.push({ ...part, start: part.start + text.length, end: part.end + text.length });
    text += block.text;
  }
  return { text: text.trimEnd(), steps: steps.length, parts };
}

/**
 * Looks up quotes in the messages of a trajectory. One entry per quote: where it stands, by step; `undefined` where it
 * is empty or in none of them.
 */
export function locateInSteps(messages: readonly Message[], quotes: readonly string[]): (StepEvidence | undefined)[] {
  const places = stepsOf(messages).flatMap(({ act, observed }, i) =>
    [act, ...observed].flatMap((message) => (message === undefined ? [] : [{ message, step: i + 1 }])),
  );
  return quotes.map((quote) => {
    if (quote.trim() === '') return undefined;
    for (const { message, step } of places) {
      const [found] = locateEvidence(messages[message]?.content ?? '', [quote]).quotes;
      if (found) return { ...found, step, message };
    }
    return undefined;
  });
}

/** Of a trajectory: indexes of the messages in which the agent acts, and sees what came of it. */
export interface Step {
  act: number | undefined;
  observed: number[];
}

/** The steps of an agent, in order. What comes before the first is the task, and in none of them. */
export function stepsOf(messages: readonly Message[]): Step[] {
  const steps: Step[] = [];
  for (const [i, { role }] of messages.entries()) {
    const isObservation = OBSERVING.has(role) || (role !== 'assistant' && steps.length > 0);
    if (role === 'assistant') steps.push({ act: i, observed: [] });
    else if (isObservation) {
      // Some logs begin with what the agent finds.
      if (steps.length === 0) steps.push({ act: undefined, observed: [] });
      steps.at(-1)?.observed.push(i);
    }
  }
  return steps;
}

interface Block {
  text: string;
  parts: ShownPart[];
}

function blockOf({ act, observed }: Step, step: number, messages: readonly Message[]): Block {
  let text = `Step ${step}\n`;
  const parts: ShownPart[] = [];
  const show = (kind: ShownPart['kind'], message: number, limit: number) => {
    text += `${kind}: `;
    const start = text.length;
    text += cutMiddle((messages[message]?.content ?? '').trim(), limit);
    parts.push({ step, kind, message, start, end: text.length });
    text += '\n';
  };
  if (act !== undefined) show('act', act, ACTION);
  for (const message of observed) show('observe', message, OBSERVATION);
  return { text: `${text}\n`, parts };
}

/** The first and the last steps as far as they fit: how it began, and how it ended. */
function fitting(blocks: readonly Block[], limit: number): { from: number; block: Block }[] {
  const all = blocks.map((block, from) => ({ from, block }));
  const total = all.reduce((sum, { block }) => sum + block.text.length, 0);
  if (total <= limit) return all;
  const kept = new Set<number>();
  let room = limit;
  for (let [first, last] = [0, all.length - 1]; first <= last; first++, last--) {
    for (const i of new Set([first, last])) {
      const length = all[i]?.block.text.length ?? 0;
      // At least one step is shown, whatever its length.
      if (length > room && kept.size > 0) return all.filter(({ from }) => kept.has(from));
      kept.add(i);
      room -= length;
    }
  }
  return all;
}
