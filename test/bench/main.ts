import { editorCommand } from './editorCommand';
import { judgeCommand } from './judgeCommand';
import { readersCommand } from './readersCommand';
import { runCommand } from './runCommand';
import { taxonomyCommand } from './taxonomyCommand';
import { tokensCommand } from './tokensCommand';
import { uiCommand } from './uiCommand';

/** Each measures one thing and takes what follows its name on the command line. */
const BENCHES: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  editor: editorCommand,
  judge: judgeCommand,
  readers: readersCommand,
  run: runCommand,
  taxonomy: taxonomyCommand,
  tokens: tokensCommand,
  ui: uiCommand,
};

async function main([name = '', ...args]: string[]): Promise<void> {
  const bench = BENCHES[name];
  if (bench) return bench(args);
  console.error(`npm run bench -- ${Object.keys(BENCHES).join('|')} [--help]`);
  process.exitCode = name === '--help' ? 0 : 2;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
