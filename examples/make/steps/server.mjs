// Starts the model server for a step and stops it after.
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { makeDir } from '../files.mjs';
import { models, nodeModules } from './run.mjs';

/** step(work, baseUrl) → a step(work) that has the server while it runs. */
export const withServer = (step) => async (work) => {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [path.join(makeDir, 'server', 'serve.mjs'), String(port), models(work), nodeModules(work)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', (code) => reject(new Error(`the model server ended with ${code}`)));
    });
    await step(work, `http://127.0.0.1:${port}/v1`);
  } finally {
    child.kill();
  }
};

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** One request to the server; the completion's text. */
export async function post(baseUrl, endpoint, body) {
  const response = await fetch(baseUrl + endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.error.message);
  const [choice] = reply.choices;
  return choice.text ?? choice.message.content;
}
