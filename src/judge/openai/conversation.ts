import type { Example } from '../../model/example';
import type { Judgment, Usage } from '../../model/judgment';
import type { JudgeContext } from '../judge';
import { redactExample } from '../redact/redactExample';
import { redactionOf } from '../redact/redaction';
import { CallFailed } from './callFailed';
import { addUsage, type Completion } from './completion';
import { suspicionOf } from './injection';
import type { JudgmentWriter } from './judgmentWriter';
import { buildMessages, correctionMessage, type PromptMessage } from './prompt';
import { parseReply, type Reply } from './reply';

const CUT_OFF =
  "The judge's reply was cut off before its end. A model that goes on and on, or thinks for long, is a poor judge here: choose another.";

/** How much of an unusable reply is shown, and how much the judge sees again, in characters. */
const SHOWN_REPLY = 200;
const REPEATED_REPLY = 2_000;

/**
 * Asks about an example, and asks once more when the reply can't be used. A call that fails for this
 * example (`CallFailed` by `complete`) becomes a judgment of status `error`; all else is thrown on.
 */
export async function judgeByAsking(
  example: Example,
  context: JudgeContext,
  writer: JudgmentWriter,
  complete: (messages: PromptMessage[]) => Promise<Completion>,
): Promise<Judgment> {
  const shown = redactExample(example, context, redactionOf(writer.identity));
  const messages = buildMessages(shown.example, shown.context);
  let usage: Usage | undefined;
  let conversation = messages;
  try {
    for (let attempt = 1; ; attempt++) {
      const completion = await complete(conversation);
      usage = addUsage(usage, completion.usage);
      const answer = readAnswer(completion, writer);
      if (answer.ok) return shown.restore(writer.judged(shown.example, answer.reply, usage));
      if (answer.final) throw new CallFailed(answer.problem);
      if (attempt === 2) throw new CallFailed(unusable(answer.problem, completion.text, 'twice'));
      conversation = withCorrection(messages, completion.text, answer.problem);
    }
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    return { ...writer.failed(example, error.message, usage), ...suspicionOf(example) };
  }
}

/** The judgment of a reply that can't be asked for again, as in a batch. */
export function judgmentOf(example: Example, completion: Completion, writer: JudgmentWriter): Judgment {
  const context = { taxonomy: writer.taxonomy, correctPredictions: [], exemplars: [] };
  const shown = redactExample(example, context, redactionOf(writer.identity));
  const answer = readAnswer(completion, writer);
  if (answer.ok) return shown.restore(writer.judged(shown.example, answer.reply, completion.usage));
  const error = answer.final ? answer.problem : unusable(answer.problem, completion.text, 'and could not be put right');
  return { ...writer.failed(example, error, completion.usage), ...suspicionOf(example) };
}

/** `final`: asking again would not help. */
type Answer = { ok: true; reply: Reply } | { ok: false; final: boolean; problem: string };

function readAnswer(completion: Completion, writer: JudgmentWriter): Answer {
  if (completion.refusal !== undefined) return { ok: false, final: true, problem: completion.refusal };
  const parsed = parseReply(completion.text, writer.schema);
  if (parsed.ok) return parsed;
  return completion.cutOff
    ? { ok: false, final: true, problem: CUT_OFF }
    : { ok: false, final: false, problem: parsed.problem };
}

function unusable(problem: string, text: string, how: string): string {
  const shown = text.slice(0, SHOWN_REPLY);
  return `The judge's reply can't be used, ${how}: ${problem}. ${shown === '' ? 'It was empty.' : `It begins: ${shown}`}`;
}

/** Without a reply to correct, the same question is put again. */
function withCorrection(messages: PromptMessage[], reply: string, problem: string): PromptMessage[] {
  if (reply.trim() === '') return messages;
  return [...messages, { role: 'assistant', content: reply.slice(0, REPEATED_REPLY) }, correctionMessage(problem)];
}
