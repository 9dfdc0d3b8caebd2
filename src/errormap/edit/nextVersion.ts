/**
 * The version after this one: `1` → `2`, `1.4` → `1.5`; behind anything else, such as the hash of a built
 * taxonomy, comes a count: `1f0c55b2` → `1f0c55b2-2`. Versions that are taken are passed over.
 */
export function nextVersion(version: string, isTaken: (version: string) => boolean = () => false): string {
  const parts = /^((?:\d+\.)*)(\d{1,6})$/.exec(version) ?? /^(.*-)(\d{1,6})$/.exec(version);
  const start = parts?.[1] ?? `${version}-`;
  for (let n = parts ? Number(parts[2]) + 1 : 2; ; n++) if (!isTaken(`${start}${n}`)) return `${start}${n}`;
}
