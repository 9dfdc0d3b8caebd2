import picomatch from 'picomatch';
import * as z from 'zod';
import { FormatId } from '../model/example';
import type { FieldMapping } from './generic/mapping';

/** How a file is to be read where the user says so; what is absent the reader decides. */
export interface ReadChoices {
  /** The fields of a file that no tool of ours has written; such a file is an evaluation whatever it looks like. */
  mapping?: FieldMapping;
  /** Which of several metrics counts, of those that fit the file the first. */
  metrics?: readonly MetricChoice[];
}

export type MetricChoice = Pick<MetricRule, 'metric' | 'format'>;

const field = z.string().min(1, 'a field is named by at least one character');

/** The roles of a mapping as users write them, in settings and on the command line. */
export const MappingRoles = z.strictObject({
  output: field,
  input: field.optional(),
  references: field.optional(),
  score: field.optional(),
  passed: field.optional(),
  direction: z.enum(['higher', 'lower']).optional(),
  id: field.optional(),
  model: field.optional(),
  dataset: field.optional(),
  error: field.optional(),
  finishReason: field.optional(),
  explanation: field.optional(),
  choices: field.optional(),
});
export type MappingRoles = z.infer<typeof MappingRoles>;

const glob = z.string().trim().min(1, 'a glob is needed, such as **/*.jsonl');

export const MappingRule = MappingRoles.extend({ glob });
export type MappingRule = z.infer<typeof MappingRule>;

export const MetricRule = z.strictObject({
  glob: glob.default('**'),
  /** Only files of this tool. */
  format: FormatId.optional(),
  metric: z.string().trim().min(1, 'a metric is needed'),
});
export type MetricRule = z.infer<typeof MetricRule>;

/** The choices that users have written down by glob; the first rule that fits a file counts. */
export class ReadRules {
  private readonly mappings: readonly { matches: Matcher; rule: MappingRule }[];
  private readonly metrics: readonly { matches: Matcher; rule: MetricRule }[];

  constructor(mappings: readonly MappingRule[] = [], metrics: readonly MetricRule[] = []) {
    this.mappings = mappings.map((rule) => ({ matches: matcherOf(rule.glob), rule }));
    this.metrics = metrics.map((rule) => ({ matches: matcherOf(rule.glob), rule }));
  }

  /** `names`: what the file may be called in a glob (its path, and its path within the folder that is open). */
  of(names: readonly string[]): ReadChoices | undefined {
    const plain = names.map((name) => name.replaceAll('\\', '/'));
    const mapping = this.mappings.find(({ matches }) => plain.some(matches))?.rule;
    const metrics = this.metrics.filter(({ matches }) => plain.some(matches)).map(({ rule }) => rule);
    if (!mapping && metrics.length === 0) return undefined;
    return {
      ...(mapping && { mapping: fieldsOf(mapping) }),
      ...(metrics.length > 0 && {
        metrics: metrics.map(({ metric, format }) => ({ metric, ...(format && { format }) })),
      }),
    };
  }
}

/** The metric that was chosen for files of a format; undefined where the tool's main one counts. */
export function chosenMetric(choices: ReadChoices | undefined, format: FormatId): string | undefined {
  return choices?.metrics?.find((choice) => choice.format === undefined || choice.format === format)?.metric;
}

export function fieldsOf({ passed, score, references, ...rest }: MappingRoles): FieldMapping {
  const { glob: _, ...roles } = rest as typeof rest & { glob?: string };
  const verdict = passed ?? score;
  return {
    ...roles,
    ...(references !== undefined && { reference: references }),
    ...(verdict !== undefined && { verdict }),
    ...(passed !== undefined && score !== undefined && { score }),
  };
}

type Matcher = (path: string) => boolean;

/** As in the editor's settings: a glob without a slash is for names in any folder. */
function matcherOf(pattern: string): Matcher {
  const options = { dot: true, noextglob: true, basename: !pattern.includes('/') };
  const matches = picomatch(pattern.replace(/^\.\//, ''), options);
  // What else it is given, such as an index, it takes for options.
  return (path) => matches(path);
}
