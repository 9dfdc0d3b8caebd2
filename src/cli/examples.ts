import { Command } from 'commander';
import type { Example } from '../model/example';
import { outcomeOf } from '../model/example';
import { wholeNumber } from './options';
import { plain, print, printJson } from './output';
import { readEvaluations } from './workspace';

interface Options {
  json?: boolean;
  failing?: boolean;
  limit?: number;
}

/** `examples`: the examples themselves, as every surface sees them. */
export function examplesCommand(): Command {
  return new Command('examples')
    .description('Print examples with their texts.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .option('--failing', 'failing examples only')
    .option('--limit <number>', 'at most this many', wholeNumber)
    .action(async (paths: string[], { json, failing, limit }: Options) => {
      const { surveys, files } = await readEvaluations(paths);
      const entries = surveys
        .flatMap((survey) => survey.entries)
        .filter((entry) => !failing || outcomeOf(entry) === 'failing')
        .slice(0, limit);
      const examples: Example[] = [];
      try {
        for (const entry of entries) examples.push(await files.load(entry));
      } finally {
        await files.close();
      }
      if (json) printJson({ examples });
      else for (const example of examples) printExample(example);
    });
}

function printExample(example: Example): void {
  const { source } = example;
  print(
    `${plain(source.path)}${source.line ? `:${source.line}` : ''}  ${outcomeOf(example)}  ${plain(`${example.dataset} · ${example.id} · ${example.model}`)}`,
  );
}
