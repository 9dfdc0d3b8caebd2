/** A stretch of a longer text and where it begins there. */
export interface TextPart {
  text: string;
  offset: number;
}

/** How much of each end of an output the rules read, in UTF-16 units. */
const END_LENGTH = 100_000;

/**
 * The parts of an output that rules look at: all of it, or its head and tail when it is longer than
 * 200,000 units. A model's reasoning and answer stand at the ends; what lies between in an output of a
 * megabyte is a dump or a loop, and the time of a rule must not grow with it.
 */
export function scannedParts(text: string): TextPart[] {
  if (text.length <= 2 * END_LENGTH) return [{ text, offset: 0 }];
  return [
    { text: text.slice(0, END_LENGTH), offset: 0 },
    { text: text.slice(-END_LENGTH), offset: text.length - END_LENGTH },
  ];
}

/** The end of an output, where its last answer stands. */
export function scannedTail(text: string): TextPart {
  const offset = Math.max(0, text.length - END_LENGTH);
  return { text: text.slice(offset), offset };
}

/** The beginning of a text: of an input, a reference or an explanation only this much is read. */
export function scannedHead(text: string): string {
  return text.slice(0, END_LENGTH);
}
