import { Command } from 'commander';
import type { ExampleEntry } from '../model/entry';
import { type Example, outcomeOf } from '../model/example';
import type { EvaluationFiles } from '../readers/evaluationFiles';
import { EXIT } from './exit';
import { wholeNumber } from './options';
import { note, pageWidth, print, printJsonList } from './output';
import { plain } from './plain';
import { shorten } from './table';
import { readEvaluations } from './workspace';

interface Options {
  json?: boolean;
  failing?: boolean;
  limit?: number;
}

/** `examples`: the examples themselves, as every surface sees them. */
export function examplesCommand(): Command {
  return new Command('examples')
    .description('Print examples: whole with --json, a few lines each without.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .option('--failing', 'failing examples only')
    .option('--limit <number>', 'at most this many', wholeNumber)
    .addHelpText(
      'after',
      `
Examples:
  error-atlas examples runs/ --failing --limit 5
  error-atlas examples runs/log.eval --json > examples.json`,
    )
    .action(async (paths: string[], { json, failing, limit }: Options) => {
      const { surveys, files } = await readEvaluations(paths);
      const entries = surveys
        .flatMap((survey) => survey.entries)
        .filter((entry) => !failing || outcomeOf(entry) === 'failing')
        .slice(0, limit);
      try {
        if (json) await printJsonList('examples', loaded(entries, files));
        else for await (const example of loaded(entries, files)) printExample(example);
      } finally {
        await files.close();
      }
    });
}

/** One after the other; an example that can't be read again is told, left out, and makes the run partial. */
async function* loaded(entries: readonly ExampleEntry[], files: EvaluationFiles): AsyncGenerator<Example> {
  for (const entry of entries) {
    try {
      yield await files.load(entry);
    } catch (error) {
      note(plain(error instanceof Error ? error.message : String(error)));
      process.exitCode = EXIT.partial;
    }
  }
}

function printExample(example: Example): void {
  const { source, dataset, id, model } = example;
  const place = plain(source.path) + (source.line === undefined ? '' : `:${source.line}`);
  print(`${place}  ${outcomeOf(example)}`);
  print(`  ${plain(`${dataset} · ${id} · ${model}`)}`);
  printText('input', example.messages?.findLast(({ role }) => role === 'user')?.content ?? example.input);
  printText('reference', example.references[0]);
  printText('output', example.output);
  printText('error', example.error);
  print('');
}

/** One line of a text: its beginning and its end, where answers stand. */
function printText(name: string, text = ''): void {
  if (text.trim() === '') return;
  const label = `  ${name.padEnd(9)}  `;
  const line = plain(text.trim().replace(/\s+/g, ' '));
  print(label + shorten(line, Math.max(1, pageWidth() - label.length)));
}
