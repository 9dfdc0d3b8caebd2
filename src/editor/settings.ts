import * as vscode from 'vscode';
import * as z from 'zod';
import { Price } from '../judge/openai/price';
import { REDACTIONS } from '../judge/redact/redaction';

const SECTION = 'errorAtlas';

const JudgeSettings = z.object({
  kind: z.enum(['offline', 'openai', 'editor']),
  baseUrl: z.string().trim(),
  model: z.string().trim(),
  /** Name of the environment variable with the key; empty when it is in the secret storage. */
  apiKeyEnv: z.string().trim(),
  concurrency: z.int().min(1).max(256),
  correctPredictions: z.int().min(0).max(3),
  /** How many corrections a judge sees with each example. */
  exemplars: z.int().min(0).max(8),
  /** US dollars that a run may cost. */
  budgetUsd: z.number().positive().nullable(),
  /** What is taken out of texts before they are sent. */
  redact: z.enum(REDACTIONS),
  /** Whether a key may go over a connection that others can read along. */
  allowHttp: z.boolean(),
  /** By model; they go before the built-in ones. */
  prices: z.record(z.string(), Price),
  /** Seconds that an answer may take. */
  timeout: z.number().min(1),
  /** Minutes that a run may take. */
  timeLimit: z.number().positive().nullable(),
});
export type JudgeSettings = z.infer<typeof JudgeSettings>;

/**
 * What the user chose. The judge's settings have application scope in package.json: a workspace
 * can neither choose a judge nor point a key at another address.
 */
export function judgeSettings(): JudgeSettings {
  return read('judge', JudgeSettings);
}

export async function chooseJudge(
  chosen: Partial<Pick<JudgeSettings, 'kind' | 'baseUrl' | 'model' | 'apiKeyEnv'>>,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.judge`);
  for (const [name, value] of Object.entries(chosen)) {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

const FileSettings = z.object({
  include: z.string(),
  exclude: z.string(),
});

export function fileSettings(): z.infer<typeof FileSettings> {
  return read('files', FileSettings);
}

/**
 * The editor marks a value of another type in settings.json, but hands it out all the same: what can't
 * be used counts as not set, so that package.json's default holds.
 */
function read<Schema extends z.ZodObject>(group: string, schema: Schema): z.infer<Schema> {
  const settings = vscode.workspace.getConfiguration(`${SECTION}.${group}`);
  const values = Object.entries(schema.shape).map(([name, type]) => {
    const given: unknown = settings.get(name);
    return [name, z.safeParse(type, given).success ? given : settings.inspect(name)?.defaultValue];
  });
  return schema.parse(Object.fromEntries(values));
}

/** By dataset; what is no number is no threshold. */
export function thresholds(): Record<string, number> {
  const given = vscode.workspace.getConfiguration(SECTION).get<Record<string, unknown>>('thresholds');
  return Object.fromEntries(
    Object.entries(given ?? {}).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
  );
}

/** The id of the taxonomy that judges use; no path, so that a workspace can't point at files elsewhere. */
export function taxonomyId(): string {
  const given: unknown = vscode.workspace.getConfiguration(SECTION).get('taxonomy');
  return typeof given === 'string' && given.trim() !== '' ? given.trim() : 'erroratlas';
}

/** For this workspace; without one for all windows. */
export async function chooseTaxonomyId(id: string): Promise<void> {
  const hasWorkspace = vscode.workspace.workspaceFolders !== undefined;
  const target = hasWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  // The default need not stand in a file.
  await vscode.workspace.getConfiguration(SECTION).update('taxonomy', id === 'erroratlas' ? undefined : id, target);
}

export function inlineEnabled(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('inline.enabled', true);
}

export function codeLensEnabled(): boolean {
  return vscode.workspace.getConfiguration(SECTION).get('codeLens.enabled', true);
}

export function storageKind(): 'workspace' | 'extension' {
  return vscode.workspace.getConfiguration(SECTION).get('storage', 'workspace');
}

/** Calls back when one of the named settings (`judge`, `files.include`, …) has changed. */
export function onSettingsChange(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) listener();
  });
}

/** Opens the settings page at our settings that match `query`. */
export function openSettings(query: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.${query}`);
}
