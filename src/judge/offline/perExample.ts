import type { Example } from '../../model/example';

/** Computes a thing once for each example: several rules look at the same steps and answers. */
export function perExample<T>(compute: (example: Example) => T): (example: Example) => T {
  const known = new WeakMap<Example, { value: T }>();
  return (example) => {
    const before = known.get(example);
    if (before !== undefined) return before.value;
    const value = compute(example);
    known.set(example, { value });
    return value;
  };
}
