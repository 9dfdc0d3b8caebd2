/** How often something is met in so many. */
export interface Proportion {
  count: number;
  of: number;
}

/**
 * Wilson's 95 % interval of a proportion, which stays within 0..1 and tells something even of 0 in 5.
 * [0, 1] where nothing was counted.
 */
export function proportionInterval({ count, of }: Proportion): [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959964;
  const share = count / of;
  const centre = share + (z * z) / (2 * of);
  const reach = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return [Math.max(0, (centre - reach) / scale), Math.min(1, (centre + reach) / scale)];
}
