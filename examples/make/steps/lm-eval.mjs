// lm-evaluation-harness: the word problems with both real models.
import fs from 'node:fs';
import path from 'node:path';
import { examplesDir, makeDir, readJson } from '../files.mjs';
import { emptyFolder, python, run } from './run.mjs';

const MODELS = ['smollm2-135m-instruct', 'gemma-3-270m'];

export async function runLmEval(work, baseUrl) {
  const folder = emptyFolder(work, 'lm-eval');
  fs.copyFileSync(path.join(makeDir, 'python', 'word_problems.yaml'), path.join(folder, 'word_problems.yaml'));
  const lines = readJson('questions/word-problems.json').map((question) => JSON.stringify(question));
  fs.writeFileSync(path.join(folder, 'word-problems.jsonl'), `${lines.join('\n')}\n`);

  for (const model of MODELS) {
    const args = `model=${model},base_url=${baseUrl}/completions,num_concurrent=1,tokenized_requests=False,tokenizer_backend=None`;
    await run(
      python(work),
      [
        '-m',
        'lm_eval',
        'run',
        '--model',
        'local-completions',
        '--model_args',
        args,
        '--include_path',
        '.',
        '--tasks',
        'word_problems',
        '--output_path',
        'out',
        '--log_samples',
      ],
      { cwd: folder, env: { HF_HUB_OFFLINE: '1', OPENAI_API_KEY: 'unused' } },
    );
  }
  const target = emptyFolder(examplesDir, 'lm-eval');
  fs.cpSync(path.join(folder, 'out'), target, { recursive: true });
}
