import type { JudgeAgainstCorrections } from '../judge/measure/corrected';
import type { Scores } from '../judge/measure/scores';
import { markdownText } from './markdownText';

/** How many confusions and categories are listed. */
const MOST_LISTED = 15;

/** How well each judge agrees with the user's corrections, as a document to read. */
export function agreementMarkdown(judges: readonly JudgeAgainstCorrections[], corrections: number): string {
  const parts = [
    '# Judges against your corrections',
    `${corrections} ${corrections === 1 ? 'example has' : 'examples have'} a category from a person. Confirming a judge's category counts as much as changing it; who corrects only what looks wrong makes judges look worse than they are.`,
    ...(judges.length === 0
      ? ['No judge has had a word on any of them yet. Classify the failing examples, then measure again.']
      : judges.map(judgeSection)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function judgeSection({ judge, scores }: JudgeAgainstCorrections): string {
  const name = judge.kind === 'offline' ? 'Offline rules' : judge.model;
  const parts = [
    `## ${markdownText(name)}`,
    `${judge.kind === 'offline' ? 'Rules' : 'Prompt'} ${markdownText(judge.promptVersion)}, taxonomy ${markdownText(judge.taxonomy)}`,
    table(
      ['', ''],
      [
        ['Corrected examples that it looked at', `${scores.examples}`],
        ['Named a category', `${scores.judged} (${percent(scores.coverage)})`],
        ['Of these, the same as yours', percent(scores.precision)],
        ["Cohen's κ, 95 % interval", kappa(scores)],
        ['Mean gap between confidence and agreement', percent(scores.calibration.error)],
      ],
    ),
  ];
  if (scores.confusions.length > 0) {
    parts.push(
      '### What it takes for what',
      table(
        ['Judge', 'You', 'Examples'],
        scores.confusions
          .slice(0, MOST_LISTED)
          .map(({ a, b, count }) => [markdownText(a), markdownText(b), `${count}`]),
      ),
    );
  }
  parts.push(
    '### By category',
    table(
      ['Category', 'You', 'Judge', 'Right of what it gave', 'Found of yours'],
      scores.categories
        .slice(0, MOST_LISTED)
        .map(({ category, expected, given, precision, recall }) => [
          markdownText(category),
          `${expected}`,
          `${given}`,
          percent(precision),
          percent(recall),
        ]),
    ),
  );
  return parts.join('\n\n');
}

/** κ without its interval would look surer than it is. */
function kappa({ agreement: { kappa, interval } }: Scores): string {
  if (kappa === null) return 'can’t be told: too few different categories';
  return interval === null
    ? kappa.toFixed(2)
    : `${kappa.toFixed(2)} (${interval[0].toFixed(2)} to ${interval[1].toFixed(2)})`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
