import * as vscode from 'vscode';
import type { Evaluations } from '../evaluations';
import type { ExampleView } from '../webviews/exampleView';
import type { ReviewQueue } from './reviewQueue';

const USUAL_SIZE = 30;
const LARGEST_SIZE = 1_000;

/** `errorAtlas.startReview [size] [seed]`: without arguments it asks whether to go on with an earlier queue, and for the size. */
export function registerStartReview(
  review: ReviewQueue,
  evaluations: Evaluations,
  view: ExampleView,
): vscode.Disposable {
  return vscode.commands.registerCommand('errorAtlas.startReview', async (size?: unknown, seed?: unknown) => {
    await evaluations.whenRead();
    const isGiven = typeof size === 'number' && Number.isInteger(size) && size > 0;
    const wish = isGiven ? 'new' : await oldOrNew(review);
    if (wish === undefined) return;
    const old = wish === 'old' ? await review.resume() : undefined;
    if (old) return view.show(old, { focus: true });
    const available = review.candidates().length;
    if (available === 0) return tellHow();
    const wanted = isGiven ? Math.min(size, LARGEST_SIZE) : await askSize(available);
    if (wanted === undefined) return;
    const entry = await review.start({ size: wanted, seed: typeof seed === 'number' ? seed : Date.now() });
    if (entry) await view.show(entry, { focus: true });
  });
}

/** `undefined` when the user wants neither. */
async function oldOrNew(review: ReviewQueue): Promise<'old' | 'new' | undefined> {
  const { unfinished } = review;
  if (!unfinished) return 'new';
  const items = [
    {
      label: '$(debug-continue) Go on with your review',
      description: `${unfinished.left} of ${unfinished.total} left`,
      wish: 'old' as const,
    },
    { label: '$(add) Draw a new queue', description: 'what you have said is kept', wish: 'new' as const },
  ];
  return (await vscode.window.showQuickPick(items, { title: 'Review queue' }))?.wish;
}

async function askSize(available: number): Promise<number | undefined> {
  const most = Math.min(available, LARGEST_SIZE);
  const given = await vscode.window.showInputBox({
    title: 'Review queue: how many examples?',
    prompt: `What the judges disagree on or are unsure of, suspected wrong test items, and a random control. ${available} can be drawn.`,
    value: String(Math.min(USUAL_SIZE, most)),
    validateInput: (text) => {
      const size = Number(text);
      return Number.isInteger(size) && size >= 1 && size <= most ? undefined : `A whole number from 1 to ${most}.`;
    },
  });
  return given === undefined ? undefined : Number(given);
}

async function tellHow(): Promise<void> {
  const classify = 'Classify Failing Examples';
  const picked = await vscode.window.showInformationMessage(
    'ErrorAtlas: there is nothing to review. A queue is drawn from failing examples that a judge has named and nobody has looked at.',
    classify,
  );
  if (picked === classify) await vscode.commands.executeCommand('errorAtlas.classifyFailing');
}
