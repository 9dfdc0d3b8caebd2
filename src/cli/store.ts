import { JudgmentStore } from '../store/judgmentStore';
import { note } from './output';
import { plain } from './plain';

/** Judgments are kept beside what they judge: in the folder that the command runs in. */
export const DEFAULT_STORE = '.error-atlas';

/** What is broken in the store is told on stderr; file names in it may be anybody's. */
export function openStore(folder: string): Promise<JudgmentStore> {
  return JudgmentStore.open(folder, (warning) => note(plain(warning)));
}
