import { readHead } from '../head';
import { outline } from '../json/outline';
import type { FileHead, OpenEvaluation, Reader } from '../reader';
import { elementExamples, lineExamples } from '../rows';
import { isRow, stem } from '../values';
import { itemExample } from './outputItem';
import { openRecord } from './record';

const ITEM = 'eval.run.output_item';

/** Record logs of `openai/evals` (`oaieval`), and output items of the Evals API: one a line, a list, or a page of it. */
export const openaiEvals: Reader = {
  id: 'openai-evals',
  name: 'OpenAI Evals',
  detect: (head) => isRecord(head) || itemPath(head) !== null,
  async open(file): Promise<OpenEvaluation> {
    const head = await readHead(file);
    if (isRecord(head)) return openRecord(file);
    const name = stem(file.name);
    const shape = {
      format: 'openai-evals' as const,
      toExample(value: unknown, source: Parameters<typeof itemExample>[2]) {
        if (!isRow(value) || value.object !== ITEM) throw new Error('this is no output item of the Evals API');
        return itemExample(value, name, source);
      },
    };
    const path = itemPath(head);
    return path === null || path === '' ? lineExamples(file, shape) : elementExamples(file, [path], shape);
  },
};

function isRecord({ text }: FileHead): boolean {
  const keys = outline(text);
  return keys.has('spec.eval_name') && (keys.has('spec.run_id') || keys.has('spec.completion_fns'));
}

/** Where the items stand: `[*]`, `data[*]`, or '' for one a line. Null: these are no items. */
function itemPath({ text }: FileHead): '[*]' | 'data[*]' | '' | null {
  if (!text.includes(ITEM)) return null;
  const keys = outline(text, 3);
  const isItem = (prefix: string) =>
    ['object', 'datasource_item', 'results'].every((key) => keys.has(`${prefix}${key}`));
  if (isItem('[].')) return '[*]';
  if (isItem('data[].')) return 'data[*]';
  return isItem('') ? '' : null;
}
