import type { Overview } from '../../atlas/overview';
import type { AtlasFilter } from '../../model/atlasFilter';
import { type JudgeIdentity, judgeId } from '../../model/judgment';
import type { HostToAtlas } from '../../protocol';
import type { Survey } from '../../readers/survey';
import type { AtlasModel } from '../atlasModel';
import type { Evaluations } from '../evaluations';
import type { Judging } from '../judging';

/** Names to choose from in one menu; nobody reads more, and the message stays small. */
const NAMES = 2_000;
/** Columns of the signatures: the models that fail most. */
const MODELS = 100;

/** What of the editor's objects a message tells. */
interface MessageParts {
  evaluations: Pick<Evaluations, 'loading'> & { surveys(): readonly Pick<Survey, 'problems'>[] };
  model: Pick<AtlasModel, 'choices'>;
  judging: Pick<Judging, 'status'>;
}

/** What the panel draws from. Bounded, however large the workspace: texts and rows are asked for page by page. */
export function atlasMessage(
  overview: Overview,
  filter: AtlasFilter,
  { evaluations, model, judging }: MessageParts,
): Extract<HostToAtlas, { type: 'atlas' }> {
  const surveys = evaluations.surveys();
  const { atlas, scope, priorities, trend, categories } = overview;
  const { models, datasets, runs } = model.choices();
  return {
    type: 'atlas',
    state: surveys.length > 0 ? 'ready' : evaluations.loading ? 'loading' : 'empty',
    // The panel draws no profiles of datasets.
    atlas: { ...atlas, models: most(atlas.models), datasets: [], rules: atlas.rules.slice(0, NAMES) },
    ...{ filter, scope, priorities, trend, categories },
    ...{ models: models.slice(0, NAMES), datasets: datasets.slice(0, NAMES), runs: runs.slice(0, NAMES) },
    judges: overview.judges.map((judge) => ({ id: judgeId(judge), label: judgeWords(judge) })),
    files: surveys.length,
    problems: surveys.reduce((sum, survey) => sum + survey.problems.length, 0),
    judge: judging.status(),
  };
}

function most(models: Overview['atlas']['models']): Overview['atlas']['models'] {
  if (models.length <= MODELS) return models;
  const [least] = models
    .map(({ failing }) => failing)
    .sort((a, b) => b - a)
    .slice(MODELS - 1);
  return models.filter(({ failing }) => failing >= (least ?? 0)).slice(0, MODELS);
}

/** Two judges of one name differ in their prompt or in the taxonomy. */
function judgeWords({ kind, model, promptVersion, taxonomy }: JudgeIdentity): string {
  const name = kind === 'offline' ? 'Offline rules' : model;
  return `${name} · ${kind === 'offline' ? 'rules' : 'prompt'} ${promptVersion} · ${taxonomy}`;
}
