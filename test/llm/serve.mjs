// Serves a GGUF model at an OpenAI-compatible address on this machine, one request at a time, with node-llama-cpp.
// usage: node serve.mjs MODEL.gguf FOLDER_OF_NODE_LLAMA_CPP [PORT [LONGEST_REPLY]]; replies are 1,024 tokens at most
// FOLDER_OF_NODE_LLAMA_CPP is where `npm install node-llama-cpp` was run; this project doesn't depend on it.
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const CONTEXT_TOKENS = 8_192;

const [file, folder, port = '8080', longestReply = '1024'] = process.argv.slice(2);
if (!file || !folder) {
  console.error('usage: node serve.mjs MODEL.gguf FOLDER_OF_NODE_LLAMA_CPP [PORT [LONGEST_REPLY]]');
  process.exit(2);
}
const name = path.basename(file, '.gguf');
const { resolve } = createRequire(path.join(path.resolve(folder), 'package.json'));
const { getLlama, LlamaCompletion } = await import(pathToFileURL(resolve('node-llama-cpp')).href);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads: 1 });
const sequence = context.getSequence();
const completion = new LlamaCompletion({ contextSequence: sequence });

// A model that follows instructions has marks for its turns; a base model gets a page that it can go on with.
const chatMarks = model.tokenize('<|im_start|>', true).length === 1;
const render = (messages) =>
  chatMarks
    ? `${messages.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join('')}<|im_start|>assistant\n`
    : `${messages.map(({ content }) => content).join('\n\n')}\n\nReply:\n`;

/** A grammar holds even a weak model to the schema; texts without a longest length have no end in it. */
function grammarFor({ type, json_schema: schema } = {}) {
  if (type === 'json_schema') return llama.createGrammarForJsonSchema(schema.schema);
  return type === 'json_object' ? llama.getGrammarFor('json') : undefined;
}

async function complete(body) {
  const tokens = model.tokenize(render(body.messages), true);
  const room = CONTEXT_TOKENS - tokens.length - 8;
  if (room < 64) throw Object.assign(new Error('the prompt exceeds the context window'), { status: 400 });
  const { response, metadata } = await completion.generateCompletionWithMeta(tokens, {
    maxTokens: Math.min(body.max_tokens ?? body.max_completion_tokens ?? room, room, Number(longestReply)),
    temperature: body.temperature ?? 0,
    grammar: await grammarFor(body.response_format),
    customStopTriggers: chatMarks ? ['<|im_end|>'] : [],
  });
  const counts = { prompt_tokens: tokens.length, completion_tokens: model.tokenize(response).length };
  return {
    id: 'local',
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model: name,
    choices: [
      {
        index: 0,
        finish_reason: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
        message: { role: 'assistant', content: response },
      },
    ],
    usage: { ...counts, total_tokens: counts.prompt_tokens + counts.completion_tokens },
  };
}

let last = Promise.resolve();
const inTurn = (work) => {
  last = last.then(work, work);
  return last;
};

async function answer(request) {
  if (request.method === 'GET') return { object: 'list', data: [{ id: name, object: 'model' }] };
  let text = '';
  for await (const chunk of request) text += chunk;
  return inTurn(() => complete(JSON.parse(text)));
}

const server = http.createServer((request, response) => {
  const send = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  answer(request).then(
    (body) => send(200, body),
    (error) => send(error.status ?? 500, { error: { message: String(error.message), type: 'server_error' } }),
  );
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`${name} at http://127.0.0.1:${server.address().port}/v1`);
});
