import { Command } from 'commander';
import { version } from '../package.json';
import { atlasCommand } from './cli/atlas';
import { classifyCommand } from './cli/classify';
import { examplesCommand } from './cli/examples';
import { EXIT, InputError } from './cli/exit';
import { scanCommand } from './cli/scan';
import { taxonomyCommand } from './cli/taxonomy';

/** The headless twin of the extension: the same readers, judges, store and counts. */
const program = new Command('error-atlas')
  .description("Names why a model's answers fail, from the output files of evaluation tools.")
  .version(version)
  .showHelpAfterError()
  .exitOverride()
  .addCommand(scanCommand())
  .addCommand(examplesCommand())
  .addCommand(classifyCommand())
  .addCommand(atlasCommand())
  .addCommand(taxonomyCommand());

// A reader of our output that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
});

program.parseAsync().catch((error: unknown) => {
  if (isCommanderError(error)) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return;
  }
  process.stderr.write(`error-atlas: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof InputError ? EXIT.usage : EXIT.partial;
});

function isCommanderError(error: unknown): error is { exitCode: number; code: string } {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}
