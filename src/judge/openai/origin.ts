/** Scheme, host and port; the text itself when it is no address. */
export function originOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
}

/** Servers on this machine (Ollama, vLLM, llama.cpp …) usually want no key. */
export function isLoopback(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** Whether everybody on the way can read what is sent, a key above all. */
export function isReadableOnTheWay(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && new URL(baseUrl).protocol === 'http:' && !isLoopback(baseUrl);
}
