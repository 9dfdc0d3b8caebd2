// SmolLM2-135M-Instruct and Gemma 3 270M, run with node-llama-cpp. Greedy, one thread: the same text on every run
// of the same build.
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// The instruct model gets its own chat template; the base model has none, so it gets a plain question-and-answer page.
const SMOL = {
  file: 'smollm2-135m-instruct.gguf',
  render: (messages) =>
    `${messages.map((m) => `<|im_start|>${m.role}\n${m.content}<|im_end|>\n`).join('')}<|im_start|>assistant\n`,
  stops: ['<|im_end|>'],
};
const GEMMA = {
  file: 'gemma-3-270m.gguf',
  render: (messages) => `${messages.map((m) => `Question: ${m.content}`).join('\n')}\nAnswer:`,
  stops: ['\nQuestion:'],
};

export function realModels(modelsDir, nodeModules) {
  const real = (spec) => lazily(() => load(spec, modelsDir, nodeModules));
  return { 'smollm2-135m-instruct': real(SMOL), 'gemma-3-270m': real(GEMMA) };
}

/** Loads a model with its first request: a run of the scripted models needs no model file. */
function lazily(loadModel) {
  let loaded;
  return async (request) => {
    loaded ??= loadModel();
    return (await loaded)(request);
  };
}

async function load(spec, modelsDir, nodeModules) {
  const entry = path.join(nodeModules, 'node-llama-cpp', 'dist', 'index.js');
  const { getLlama, LlamaCompletion } = await import(pathToFileURL(entry).href);
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' });
  const model = await llama.loadModel({ modelPath: path.join(modelsDir, spec.file) });
  const context = await model.createContext({ contextSize: 2048, threads: 1 });
  const sequence = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: sequence });

  return async ({ messages, prompt, stops, maxTokens }) => {
    // What is left of the request before would change the numbers a little, and with them the text.
    await sequence.clearHistory();
    const tokens = model.tokenize(messages ? spec.render(messages.map(plain)) : prompt, true);
    const { response, metadata } = await completion.generateCompletionWithMeta(tokens, {
      maxTokens,
      temperature: 0,
      customStopTriggers: [...spec.stops, ...stops].filter(Boolean),
    });
    return {
      text: messages ? response.trim() : response,
      finish: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
      usage: [tokens.length, model.tokenize(response).length],
    };
  };
}

/** A message with its content as one string (clients may send a list of parts). */
function plain({ role, content }) {
  return { role, content: typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('') };
}
