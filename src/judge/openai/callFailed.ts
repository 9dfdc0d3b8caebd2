/** A call that failed for this example only; its message becomes the judgment's `error`. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}
