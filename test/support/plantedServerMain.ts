import { startJudgeServer } from './judgeServer';
import { plantedAnswers, plantedTree } from './plantedTree';

/** A server of its own process that knows a hidden tree: prints its base URL; arguments: failures, milliseconds an answer. */
async function main([count = '5000', delayMs = '100']: string[]): Promise<void> {
  const server = await startJudgeServer({
    answer: plantedAnswers(plantedTree(Number(count)), { delayMs: Number(delayMs) }),
  });
  console.log(server.url);
  // Ends with the process that started it.
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
