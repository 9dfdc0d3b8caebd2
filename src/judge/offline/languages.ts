/** Languages that texts are told apart by here: by their script, or by their most frequent short words. */
export type LanguageName = keyof typeof WORDS | keyof typeof SCRIPTS;

const SCRIPTS = {
  Chinese: /\p{Script=Han}/gu,
  Japanese: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  Korean: /\p{Script=Hangul}/gu,
  Russian: /\p{Script=Cyrillic}/gu,
  Arabic: /\p{Script=Arabic}/gu,
  Hebrew: /\p{Script=Hebrew}/gu,
  Greek: /\p{Script=Greek}/gu,
  Hindi: /\p{Script=Devanagari}/gu,
  Thai: /\p{Script=Thai}/gu,
} as const;

const WORDS = {
  English: 'the and is are was were of to in that it for with this as on be by from have has not which you they',
  French: 'le la les des est et une un du que qui dans pour pas sur avec sont il elle nous vous ce cette au aux plus',
  German: 'der die das und ist nicht ein eine den dem des mit auf für von sich wird sind auch es im zu wir ich als',
  Spanish: 'el los las es y una un del que en por para con no se su son más como está al lo pero hay',
  Italian: 'il gli è e una un del della che di per con non si sono più come nel alla le lo anche questo questa',
  Portuguese: 'o os as é e uma um do da que em por para com não se são mais como no na está ao pelo você',
  Dutch: 'de het een en is van niet dat op te zijn met voor aan er ook als maar bij wordt deze naar ze',
} as const;

const WORD_SETS = Object.entries(WORDS).map(([name, words]) => ({
  name: name as keyof typeof WORDS,
  words: new Set(words.split(' ')),
}));

/** Fewest words that tell a language; a name or a number alone is of none. */
const FEWEST_WORDS = 5;

/** The language that a text is in, by a clear majority; `null` when it is too short or mixed. */
export function languageOf(text: string): LanguageName | null {
  const sample = text.slice(0, 5000).replace(/```[\s\S]{0,5000}?```/g, ' ');
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 12) return null;
  const kana = sample.match(SCRIPTS.Japanese)?.length ?? 0;
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const count = sample.match(script)?.length ?? 0;
    if (count < letters * 0.6) continue;
    return kana > letters * 0.1 ? 'Japanese' : (name as LanguageName);
  }
  if (kana > letters * 0.2) return 'Japanese';
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < FEWEST_WORDS) return null;
  const [best, next] = WORD_SETS.map(({ name, words: known }) => ({
    name,
    hits: words.filter((word) => known.has(word)).length,
  })).sort((a, b) => b.hits - a.hits);
  if (
    best === undefined ||
    next === undefined ||
    best.hits < Math.max(3, words.length * (words.length < 10 ? 0.4 : 0.15))
  )
    return null;
  return best.hits >= next.hits * 2 ? best.name : null;
}

/** The language's name in a demand ("answer in French"), `null` for a word that is none that we know. */
export function languageNamed(word: string): LanguageName | null {
  const name = word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
  return name in WORDS || name in SCRIPTS ? (name as LanguageName) : null;
}
