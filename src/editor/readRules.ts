import * as vscode from 'vscode';
import * as z from 'zod';
import { MappingRule, MetricRule, type ReadChoices, ReadRules } from '../readers/choices';
import { namesOf } from './place';
import { onSettingsChange, openSettings } from './settings';

const MAPPINGS = 'fieldMappings';
const METRICS = 'metrics';
type RuleSetting = typeof MAPPINGS | typeof METRICS;

/** How the user wants files to be read: the settings for field mappings and metrics, as far as they make sense. */
export class ReadSettings implements vscode.Disposable {
  private rules = new ReadRules();
  private readonly told = new Set<string>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly disposables: vscode.Disposable[];

  constructor() {
    this.load();
    this.disposables = [
      this.changed,
      onSettingsChange([MAPPINGS, METRICS], () => {
        this.load();
        this.changed.fire();
      }),
    ];
  }

  /** What the user says about a file; undefined where the reader decides. */
  of(path: string): ReadChoices | undefined {
    return this.rules.of(namesOf(path));
  }

  /** Globs of files that are evaluations because the user says so. */
  mappedGlobs(): string[] {
    return entries(MAPPINGS, MappingRule).rules.map(({ glob }) =>
      glob.includes('/') ? glob.replace(/^\.\//, '') : `**/${glob}`,
    );
  }

  private load(): void {
    const mappings = entries(MAPPINGS, MappingRule);
    const metrics = entries(METRICS, MetricRule);
    this.rules = new ReadRules(mappings.rules, metrics.rules);
    for (const problem of [...mappings.problems, ...metrics.problems]) {
      if (!this.told.has(problem)) void tellProblem(problem);
      this.told.add(problem);
    }
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }
}

/** Adds a rule before all others, so that it counts. */
export async function addMapping(rule: MappingRule): Promise<void> {
  await writeRules(MAPPINGS, [rule, ...given(MAPPINGS).filter((other) => globOf(other) !== rule.glob)]);
}

export async function addMetric(rule: MetricRule): Promise<void> {
  const isSame = (other: unknown) =>
    globOf(other) === rule.glob && (other as Partial<MetricRule>).format === rule.format;
  await writeRules(METRICS, [rule, ...given(METRICS).filter((other) => !isSame(other))]);
}

/** Takes away the rule that counts for a file; false when there is none. */
export function forgetMapping(path: string): Promise<boolean> {
  return forget(MAPPINGS, MappingRule, (rule) => new ReadRules([rule]), path);
}

export function forgetMetric(path: string): Promise<boolean> {
  return forget(METRICS, MetricRule, (rule) => new ReadRules([], [rule]), path);
}

async function forget<Schema extends z.ZodType>(
  setting: RuleSetting,
  schema: Schema,
  rulesOf: (rule: z.infer<Schema>) => ReadRules,
  path: string,
): Promise<boolean> {
  const all = given(setting);
  const found = all.findIndex((entry) => {
    const rule = schema.safeParse(entry);
    return rule.success && rulesOf(rule.data).of(namesOf(path)) !== undefined;
  });
  if (found < 0) return false;
  await writeRules(setting, all.toSpliced(found, 1));
  return true;
}

/** In the workspace where there is one: paths mean something there. */
async function writeRules(setting: RuleSetting, rules: readonly unknown[]): Promise<void> {
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined;
  await vscode.workspace
    .getConfiguration('errorAtlas')
    .update(setting, rules, hasWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

function given(setting: RuleSetting): unknown[] {
  const value: unknown = vscode.workspace.getConfiguration('errorAtlas').get(setting);
  return Array.isArray(value) ? value : [];
}

function entries<Schema extends z.ZodType>(
  setting: RuleSetting,
  schema: Schema,
): { rules: z.infer<Schema>[]; problems: string[] } {
  const rules: z.infer<Schema>[] = [];
  const problems: string[] = [];
  for (const [at, entry] of given(setting).entries()) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) rules.push(parsed.data);
    else problems.push(`errorAtlas.${setting}, entry ${at + 1}: ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`);
  }
  return { rules, problems };
}

function globOf(entry: unknown): unknown {
  return (entry as Partial<MappingRule> | null)?.glob;
}

async function tellProblem(problem: string): Promise<void> {
  const open = 'Open Settings';
  const answer = await vscode.window.showWarningMessage(`${problem}. The entry is left out.`, open);
  if (answer === open) await openSettings(problem.startsWith(`errorAtlas.${METRICS}`) ? METRICS : MAPPINGS);
}
