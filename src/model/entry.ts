import type { Example } from './example';

/**
 * The light form of an example that is kept in memory for every example of a workspace:
 * its names, its verdict and where to read the rest. `preview` is the beginning of the
 * input on one line, at most 80 characters.
 */
export interface ExampleEntry
  extends Pick<
    Example,
    'key' | 'id' | 'dataset' | 'model' | 'score' | 'passed' | 'metric' | 'finishReason' | 'error' | 'source'
  > {
  verdict?: boolean | null;
  preview: string;
}
