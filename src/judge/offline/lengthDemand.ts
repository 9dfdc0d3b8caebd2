import { NUMBER_WORDS } from './numberWords';

/** What lengths are counted in. */
export type LengthUnit = 'words' | 'characters' | 'sentences' | 'paragraphs' | 'lines' | 'bullet points';

/** A length that a task fixes, in the task's own words. */
export interface LengthDemand {
  phrase: string;
  unit: LengthUnit;
  atLeast: number | null;
  atMost: number | null;
}

const NUMBER = '(\\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)';
const UNIT = '(words?|characters?|sentences?|paragraphs?|lines?|bullet points?|bullets|numbered (?:items|points))';
/** Bound, number, unit: "at most 20 words", "exactly three bullet points", "in 2 sentences", "a 50-word summary". */
const DEMAND = new RegExp(
  `\\b(exactly|at least|at most|no more than|no fewer than|not more than|not exceed(?:ing)?|up to|a maximum of|a minimum of|maximum|minimum|fewer than|less than|more than|under|over|within|(?:answer|reply|respond|write|explain|describe|summari[sz]e)\\b[^.!?\\n]{0,80}?\\bin)\\s(?:only |just )?${NUMBER}\\s(?:short |complete |full |or fewer |or less )?${UNIT}(\\s(?:or (?:fewer|less|more)|at most|at least|maximum|minimum))?\\b`,
  'gi',
);
const BETWEEN = new RegExp(`\\bbetween ${NUMBER} and ${NUMBER} ${UNIT}\\b`, 'gi');

/** "in two or three sentences", "in 40 to 60 words" */
const RANGE = new RegExp(
  `\\b(?:in|with|using|of)\\s${NUMBER}(?:\\sor\\s|\\sto\\s|\\s?[-–]\\s?)${NUMBER}\\s(?:short |complete |full )?${UNIT}\\b`,
  'gi',
);

/** "(three lines)" */
const IN_BRACKETS = new RegExp(`\\((?:exactly |in |use )?${NUMBER}\\s(?:short )?${UNIT}\\)`, 'gi');

/** The lengths that a task demands of the output. */
export function lengthDemands(input: string): LengthDemand[] {
  const demands: LengthDemand[] = [];
  for (const match of [...input.matchAll(BETWEEN), ...input.matchAll(RANGE)]) {
    const [phrase, low = '', high = '', unit = ''] = match;
    demands.push({ phrase, unit: unitOf(unit), atLeast: numberNamed(low), atMost: numberNamed(high) });
  }
  for (const match of input.matchAll(IN_BRACKETS)) {
    const [phrase, amount = '', unit = ''] = match;
    const value = numberNamed(amount);
    demands.push({ phrase, unit: unitOf(unit), atLeast: value, atMost: value });
  }
  for (const match of input.matchAll(DEMAND)) {
    const [phrase, bound = '', amount = '', unit = '', after = ''] = match;
    const value = numberNamed(amount);
    const words = `${bound} ${after}`.toLowerCase();
    const least = /at least|no fewer|minimum|or more/.test(words);
    const more = /more than|^over/.test(words) && !/no more|not more/.test(words);
    const fewer = /fewer than|less than|under/.test(words) && !/no fewer/.test(words);
    const most = /at most|no more|not more|exceed|up to|maximum|within|or (?:fewer|less)/.test(words);
    const demand = { phrase: shortened(phrase), unit: unitOf(unit) };
    if (least) demands.push({ ...demand, atLeast: value, atMost: null });
    else if (more) demands.push({ ...demand, atLeast: value + 1, atMost: null });
    else if (fewer) demands.push({ ...demand, atLeast: null, atMost: value - 1 });
    else if (most) demands.push({ ...demand, atLeast: null, atMost: value });
    else demands.push({ ...demand, atLeast: value, atMost: value });
  }
  return demands.filter(({ atLeast, atMost }) => (atLeast ?? 1) > 0 && (atMost ?? 1) > 0);
}

/** How long a text is in a unit. */
export function lengthIn(unit: LengthUnit, text: string): number {
  switch (unit) {
    case 'words':
      return text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
    case 'characters':
      return [...text.trim()].length;
    case 'sentences':
      return text.trim() === '' ? 0 : sentencesOf(text);
    case 'paragraphs':
      return text.split(/\n[ \t]{0,80}\n/).filter((part) => part.trim() !== '').length;
    case 'lines':
      return text.split('\n').filter((line) => line.trim() !== '').length;
    case 'bullet points':
      return text.split('\n').filter((line) => /^\s{0,8}(?:[-*•+]|\d{1,3}[.)])\s/.test(line)).length;
  }
}

/** Sentence ends before a capital letter or the text's end; what has none is one sentence. */
function sentencesOf(text: string): number {
  const ends = text.trim().match(/[.!?。！？]["'”’)\]]?(?=\s+["'“‘(]?\p{Lu}|\s*$)|[。！？](?=\S)/gu)?.length ?? 0;
  return Math.max(1, ends);
}

/** How much one may count differently: hyphens, numbers, headings, abbreviations. */
export function slackIn(unit: LengthUnit, wanted: number): number {
  if (unit === 'words') return Math.max(1, Math.ceil(wanted * 0.05));
  if (unit === 'characters') return Math.max(1, Math.ceil(wanted * 0.02));
  return 0;
}

function unitOf(unit: string): LengthUnit {
  const plain = unit.toLowerCase();
  if (plain.startsWith('bullet') || plain.startsWith('numbered')) return 'bullet points';
  return (plain.endsWith('s') ? plain : `${plain}s`) as LengthUnit;
}

function numberNamed(text: string): number {
  const spoken = NUMBER_WORDS.indexOf(text.toLowerCase());
  return spoken >= 0 ? spoken : Number(text);
}

function shortened(phrase: string): string {
  return phrase.length > 60 ? `…${phrase.slice(-50)}` : phrase;
}
