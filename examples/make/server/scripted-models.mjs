// Models that are no models: they look up which of our questions was asked and reply with the text that we wrote for it.
// They show, on purpose, kinds of failure that real models show.
import { readJson } from '../files.mjs';

const SETS = ['choices', 'extraction', 'lists', 'tables', 'facts'];

/** { 'scripted/quick': answer, 'scripted/careful': answer } */
export function scriptedModels() {
  const questions = SETS.flatMap((set) => readJson(`questions/${set}.json`));
  return Object.fromEntries(
    ['quick', 'careful'].map((name) => {
      const replies = readJson(`scripted/${name}.json`);
      return [`scripted/${name}`, (request) => reply(questions, replies, request)];
    }),
  );
}

function reply(questions, replies, { messages, prompt }) {
  const asked =
    prompt ??
    messages
      .map((m) =>
        [m.content]
          .flat()
          .map((part) => part.text ?? part)
          .join(''),
      )
      .join('\n');
  const question = questions.find((q) => asked.includes(q.question));
  const scripted = question && replies[question.id];
  if (!scripted) throw Object.assign(new Error('nothing written for this question'), { status: 404 });
  if (scripted.error) throw Object.assign(new Error(scripted.error), { status: 400, type: 'invalid_request_error' });
  const text = scripted.text;
  return { text, finish: scripted.finish ?? 'stop', usage: [words(asked), words(text)] };
}

const words = (text) => text.split(/\s+/).filter(Boolean).length;
