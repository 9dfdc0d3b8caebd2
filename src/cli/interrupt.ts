/**
 * Aborts at the first Ctrl-C, or when a CI system ends the job: no new work is taken, and all that is
 * done is kept. The second one ends the process.
 */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error('Cancelled.')));
  }
  return controller.signal;
}
