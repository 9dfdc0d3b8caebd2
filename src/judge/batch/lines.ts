/** Silence for so long ends a download, milliseconds. */
const STALL_MS = 60_000;

/**
 * The lines of a body as they come; empty ones are left out. Only line feeds end a line: JSON may hold
 * any other break. Throws `Error` when the body breaks off or stalls, and `signal.reason`.
 */
export async function* linesOf(response: Response, signal: AbortSignal, stallMs = STALL_MS): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of chunksOf(response, signal, stallMs)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield rest;
}

async function* chunksOf(response: Response, signal: AbortSignal, stallMs: number): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), signal, stallMs);
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function inTime<T>(work: Promise<T>, signal: AbortSignal, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the download stalled for ${ms / 1000} s`)), ms);
    const cancel = () => reject(signal.reason);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(settle);
  });
}
