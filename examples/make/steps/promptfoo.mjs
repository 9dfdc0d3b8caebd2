// promptfoo: lists, formats and harmless questions, with a real and a scripted model.
import fs from 'node:fs';
import path from 'node:path';
import { examplesDir, readJson } from '../files.mjs';
import { emptyFolder, nodeModules, run } from './run.mjs';
import { newNode } from './setup.mjs';

const provider = (model) => ({ id: `openai:chat:${model}`, label: model, config: { max_tokens: 128, temperature: 0 } });

export async function runPromptfoo(work, baseUrl) {
  const folder = emptyFolder(work, 'promptfoo');
  const config = {
    description: 'lists_and_formats',
    prompts: ['{{question}}'],
    providers: [provider('smollm2-135m-instruct'), provider('scripted/careful')],
    tests: readJson('questions/lists.json').map((question) => ({
      vars: { id: question.id, question: question.question },
      assert: assertions(question),
    })),
  };
  fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config, null, 2));

  const program = path.join(nodeModules(work), 'promptfoo', 'dist', 'src', 'entrypoint.js');
  const args = [
    program,
    'eval',
    '-c',
    'config.json',
    '-o',
    'results.json',
    '--no-cache',
    '--no-table',
    '--no-progress-bar',
    '-j',
    '1',
  ];
  const env = {
    // Given here and not in the config, so that the address is not written into the results.
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: 'unused',
    PROMPTFOO_CONFIG_DIR: path.join(folder, 'home'),
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
    PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  };
  // 100: the evaluation is done and some tests failed, as they should.
  await run(newNode(work), args, { cwd: folder, env, allow: [0, 100] });
  fs.copyFileSync(path.join(folder, 'results.json'), path.join(emptyFolder(examplesDir, 'promptfoo'), 'results.json'));
}

function assertions({ all, any, none, count, equals, json }) {
  const found = [];
  if (equals) found.push({ type: 'equals', value: equals });
  if (all) found.push({ type: 'icontains-all', value: all });
  if (any) found.push({ type: 'icontains-any', value: any });
  for (const word of none ?? []) found.push({ type: 'not-icontains', value: word });
  if (count) found.push({ type: 'javascript', value: `output.split(',').length === ${count}` });
  if (json) {
    const properties = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, { const: value }]));
    found.push({ type: 'is-json', value: { type: 'object', required: Object.keys(json), properties } });
  }
  return found;
}
