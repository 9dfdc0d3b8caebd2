/** What each field of a reply is to hold, as the prompt shows it. */
const FIELDS = {
  need: 'criterion, up to 10 words',
  quote: 'shortest telling excerpt of the output, copied exactly, up to 12 words, or empty',
  note: 'up to 12 words or empty',
  summary: '1 or 2 sentences: what the model did or took for true, and why that is wrong',
  noise: '1 sentence or empty',
  title: "2 to 6 words: the skill that was lacking, without this item's details",
  category: 'one of the above',
} as const;

/** The form of a reply, its fields in writing order. */
export const REPLY_FORM = `{"criteria":[{"need":"${FIELDS.need}","state":"correct|partial|incorrect|absent","quote":"${FIELDS.quote}","note":"${FIELDS.note}"}],"summary":"${FIELDS.summary}","noise":"${FIELDS.noise}","title":"${FIELDS.title}","category":"${FIELDS.category}","confidence":0 to 1, that the category is right}`;

/** Weak models hand the form back as it is: then nothing was analysed. `text` may have lost its end. */
export function isCopiedFromForm(text: string): boolean {
  const start = text.trim().replace(/…$/, '');
  return start.length >= SHORTEST_COPY && Object.values(FIELDS).some((field) => field.startsWith(start));
}

const SHORTEST_COPY = 12;
