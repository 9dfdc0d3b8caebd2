import { basename } from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../model/messageOf';
import { MappingRoles } from '../../readers/choices';
import { type FieldSample, fieldsIn } from '../../readers/generic/fields';
import type { FieldMapping } from '../../readers/generic/mapping';
import { countOutcomes } from '../../readers/survey';
import type { Evaluations } from '../evaluations';
import type { TreeNode } from '../evaluationsTree';
import { openFile } from '../openFile';
import { globFor, globForAll } from '../place';
import { addMapping, forgetMapping } from '../readRules';
import type { CommandTargets } from './target';

type RoleName = keyof MappingRoles;

/** The roles in the order in which people think of them. */
const ROLES: readonly { role: RoleName; label: string; meaning: string }[] = [
  { role: 'input', label: 'Input', meaning: 'what was asked: a text or chat messages' },
  { role: 'output', label: 'Output', meaning: 'what the model answered (needed)' },
  { role: 'references', label: 'References', meaning: 'the accepted answer or answers' },
  { role: 'score', label: 'Score', meaning: 'a number, or words such as pass and fail' },
  { role: 'passed', label: 'Passed', meaning: 'says right or wrong, beside a score' },
  { role: 'direction', label: 'Direction', meaning: 'whether more or less of the score is better' },
  { role: 'id', label: 'Id', meaning: 'names the question; the same in the files of other models' },
  { role: 'model', label: 'Model', meaning: 'otherwise the name of the file' },
  { role: 'dataset', label: 'Dataset', meaning: 'otherwise the name of the file' },
  { role: 'error', label: 'Error', meaning: 'set where the run crashed' },
  { role: 'finishReason', label: 'Stop reason', meaning: 'why the output ended' },
  { role: 'explanation', label: 'Explanation', meaning: 'what the grader said' },
  { role: 'choices', label: 'Choices', meaning: 'the options of a multiple choice question' },
];

/** Which fields of a table or of JSON rows hold what: looked at, changed, and taken back. */
export function registerMapFields(evaluations: Evaluations, targets: CommandTargets): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('errorAtlas.mapFields', async (argument?: TreeNode | vscode.Uri) => {
      const path = targets.anyFile(argument);
      if (path === undefined) tellNoFile();
      else await mapFields(evaluations, path);
    }),
    vscode.commands.registerCommand('errorAtlas.forgetMapping', async (argument?: TreeNode | vscode.Uri) => {
      const path = targets.anyFile(argument);
      if (path === undefined) tellNoFile();
      else if (!(await forgetMapping(path))) {
        void vscode.window.showInformationMessage(`ErrorAtlas: no mapping is set for ${basename(path)}.`);
      }
    }),
  );
}

async function mapFields(evaluations: Evaluations, path: string): Promise<void> {
  const name = basename(path);
  let found: Awaited<ReturnType<typeof fieldsIn>>;
  try {
    found = await fieldsIn(await openFile(path));
  } catch (error) {
    void vscode.window.showErrorMessage(`ErrorAtlas: ${name} can't be read: ${messageOf(error)}`);
    return;
  }
  if (!found || found.fields.length === 0) {
    void vscode.window.showInformationMessage(
      `ErrorAtlas: ${name} has no fields to map: it is no table, no JSON Lines and no JSON list of objects.`,
    );
    return;
  }
  const mapping = evaluations.choicesOf(path)?.mapping ?? found.guess;
  const chosen = await edit(path, found.fields, mapping === null ? {} : rolesOf(mapping));
  if (!chosen) return;
  if (chosen === 'forget') {
    await forgetMapping(path);
    return;
  }
  await addMapping(chosen);
  await evaluations.adopt(path);
  await tellResult(evaluations, path);
}

/** The mapping as a list: a role is picked and given a field, until all is as it should be. */
async function edit(path: string, fields: readonly FieldSample[], roles: Partial<MappingRoles>) {
  for (;;) {
    const picked = await pickRole(path, fields, roles);
    if (!picked) return undefined;
    if ('forget' in picked) return 'forget' as const;
    if ('role' in picked) {
      await assign(picked.role, fields, roles);
      continue;
    }
    const rule = MappingRoles.safeParse(roles);
    if (rule.success) return { glob: picked.glob, ...rule.data };
    void vscode.window.showWarningMessage('ErrorAtlas: say first which field holds the output.');
  }
}

type RolePick = vscode.QuickPickItem & ({ role: RoleName } | { glob: string } | { forget: true } | object);

async function pickRole(path: string, fields: readonly FieldSample[], roles: Partial<MappingRoles>) {
  const [own, all] = [globFor(path), globForAll(path)];
  const separator = (label: string): RolePick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const save: RolePick[] = [
    { label: '$(check) Save for This File', description: own, glob: own },
    { label: '$(files) Save for All Files Like It', description: all, glob: all },
  ];
  const items: RolePick[] = [
    // What is not ready to be saved stands last: first come the fields that it lacks.
    ...(roles.output === undefined ? [] : [...save, separator('fields')]),
    ...ROLES.map(({ role, label, meaning }) => {
      const detail = fields.find(({ name }) => name === roles[role])?.samples.join(' · ') || meaning;
      return { label, description: roles[role] ?? '—', detail, role };
    }),
    separator('all of it'),
    ...(roles.output === undefined ? save : []),
    { label: '$(discard) Forget Mapping', description: 'guess by the names again', forget: true },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `Map Fields of ${basename(path)}`,
    placeHolder: 'Pick what to change, then save',
    ignoreFocusOut: true,
  });
  return picked as (RolePick & ({ role: RoleName } | { glob: string } | { forget: true })) | undefined;
}

/** Changes `roles`; nothing when the user turns away. */
async function assign(role: RoleName, fields: readonly FieldSample[], roles: Partial<MappingRoles>): Promise<void> {
  const words = ROLES.find((known) => known.role === role);
  const items: (vscode.QuickPickItem & { value: string | undefined })[] =
    role === 'direction'
      ? [
          { label: 'Higher is better', value: undefined },
          { label: 'Lower is better', description: 'yes and 1 fail', value: 'lower' },
        ]
      : [
          { label: 'None', description: words?.meaning ?? '', value: undefined },
          ...fields.map(({ name, samples }) => ({
            label: name,
            description: name === roles[role] ? 'now' : '',
            detail: samples.join(' · '),
            value: name,
          })),
        ];
  const picked = await vscode.window.showQuickPick(items, {
    title: `${words?.label ?? role}: which field?`,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked) Object.assign(roles, { [role]: picked.value });
}

/** A mapping as users write it; see `fieldsOf` for the way back. */
function rolesOf({ reference, verdict, score, ...rest }: FieldMapping): Partial<MappingRoles> {
  return {
    ...rest,
    references: reference,
    ...(score === undefined ? { score: verdict } : { passed: verdict, score }),
  };
}

async function tellResult(evaluations: Evaluations, path: string): Promise<void> {
  await evaluations.whenRead();
  const survey = evaluations.survey(path);
  if (!survey) return;
  const { examples, failing, unscored } = countOutcomes(survey);
  const counts = [`${examples} examples`, `${failing} failing`, ...(unscored > 0 ? [`${unscored} unscored`] : [])];
  const forget = 'Forget Mapping';
  // Not awaited by the command: a notice may stay for long.
  void vscode.window
    .showInformationMessage(`ErrorAtlas: ${basename(path)} is read by your mapping: ${counts.join(', ')}.`, forget)
    .then((answer) => (answer === forget ? forgetMapping(path) : undefined));
}

function tellNoFile(): void {
  void vscode.window.showInformationMessage(
    'ErrorAtlas: open the file whose fields are meant, or pick it in the view.',
  );
}
