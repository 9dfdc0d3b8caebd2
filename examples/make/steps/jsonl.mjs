// A JSONL file of nobody's format: facts, short texts and logic, with a real and a scripted model. We write and score it.
import path from 'node:path';
import { examplesDir, readJson, write } from '../files.mjs';
import { post } from './server.mjs';

const MODELS = ['smollm2-135m-instruct', 'scripted/careful'];

export async function writeJsonl(_work, baseUrl) {
  const lines = [];
  for (const model of MODELS) {
    for (const { id, question, answer } of readJson('questions/facts.json')) {
      const prompt = `${question} Answer in one short sentence.`;
      const messages = [{ role: 'user', content: prompt }];
      const completion = await post(baseUrl, '/chat/completions', { model, messages, max_tokens: 100 });
      lines.push(
        JSON.stringify({ id, model, prompt, completion, expected: answer, correct: holds(completion, answer) }),
      );
    }
  }
  write(path.join(examplesDir, 'generic', 'facts_and_logic.jsonl'), `${lines.join('\n')}\n`);
}

/** Whether the text holds the answer as a whole word, in upper or lower case. */
function holds(text, answer) {
  const escaped = answer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w])${escaped}(?![\\w])`, 'i').test(text);
}
