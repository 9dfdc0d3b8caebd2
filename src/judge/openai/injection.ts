import { basename } from 'node:path/posix';
import type { Example } from '../../model/example';
import type { Judgment } from '../../model/judgment';
import { isTrajectory, serialiseTrajectory } from '../trajectory';

/** How much of each text is looked at, in UTF-16 units from either end: what a prompt has room for. */
const LOOKED_AT = 10_000;
/** How much of what was found is shown. */
const SHOWN = 100;

interface Sign {
  pattern: RegExp;
  /** Tasks give orders, name roles and ask for JSON: there such words are no sign. */
  inTasks: boolean;
}

const ORDER = '(?:ignore|disregard|forget|override|overrule|bypass|skip|do not follow|stop following)';
const RULES =
  '(?:instructions?|prompts?|rules?|taxonom(?:y|ies)|categor(?:y|ies)|guidelines?|criteria|orders|system message|everything (?:above|before)|(?:all|the) above)';
const JUDGE =
  '(?:judge|grader|evaluator|examiner|assessor|annotator|reviewer|analyst|llm|ai (?:model|assistant|system))';

/** Looked for in folded text: lower case, plain letters, single spaces but for line breaks. */
const SIGNS: readonly Sign[] = [
  { pattern: new RegExp(`\\b${ORDER}\\b[^.\\n]{0,60}\\b${RULES}\\b`), inTasks: true },
  {
    pattern: new RegExp(
      `\\b(?:note|message|memo|attention|instructions?|orders?|dear|hey|hello)\\W{1,3}(?:(?:to|for|of)\\W)?(?:the |all |any )?${JUDGE}s?\\b`,
    ),
    inTasks: true,
  },
  {
    pattern: new RegExp(
      `\\b(?:you|the ${JUDGE}) (?:must|should|shall|will|have to|are (?:now )?(?:required|ordered|to)|may only)\\b[^.\\n]{0,60}\\b(?:mark|grade|rate|score|label|classify|categori[sz]e|judge|category|title|verdict|confidence|json)\\b`,
    ),
    inTasks: false,
  },
  {
    pattern:
      /\b(?:mark|grade|rate|score|label|classify|categori[sz]e|judge|treat|count|accept|report)\b[^.\n]{0,40}\b(?:this|it|me|answer|output|response|solution|item|example|everything)\b[^.\n]{0,40}\b(?:as|to be|with|:)\b[^.\n]{0,30}\b(?:correct|right|pass(?:ed|ing)?|true|perfect|full marks|no error|error-free|valid|category|other|confidence)\b/,
    inTasks: false,
  },
  {
    pattern:
      /\b(?:set|choose|use|pick|assign|output|return|write|put)\b[^.\n]{0,30}\b(?:the )?(?:category|title|confidence|verdict)\b[^.\n]{0,20}(?:\bto\b|\bas\b|=|:)/,
    inTasks: false,
  },
  {
    pattern:
      /\b(?:answer|reply|respond|output)(?: only| just)? (?:with|in)\b[^.\n]{0,30}\b(?:category|title|verdict|confidence|"|\{)/,
    inTasks: false,
  },
  {
    pattern:
      /\b(?:new|updated|real|actual|revised|changed|additional) (?:system )?(?:instructions?|rules?|taxonomy|task)\b\s*[:=]/,
    inTasks: true,
  },
  {
    pattern:
      /\b(?:system (?:prompt|message|override|notice|note)|developer (?:mode|message)|admin(?:istrator)? (?:override|mode|note))\b\s*[:\]>=—-]/,
    inTasks: false,
  },
  {
    pattern:
      /(?:end of (?:the )?(?:output|data|material|item|task|test|example)|begin (?:system|instructions))\b[^\n]{0,20}(?:\n|[:.=\]>#-])/,
    inTasks: false,
  },
  { pattern: /"criteria"\s*:\s*\[|"category"\s*:\s*"[^"\n]{1,60}"[^{}]{0,200}"confidence"\s*:/, inTasks: false },
  {
    pattern:
      /<\/?(?:task|choices|steps|reference|passed|remark|output|exemplars)[-_ ]?\d[\w-]{2,12}>|<<<\s*(?:end )?[a-z' ]+ \w{4,}\s*>>>/,
    inTasks: true,
  },
  {
    pattern:
      /<\s?\|\s?im_start\s?\|>\s*(?:system|developer)|<\s?\|start_header_id\|>\s*system|<<sys>>|<\/?system>|(?:^|\n)#{0,4} ?\[?(?:system|developer)\]?\s*:/,
    inTasks: false,
  },
];

/** Letters of other scripts that look like Latin ones. */
const LOOK_ALIKES = lookAlikes('аеорсхуіјѕԁһӏοαρνιτ', 'aeopcxyijsdhloapvit');

function lookAlikes(signs: string, letters: string): ReadonlyMap<string, string> {
  return new Map([...signs].map((sign, i) => [sign, letters[i] ?? sign]));
}

/**
 * Says which text of an example seems to talk to whoever judges it, with its words; `undefined` when none does.
 * A sign and not a proof: it changes no verdict, and an attempt in words of its own goes unseen.
 * Looks through full-width and look-alike letters, invisible signs, and text hidden in tag characters.
 */
export function suspectedInjection(example: Example): string | undefined {
  for (const [name, text, isTask] of textsOf(example)) {
    const found = signIn(text, isTask);
    if (found !== undefined) return `The ${name} seems to address its judge: “${found}”`;
  }
  return undefined;
}

/** The same, as it stands on a judgment. */
export function suspicionOf(example: Example): Pick<Judgment, 'suspectedInjection'> {
  const found = suspectedInjection(example);
  return found === undefined ? {} : { suspectedInjection: found };
}

function* textsOf(example: Example): Generator<[name: string, text: string, isTask: boolean]> {
  yield ['output', example.output, false];
  yield ['task', example.input, true];
  if (example.messages && isTrajectory(example))
    yield ['trajectory', serialiseTrajectory(example.messages).text, false];
  yield ['options', (example.choices ?? []).join('\n'), true];
  yield ['reference', example.references.join('\n'), false];
  yield ["grader's remark", example.explanation ?? '', false];
  // None of these is sent; whoever writes orders into them means a reader all the same.
  yield ['id', example.id, false];
  yield ['dataset name', example.dataset, false];
  yield ['model name', example.model, false];
  yield ['file name', basename(example.source.path.replaceAll('\\', '/')), false];
}

function signIn(text: string, isTask: boolean): string | undefined {
  const ends = text.length <= 2 * LOOKED_AT ? [text] : [text.slice(0, LOOKED_AT), text.slice(-LOOKED_AT)];
  for (const end of ends) {
    const hidden = hiddenText(end);
    if (hidden !== undefined) return shown(hidden);
    const folded = fold(end);
    for (const { pattern, inTasks } of SIGNS) {
      const match = isTask && !inTasks ? null : pattern.exec(folded);
      if (match) return shown(folded.slice(match.index, match.index + SHOWN));
    }
  }
  return undefined;
}

/** What is written in tag characters, which no font shows; flags of regions, which end in one of them, are none. */
function hiddenText(text: string): string | undefined {
  const tags = text.replace(/\u{1F3F4}[\u{E0020}-\u{E007F}]+/gu, '').match(/[\u{E0020}-\u{E007E}]/gu) ?? [];
  if (tags.length < 4) return undefined;
  return tags.map((tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000)).join('');
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .replace(/[^\0-\u024f]/gu, (sign) => LOOK_ALIKES.get(sign) ?? sign)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^\S\n]+/g, ' ');
}

function shown(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, SHOWN);
}
