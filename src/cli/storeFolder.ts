/** Judgments are kept beside what they judge: in the folder that the command runs in. */
export const DEFAULT_STORE = '.error-atlas';
