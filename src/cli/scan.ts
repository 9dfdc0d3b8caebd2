import { Command } from 'commander';
import { countOutcomes, type Survey } from '../readers/survey';
import { counted, pageWidth, print, printJson } from './output';
import { plain } from './plain';
import { mapOption, metricOption, type ReadingOptions } from './readingOptions';
import { table } from './table';
import { readEvaluations } from './workspace';

/** `scan`: which evaluation files there are, and how many of their examples fail. */
export function scanCommand(): Command {
  return new Command('scan')
    .description('Find evaluation files and count their failing examples.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .addOption(mapOption())
    .addOption(metricOption())
    .addHelpText(
      'after',
      `
Examples:
  error-atlas scan logs/ results.jsonl --json
  error-atlas scan answers.csv --map 'answers.csv: input=ask,output=said,references=gold,score=ok'`,
    )
    .action(async (paths: string[], { json, ...reading }: { json?: boolean } & ReadingOptions) => {
      const { surveys } = await readEvaluations(paths, undefined, reading);
      const files = surveys.map(fileReport);
      const sum = (count: 'examples' | 'failing' | 'errored') => files.reduce((total, file) => total + file[count], 0);
      const totals = {
        files: files.length,
        examples: sum('examples'),
        failing: sum('failing'),
        errored: sum('errored'),
      };
      if (json) printJson({ files, totals });
      else printReport(files, totals);
    });
}

function fileReport(survey: Survey) {
  const { examples, failing, errored } = countOutcomes(survey);
  return {
    path: survey.path,
    format: survey.format,
    ...(survey.formatVersion !== undefined && { formatVersion: survey.formatVersion }),
    examples,
    failing,
    errored,
    models: survey.models,
    datasets: survey.datasets,
    problems: survey.problems,
  };
}

type FileReport = ReturnType<typeof fileReport>;

function printReport(files: readonly FileReport[], totals: Record<string, number>): void {
  if (files.length === 0) {
    print('No evaluation files found.');
    return;
  }
  const rows = files.map((file) => [
    plain(file.path),
    file.format,
    file.examples === 0 ? 'no examples' : `${file.examples}`,
    `${file.failing}`,
    `${file.errored}`,
  ]);
  const foot = [counted(files.length, 'file'), '', `${totals.examples}`, `${totals.failing}`, `${totals.errored}`];
  // In a file or a pipe somebody may want to use the paths.
  const width = process.stdout.isTTY ? { shrink: [0], width: pageWidth() } : {};
  print(table([['file', 'format', 'examples', 'failing', 'errored'], ...rows, foot], { right: [2, 3, 4], ...width }));
  for (const { path, problems } of files) {
    for (const { line, message } of problems) print(`${plain(path)}${line ? `:${line}` : ''}: ${plain(message)}`);
  }
}
