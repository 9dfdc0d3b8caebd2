import { relative } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import * as z from 'zod';
import { MappingRoles, MappingRule, type ReadChoices, ReadRules } from '../readers/choices';

/** How files are to be read, by `--map` and `--metric`. */
export interface ReadingOptions {
  map?: MappingRule[];
  metric?: string;
}

export function mapOption(): Option {
  return new Option(
    '--map <rule>',
    'read fields as said: "glob: input=question,output=answer,score=ok" (repeatable)',
  ).argParser(addMapping);
}

export function metricOption(): Option {
  return new Option('--metric <name>', 'which of several metrics decides, where a file has it');
}

/** What the options say about a file; its path in a glob is relative to the working directory, or whole. */
export function choicesIn({ map, metric }: ReadingOptions): (path: string) => ReadChoices | undefined {
  const rules = new ReadRules(map, metric === undefined ? [] : [{ glob: '**', metric }]);
  return (path) => rules.of([path, relative(process.cwd(), path)]);
}

const ROLES = Object.keys(MappingRoles.shape);
const ROLE = `(?:${ROLES.join('|')})`;
/** A glob may hold a colon (a drive), and names of fields may hold commas: a role's name says where each ends. */
const RULE = /^(?<glob>.+?):\s*(?<fields>[A-Za-z]+=.*)$/s;
const BETWEEN = new RegExp(`,\\s*(?=${ROLE}=)`);

function addMapping(text: string, before: MappingRule[] = []): MappingRule[] {
  const { glob, fields } = RULE.exec(text)?.groups ?? {};
  if (glob === undefined || fields === undefined) {
    throw new InvalidArgumentError("a rule is needed, such as 'runs/*.csv: input=question,output=answer,score=ok'.");
  }
  const pairs = fields.split(BETWEEN).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  const rule = MappingRule.safeParse({ glob, ...Object.fromEntries(pairs) });
  if (rule.success) return [...before, rule.data];
  const why = z.prettifyError(rule.error).replace(/\s+/g, ' ');
  throw new InvalidArgumentError(`${why}. There are ${ROLES.join(', ')}.`);
}
