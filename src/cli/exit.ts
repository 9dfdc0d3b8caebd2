/** What the process tells its caller: all done, some of it failed, or it was asked the wrong thing. */
export const EXIT = { ok: 0, partial: 1, usage: 2 } as const;

/** Something is wrong with what the user gave: a path, an option, a file. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
