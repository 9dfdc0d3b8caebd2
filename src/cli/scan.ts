import { Command } from 'commander';
import { outcomeOf } from '../model/example';
import type { Survey } from '../readers/survey';
import { plain, print, printJson, table } from './output';
import { readEvaluations } from './workspace';

/** `scan`: which evaluation files there are, and how many of their examples fail. */
export function scanCommand(): Command {
  return new Command('scan')
    .description('Find evaluation files and count their failing examples.')
    .argument('<path...>', 'files and folders')
    .option('--json', 'print one JSON document')
    .action(async (paths: string[], { json }: { json?: boolean }) => {
      const { surveys } = await readEvaluations(paths);
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
  const count = (outcome: string) => survey.entries.filter((entry) => outcomeOf(entry) === outcome).length;
  return {
    path: survey.path,
    format: survey.format,
    ...(survey.formatVersion !== undefined && { formatVersion: survey.formatVersion }),
    examples: survey.entries.length,
    failing: count('failing'),
    errored: count('errored'),
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
  const foot = ['', `${totals.files} files`, `${totals.examples}`, `${totals.failing}`, `${totals.errored}`];
  print(table([['file', 'format', 'examples', 'failing', 'errored'], ...rows, foot], new Set([2, 3, 4])));
  for (const { path, problems } of files) {
    for (const { line, message } of problems) print(`${plain(path)}${line ? `:${line}` : ''}: ${plain(message)}`);
  }
}
