const LIMIT_NAMES =
  /^(?:max_gen_toks|max_tokens|max_new_tokens|max_completion_tokens|max_output_tokens|maxTokens|maxOutputTokens)$/;

/** The generation limit somewhere in the tool's metadata, at most three levels down. */
export function tokenLimit(value: unknown, depth: number): number | null {
  if (typeof value !== 'object' || value === null || depth > 3) return null;
  for (const [name, inner] of Object.entries(value).slice(0, 100)) {
    if (LIMIT_NAMES.test(name) && typeof inner === 'number' && inner > 0) return inner;
    const found = tokenLimit(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** About as many tokens as models make of English and digits: a word 1.15, a digit group of 1 and a mark 1. */
export function tokensAbout(output: string): number {
  const pieces = output.slice(0, 100_000).match(/\p{L}+|\d|[^\s\p{L}\d]|\n/gu) ?? [];
  return pieces.length * 1.05 * (output.length > 100_000 ? output.length / 100_000 : 1);
}
