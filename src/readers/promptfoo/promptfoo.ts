import type { Source } from '../../model/example';
import { readHead } from '../head';
import { outline } from '../json/outline';
import { parseJson } from '../json/parseJson';
import { splitJson } from '../json/splitter';
import { loadJsonRow, readJsonLines } from '../jsonLines';
import type { FileAccess, FileHead, OpenEvaluation, Reader } from '../reader';
import { asText, isRow, messageOf, stem } from '../values';
import { csvTable, openCsv } from './csv';
import { toExample } from './result';
import { isYamlDocument, openYaml } from './yaml';

const RESULTS = 'results.results[*]';

/** Results of promptfoo: `-o x.json` (versions 2 and 3 of its file), `x.jsonl`, `x.yaml` and `x.csv`. */
export const promptfoo: Reader = {
  id: 'promptfoo',
  name: 'promptfoo',
  detect: (head) => isDocument(head) || isResultLine(head) || isYamlDocument(head) || csvTable(head) !== null,
  async open(file) {
    const head = await readHead(file);
    if (isDocument(head)) return openDocument(file);
    if (isResultLine(head)) return openLines(file);
    return isYamlDocument(head) ? openYaml(file) : openCsv(file);
  },
};

function isDocument({ text }: FileHead): boolean {
  const keys = outline(text);
  if (!keys.has('results.version')) return false;
  return ['results.prompts', 'results.results', 'results.timestamp'].some((key) => keys.has(key));
}

function isResultLine({ text }: FileHead): boolean {
  const keys = outline(text, 1);
  const graded = keys.has('gradingResult') || keys.has('failureReason');
  return keys.has('provider') && keys.has('prompt') && keys.has('success') && (graded || keys.has('testCase'));
}

async function openDocument(file: FileAccess): Promise<OpenEvaluation> {
  const { description, version } = await readFacts(file);
  const dataset = description || stem(file.name);
  return {
    ...(version === '' ? {} : { version }),
    async *read(signal) {
      for await (const part of splitJson(file.stream(), [RESULTS])) {
        signal?.throwIfAborted();
        if (part.kind === 'problem') {
          yield part;
          continue;
        }
        const { bytes, line, byteOffset, byteLength } = part;
        try {
          const result = parseJson(bytes);
          if (!isRow(result)) throw new Error('the result is not a JSON object');
          const source: Source = { path: file.path, format: 'promptfoo', line, byteOffset, byteLength };
          yield { kind: 'example', example: toExample(result, dataset, source) };
        } catch (error) {
          yield { kind: 'problem', problem: { line, message: messageOf(error) } };
        }
      }
    },
    async load(source) {
      return toExample(await loadJsonRow(file, source), dataset, source);
    },
    async close() {},
  };
}

/** The description names the dataset and stands behind the results: the file streams by once for it. */
async function readFacts(file: FileAccess): Promise<{ description: string; version: string }> {
  const facts = { description: '', version: '' };
  for await (const part of splitJson(file.stream(), ['results.version', 'config.description'])) {
    if (part.kind === 'problem') break;
    try {
      const text = asText(parseJson(part.bytes));
      if (part.path === 'results.version') facts.version = text;
      else facts.description = text;
    } catch {
      // `read` reports what is broken; the file's name names the dataset.
    }
  }
  return facts;
}

async function openLines(file: FileAccess): Promise<OpenEvaluation> {
  const dataset = stem(file.name);
  return {
    async *read(signal) {
      for await (const item of readJsonLines(file, signal)) {
        if (item.kind === 'problem') yield item;
        else if (item.row.success === undefined && item.row.gradingResult === undefined) {
          yield { kind: 'problem', problem: { line: item.place.line, message: 'the line is no result of promptfoo' } };
        } else {
          const source: Source = { path: file.path, format: 'promptfoo', ...item.place };
          yield { kind: 'example', example: toExample(item.row, dataset, source) };
        }
      }
    },
    async load(source) {
      return toExample(await loadJsonRow(file, source), dataset, source);
    },
    async close() {},
  };
}
