// `npm run bench`: bundles the bench as it ships and runs it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

process.chdir(path.join(import.meta.dirname, '../..'));
const OUT = 'out/bench';

await esbuild.build({
  entryPoints: {
    main: 'test/bench/main.ts',
    'editor-host': 'test/bench/editor/host.ts',
    programs: 'test/bench/programs.ts',
    'judging-programs': 'test/bench/judgingPrograms.ts',
    'judge-server': 'test/support/judgeServerMain.ts',
    'planted-server': 'test/support/plantedServerMain.ts',
    'survey-worker': 'src/readers/surveyWorker.ts',
  },
  outdir: OUT,
  external: ['vscode'],
  bundle: true,
  splitting: false,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, [`${OUT}/main.js`, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
