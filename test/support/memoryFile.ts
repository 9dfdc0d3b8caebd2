import type { FileAccess } from '../../src/readers/reader';

/** Files of one folder, in memory; chunks of `chunkBytes` bytes, so that borders fall anywhere. */
export function memoryFolder(
  contents: Readonly<Record<string, string | Uint8Array>>,
  { folder = 'runs/model-a', chunkBytes = 64 * 1024 } = {},
): (name: string) => FileAccess {
  const open = (name: string): FileAccess => {
    const content = contents[name];
    if (content === undefined) throw new Error(`${name} is not there`);
    const data = typeof content === 'string' ? Buffer.from(content) : content;
    return {
      path: `${folder}/${name}`,
      name,
      size: data.length,
      mtime: 0,
      async *stream(start = 0, end = data.length) {
        for (let at = start; at < end; at += chunkBytes) yield data.subarray(at, Math.min(end, at + chunkBytes));
      },
      bytes: async (offset, length) => data.subarray(offset, offset + length),
      siblings: async () => Object.keys(contents),
      sibling: async (other) => open(other),
    };
  };
  return open;
}

export function memoryFile(name: string, content: string | Uint8Array, chunkBytes = 64 * 1024): FileAccess {
  return memoryFolder({ [name]: content }, { chunkBytes })(name);
}
