/** An endpoint that many people use, with what has to be known about it. */
export interface Preset {
  id: string;
  name: string;
  /** Up to and with the version; absent where everybody has an address of their own. */
  baseUrl?: string;
  key: 'needed' | 'optional' | 'none';
  /** The environment variable that usually holds the key there. */
  keyVariable?: string;
  /** For people: where texts go. */
  detail: string;
}

/** Endpoints that speak the OpenAI protocol; any other address can be typed in. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    key: 'needed',
    keyVariable: 'OPENAI_API_KEY',
    detail: 'Hosted. Needs an API key.',
  },
  {
    id: 'azure',
    name: 'Azure OpenAI',
    key: 'needed',
    keyVariable: 'AZURE_OPENAI_API_KEY',
    detail: 'Hosted, in a resource of your own. Needs its address, a deployment and a key.',
  },
  {
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    key: 'needed',
    keyVariable: 'OPENROUTER_API_KEY',
    detail: 'Hosted; passes texts on to the provider of the model. Needs an API key.',
  },
  { id: 'ollama', name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', key: 'none', detail: 'On this machine.' },
  {
    id: 'vllm',
    name: 'vLLM',
    baseUrl: 'http://127.0.0.1:8000/v1',
    key: 'optional',
    keyVariable: 'VLLM_API_KEY',
    detail: 'On this machine.',
  },
  { id: 'lmstudio', name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', key: 'none', detail: 'On this machine.' },
  {
    id: 'llamacpp',
    name: 'llama.cpp server',
    baseUrl: 'http://127.0.0.1:8080/v1',
    key: 'optional',
    keyVariable: 'LLAMA_API_KEY',
    detail: 'On this machine.',
  },
];

/** Servers that are looked for on this machine, when somebody chooses a judge. */
export const LOCAL_SERVERS: readonly LocalAddress[] = PRESETS.flatMap(({ id, name, baseUrl }) =>
  ['ollama', 'lmstudio', 'llamacpp'].includes(id) && baseUrl !== undefined ? [{ name, baseUrl }] : [],
);

export interface LocalAddress {
  name: string;
  baseUrl: string;
}

/**
 * The base URL of an Azure resource. Without an API version it is that of the v1 API, where the model is
 * the deployment; a dated version wants the deployment in the path.
 * Throws `TypeError` when `address` is none.
 */
export function azureBaseUrl(address: string, deployment: string, apiVersion: string): string {
  const { origin } = new URL(address.trim());
  if (apiVersion === '') return `${origin}/openai/v1`;
  const path = `/openai/deployments/${encodeURIComponent(deployment)}`;
  return `${origin}${path}?api-version=${encodeURIComponent(apiVersion)}`;
}
