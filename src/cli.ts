import { Command } from 'commander';
import { version } from '../package.json';
import { atlasCommand } from './cli/atlas';
import { batchCommand } from './cli/batch';
import { classifyCommand } from './cli/classify';
import { compareCommand } from './cli/compare';
import { examplesCommand } from './cli/examples';
import { EXIT, InputError } from './cli/exit';
import { importCommand } from './cli/importResults';
import { note } from './cli/output';
import { plainLines } from './cli/plain';
import { scanCommand } from './cli/scan';
import { taxonomyCommand } from './cli/taxonomy';

/** The headless twin of the extension: the same readers, judges, store and counts. */
const program = new Command('error-atlas')
  .description("Names why a model's answers fail, from the output files of evaluation tools.")
  .version(version)
  .showHelpAfterError('Add --help to see how it is used.')
  .configureOutput({ writeErr: (text) => process.stderr.write(plainLines(text)) })
  .exitOverride()
  .addCommand(scanCommand())
  .addCommand(examplesCommand())
  .addCommand(classifyCommand())
  .addCommand(batchCommand())
  .addCommand(atlasCommand())
  .addCommand(compareCommand())
  .addCommand(importCommand())
  .addCommand(taxonomyCommand())
  .addHelpText(
    'after',
    `
Examples:
  error-atlas classify runs/    name the errors, with rules alone: no key, no network
  error-atlas atlas runs/       what fails most, and in which model

Exit codes: 0 done; 1 done in part; 2 a wrong option, path or file.`,
  );
inheritSettings(program);

// A reader of our output that has seen enough (`| head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}

program.parseAsync().catch((error: unknown) => {
  if (isCommanderError(error)) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return;
  }
  note(`error-atlas: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof InputError ? EXIT.usage : EXIT.partial;
});

/** Commands made apart from their parent know nothing of its settings; a wrong option would exit with 1. */
function inheritSettings(parent: Command): void {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
}

function isCommanderError(error: unknown): error is { exitCode: number; code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
