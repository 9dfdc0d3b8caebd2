/** Names come from files: they are text, whatever they look like. */
export function markdownText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+\-.!|~&]/g, (sign) => `\\${sign}`);
}
