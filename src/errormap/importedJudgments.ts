import * as z from 'zod';
import { locateEvidence } from '../judge/evidence';
import type { ExampleEntry } from '../model/entry';
import type { ErrormapResult } from '../model/errormapResult';
import { itemOf } from '../model/item';
import type { Criterion, Judgment } from '../model/judgment';
import { exampleKey } from '../model/key';
import { OTHER } from './assign';

/** Where the results come from: the experiment's id, and when they were written (ISO 8601). */
export interface ErrormapRun {
  experiment: string;
  writtenAt: string;
}

const PROMPT = 'single_error_analysis';

const Reply = z.object({
  required_criteria: z
    .array(
      z.object({
        criterion: z.string(),
        present_in_wrong: z.boolean().catch(false),
        quality: z.enum(['correct', 'partially correct', 'incorrect']).nullable().catch(null),
        evidence: z.string().catch(''),
        comment: z.string().catch(''),
      }),
    )
    .catch([]),
});

/**
 * Finds the examples that results of the reference code speak of. First by the example's key, which is made of the
 * same texts; where pandas has changed a text or an id on the way (`007` is 7, `7` is 7.0, `NA` is nothing) by
 * dataset, id and model, when these name one example alone.
 */
export class ResultJoin {
  private readonly byKey = new Map<string, ExampleEntry>();
  private readonly byName = new Map<string, ExampleEntry | null>();

  constructor(entries: Iterable<ExampleEntry>) {
    for (const entry of entries) {
      this.byKey.set(entry.key, entry);
      const name = nameOf(entry);
      const other = this.byName.get(name);
      this.byName.set(name, other === undefined || other?.key === entry.key ? entry : null);
    }
  }

  /** `exact`: the example has the very texts that were judged. */
  find(result: ErrormapResult): { entry: ExampleEntry; exact: boolean } | undefined {
    const same = this.byKey.get(exampleKey(result));
    if (same) return { entry: same, exact: true };
    const named = this.byName.get(nameOf(result));
    return named ? { entry: named, exact: false } : undefined;
  }
}

function nameOf(example: Pick<ExampleEntry, 'dataset' | 'id' | 'model'>): string {
  return JSON.stringify([itemOf(example), example.model]);
}

/**
 * A result as a judgment. The outermost category counts and the next one is the subcategory. Without a title the
 * judge found no error, or gave no reply that could be read: it abstained. With a title and no category all errors
 * of the run fell into one, which names nothing: "Other". Quotes are kept where they stand in the output.
 */
export function judgmentOf(
  result: ErrormapResult,
  { entry, exact }: { entry: ExampleEntry; exact: boolean },
  { experiment, writtenAt }: ErrormapRun,
): Judgment {
  const criteria = criteriaOf(result.judgeResponse);
  const quotes = criteria.map(({ evidence }) => evidence);
  // Of other texts the offsets would be wrong.
  const { evidence, dropped } = exact ? locateEvidence(result.output, quotes) : { evidence: [], dropped: 0 };
  const [category = OTHER, subcategory] = result.categories;
  const judged = result.title !== '';
  return {
    key: entry.key,
    category: judged ? category : '',
    ...(judged && subcategory !== undefined ? { subcategory } : {}),
    title: result.title,
    summary: result.summary,
    criteria,
    evidence,
    ...(dropped > 0 ? { droppedEvidence: dropped } : {}),
    // The reference code asks for none.
    confidence: judged ? 1 : 0,
    judge: {
      kind: 'errormap',
      model: result.judgeModel || 'unknown',
      promptVersion: PROMPT,
      taxonomy: `errormap@${experiment}`,
    },
    createdAt: writtenAt,
    status: judged ? 'judged' : 'abstained',
  };
}

function criteriaOf(reply: string): Criterion[] {
  const parsed = Reply.safeParse(parsedOrNull(reply));
  if (!parsed.success) return [];
  return parsed.data.required_criteria.map(({ present_in_wrong, ...rest }) => ({
    ...rest,
    presentInOutput: present_in_wrong,
  }));
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
