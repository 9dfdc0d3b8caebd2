import type * as vscode from 'vscode';
import type { ExampleEntry } from '../../model/entry';
import { outcomeOf } from '../../model/example';
import type { JudgmentStore } from '../../store/judgmentStore';
import type { AtlasModel } from '../atlasModel';
import type { Evaluations } from '../evaluations';
import type { Judges } from '../judges';
import type { Log } from '../log';
import type { SendConsent } from '../sendConsent';
import type { Taxonomies } from './taxonomies';

/** What the commands and the editor of taxonomies work with. */
export interface TaxonomyParts {
  extensionUri: vscode.Uri;
  taxonomies: Taxonomies;
  evaluations: Evaluations;
  store: JudgmentStore;
  model: AtlasModel;
  judges: Judges;
  consent: SendConsent;
  log: Log;
}

/** All failing examples of the workspace, each once. */
export function failingOf({ model }: Pick<TaxonomyParts, 'model'>): ExampleEntry[] {
  return model.examples().entries.filter((entry) => outcomeOf(entry) === 'failing');
}
