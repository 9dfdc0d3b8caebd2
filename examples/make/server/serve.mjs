// An OpenAI-compatible server for every model of the examples: two real ones and two scripted ones.
// usage: node serve.mjs PORT MODELS_DIR NODE_MODULES_DIR
import http from 'node:http';
import { realModels } from './real-models.mjs';
import { scriptedModels } from './scripted-models.mjs';

const [port, modelsDir, nodeModules] = process.argv.slice(2);
const models = { ...realModels(modelsDir, nodeModules), ...scriptedModels() };

// One request at a time: the real models share one CPU thread.
let last = Promise.resolve();
const inTurn = (work) => (last = last.then(work, work));

async function readJson(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text || '{}');
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function complete(path, body) {
  const model = models[body.model];
  if (!model) throw Object.assign(new Error(`no such model: ${body.model}`), { status: 404 });
  const chat = path.endsWith('/chat/completions');
  const messages = chat ? body.messages : undefined;
  const prompt = chat ? undefined : [body.prompt].flat()[0];
  const stops = [body.stop ?? []].flat();
  const { text, finish, usage } = await model({
    messages,
    prompt,
    stops,
    maxTokens: body.max_tokens ?? body.max_completion_tokens ?? 256,
  });
  const choice = { index: 0, finish_reason: finish, logprobs: null };
  if (chat) choice.message = { role: 'assistant', content: text };
  else choice.text = text;
  return {
    id: 'local',
    object: chat ? 'chat.completion' : 'text_completion',
    created: 0,
    model: body.model,
    choices: [choice],
    usage: { prompt_tokens: usage[0], completion_tokens: usage[1], total_tokens: usage[0] + usage[1] },
  };
}

const server = http.createServer(async (request, response) => {
  if (request.method === 'GET') {
    send(response, 200, { object: 'list', data: Object.keys(models).map((id) => ({ id, object: 'model' })) });
    return;
  }
  try {
    const body = await readJson(request);
    send(response, 200, await inTurn(() => complete(request.url, body)));
  } catch (error) {
    send(response, error.status ?? 500, { error: { message: error.message, type: error.type ?? 'server_error' } });
  }
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
